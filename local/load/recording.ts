import type { PlannedRequest } from './planned-request.ts';

/** Requests in the order they were recorded, and how many came per second, when the recording tells. */
export interface Recording {
  requests: PlannedRequest[];
  ratePerSecond: number | undefined;
}

/** Each problem begins with its place: a path in the file, or a line. */
export type ParsedRecording = { ok: true; recording: Recording } | { ok: false; problems: string[] };

/** Belong to the recorded connection, not to the request. */
const OF_THE_CONNECTION = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'accept-encoding', 'keep-alive', 'upgrade', 'expect', 'te', 'trailer']);

/** A recorded request as it is to be sent again. */
export function plan(method: string, path: string, headers: Iterable<readonly [string, string]>, body: string | undefined): PlannedRequest {
  const kept = [...headers].map(([name, value]) => [name.toLowerCase(), value] as const).filter(([name]) => !name.startsWith(':') && !OF_THE_CONNECTION.has(name));
  return { method: method.toUpperCase(), path, headers: Object.fromEntries(kept), ...(body !== undefined && { body }) };
}

/** The mean rate per second over the recorded span; undefined when fewer than two requests tell their time (in milliseconds). */
export function meanRate(times: readonly (number | undefined)[]): number | undefined {
  let known = 0;
  let first = Infinity;
  let last = -Infinity;
  for (const time of times) {
    if (time === undefined || !Number.isFinite(time)) continue;
    known += 1;
    first = Math.min(first, time);
    last = Math.max(last, time);
  }
  return known > 1 && last > first ? ((known - 1) * 1000) / (last - first) : undefined;
}
