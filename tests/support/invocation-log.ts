import type { ProbeCall, ProbeRecord } from '../../shared/domain/probe-record.ts';
import type { LogLine } from '../../shared/domain/signal.ts';

/** One call of a simulated invocation: `[shape, frame, startMs, durationMs, key]`. */
export type SimulatedCall = { shape: string; at: string; startMs: number; durationMs: number; key?: string; method?: string; seenBefore?: boolean; failed?: boolean; reads?: boolean };

export type SimulatedInvocation = {
  number: number;
  at: number;
  version?: string;
  environment?: string;
  /** The alias or version that its caller asked for, as the probe tells it. */
  qualifier?: string;
  durationMs?: number;
  calls?: readonly SimulatedCall[];
  outcome?: ProbeRecord['outcome'];
  error?: ProbeRecord['error'];
  caller?: string;
  cache?: ProbeRecord['cache'];
  timedOut?: boolean;
  /** A call that waits from the start, told after a second. */
  pending?: { shape: string; at: string };
  cold?: boolean;
  memoryUsedMb?: number;
  memorySizeMb?: number;
  initMs?: number;
  inputBytes?: number;
  items?: number;
  route?: string;
  probe?: boolean;
};

export const requestIdOf = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

/** The lines that one invocation leaves in a Lambda function's log, with the probe's record among them. */
export const invocationLines = (one: SimulatedInvocation): LogLine[] => {
  const { version = '1', environment = 'env1', durationMs = 20, timedOut = false } = one;
  const id = requestIdOf(one.number);
  const stream = `2026/11/21/[${version}]${environment}`;
  const startedAt = Math.round(one.at - durationMs);
  const texts: [number, string][] = [[startedAt, `START RequestId: ${id} Version: ${version}`]];
  if (one.probe !== false && !timedOut) texts.push([one.at, JSON.stringify(probeRecord(one, id))]);
  if (one.pending !== undefined) {
    const { shape, at } = one.pending;
    texts.push([startedAt + 1000, JSON.stringify({ pawl: 'pending', at: startedAt + 1000, requestId: id, version, environment, ...(one.qualifier === undefined ? {} : { qualifier: one.qualifier }), shape, method: 'GET', stack: [at, 'index.mjs:900:3 handler'], elapsedMs: 1000 })]);
  }
  if (timedOut) texts.push([one.at, `2026-11-21T12:00:00.000Z ${id} Task timed out after ${(durationMs / 1000).toFixed(2)} seconds`]);
  texts.push([one.at, `END RequestId: ${id}`]);
  const status = timedOut ? '\tStatus: timeout' : one.outcome === 'error' ? '\tStatus: error\tError Type: Error' : '';
  const init = one.cold === true ? `\tInit Duration: ${(one.initMs ?? 120.5).toFixed(2)} ms` : '';
  texts.push([one.at, `REPORT RequestId: ${id}\tDuration: ${(durationMs + 1).toFixed(2)} ms\tBilled Duration: ${Math.ceil(durationMs)} ms\tMemory Size: ${one.memorySizeMb ?? 256} MB\tMax Memory Used: ${one.memoryUsedMb ?? 80} MB${init}${status}`]);
  return texts.map(([at, message], index) => ({ id: `${one.number}-${index}`, at, stream, message }));
};

const probeRecord = (one: SimulatedInvocation, requestId: string): ProbeRecord => {
  const { version = '1', environment = 'env1', durationMs = 20, calls = [] } = one;
  const groups = new Map<string, SimulatedCall[]>();
  for (const call of calls) groups.set(`${call.shape} ${call.at}`, [...(groups.get(`${call.shape} ${call.at}`) ?? []), call]);
  const keys = [...groups.keys()];
  const sorted = calls.toSorted((a, b) => a.startMs - b.startMs);
  return {
    pawl: 'invocation', at: one.at, requestId, version, environment, cold: one.cold ?? false, outcome: one.outcome ?? 'ok', durationMs, inputBytes: one.inputBytes ?? 100,
    route: one.route ?? 'GET /orders/{}',
    ...(one.items === undefined ? {} : { items: one.items }),
    ...(one.qualifier === undefined ? {} : { qualifier: one.qualifier }),
    ...(one.error === undefined ? {} : { error: one.error }),
    ...(one.caller === undefined ? {} : { caller: one.caller }),
    ...(one.cache === undefined ? {} : { cache: one.cache }),
    calls: [...groups.values()].map((group): ProbeCall => {
      const distinct = new Set(group.map((call, index) => call.key ?? String(index))).size;
      return {
        shape: group[0]?.shape ?? '',
        method: group[0]?.method ?? 'GET',
        ...(group[0]?.reads === true ? { reads: true } : {}),
        stack: [group[0]?.at ?? '', 'index.mjs:900:3 handler'],
        count: group.length,
        totalMs: group.reduce((sum, call) => sum + call.durationMs, 0),
        maxMs: Math.max(...group.map((call) => call.durationMs)),
        distinctKeys: distinct,
        repeats: group.length - distinct,
        seenBefore: group.filter((call) => call.seenBefore === true).length,
        failed: group.filter((call) => call.failed === true).length,
        timedOut: 0,
      };
    }),
    spans: sorted.map((call): ProbeRecord['spans'][number] => [keys.indexOf(`${call.shape} ${call.at}`), call.startMs, call.durationMs]),
  };
};

/** Small deterministic noise between 0 and 1, the same for the same number. */
export const noise = (number: number): number => {
  const value = Math.sin(number * 12.9898 + 78.233) * 43_758.5453;
  return value - Math.floor(value);
};
