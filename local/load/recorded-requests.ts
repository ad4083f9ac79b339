import * as z from 'zod';
import type { PlannedRequest } from './planned-request.ts';

/** One recorded request; `at` is when it was made, as an ISO time or milliseconds. */
const Line = z.object({
  method: z.string().transform((method) => method.toUpperCase()),
  path: z.string().startsWith('/', 'must begin with /'),
  headers: z.record(z.string(), z.string()).default({}),
  body: z.json().optional(),
  at: z.union([z.number(), z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))]).optional(),
});

const Har = z.object({
  log: z.object({
    entries: z.array(
      z.object({
        startedDateTime: z.string().optional(),
        request: z.object({
          method: z.string(),
          url: z.url(),
          headers: z.array(z.object({ name: z.string(), value: z.string() })).default([]),
          postData: z.object({ text: z.string().optional() }).optional(),
        }),
      }),
    ),
  }),
});

/** Requests in the order they were recorded, and how many came per second, when the recording tells. */
export interface Recording {
  requests: PlannedRequest[];
  ratePerSecond: number | undefined;
}

export type ParsedRecording = { ok: true; recording: Recording } | { ok: false; problems: string[] };

/** Belong to the recorded connection, not to the request. */
const OF_THE_CONNECTION = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'accept-encoding', 'keep-alive', 'upgrade', 'expect', 'te', 'trailer']);

const keep = (headers: Iterable<readonly [string, string]>): Record<string, string> =>
  Object.fromEntries([...headers].map(([name, value]) => [name.toLowerCase(), value] as const).filter(([name]) => !name.startsWith(':') && !OF_THE_CONNECTION.has(name)));

const plan = (method: string, path: string, headers: Record<string, string>, body: string | undefined): PlannedRequest => ({
  method,
  path,
  headers,
  ...(body !== undefined && { body }),
});

/** The mean rate over the recorded span; undefined when fewer than two requests tell their time. */
function meanRate(times: readonly (number | undefined)[]): number | undefined {
  const known = times.filter((time): time is number => time !== undefined && Number.isFinite(time));
  const spanMs = known.reduce((latest, time) => Math.max(latest, time), -Infinity) - known.reduce((first, time) => Math.min(first, time), Infinity);
  return known.length > 1 && spanMs > 0 ? ((known.length - 1) * 1000) / spanMs : undefined;
}

const where = (path: readonly PropertyKey[]): string => path.map(String).join('.') || '(the whole)';

function parseHar(value: unknown): ParsedRecording {
  const parsed = Har.safeParse(value);
  if (!parsed.success) return { ok: false, problems: parsed.error.issues.map(({ path, message }) => `${where(path)}: ${message}`) };

  const { entries } = parsed.data.log;
  const requests = entries.map(({ request }) => {
    const { pathname, search } = new URL(request.url);
    return plan(request.method.toUpperCase(), `${pathname}${search}`, keep(request.headers.map(({ name, value }) => [name, value] as const)), request.postData?.text);
  });
  if (requests.length === 0) return { ok: false, problems: ['log.entries: holds no request'] };
  const ratePerSecond = meanRate(entries.map(({ startedDateTime }) => (startedDateTime === undefined ? undefined : Date.parse(startedDateTime))));
  return { ok: true, recording: { requests, ratePerSecond } };
}

function parseLine(text: string): z.ZodSafeParseResult<z.infer<typeof Line>> | string {
  try {
    return Line.safeParse(JSON.parse(text));
  } catch (error) {
    return `not valid JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function parseLines(text: string): ParsedRecording {
  const requests: PlannedRequest[] = [];
  const times: (number | undefined)[] = [];
  const problems: string[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const parsed = parseLine(line);
    if (typeof parsed === 'string') problems.push(`line ${index + 1}: ${parsed}`);
    else if (parsed.success) {
      const { method, path, headers, body, at } = parsed.data;
      requests.push(plan(method, path, keep(Object.entries(headers)), typeof body === 'string' || body === undefined ? body : JSON.stringify(body)));
      times.push(at);
    } else problems.push(...parsed.error.issues.map(({ path, message }) => `line ${index + 1}, ${where(path)}: ${message}`));
  }
  if (problems.length > 0) return { ok: false, problems };
  if (requests.length === 0) return { ok: false, problems: ['(the whole): holds no request'] };
  return { ok: true, recording: { requests, ratePerSecond: meanRate(times) } };
}

/** A whole file that is one JSON object with a `log` is a HAR; anything else is read as JSON lines. */
function harOf(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'log' in value ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Reads recorded requests: JSON lines `{method, path, headers?, body?, at?}` or a HAR file; every problem at once, with its line. */
export function parseRecording(text: string): ParsedRecording {
  const har = harOf(text);
  return har === undefined ? parseLines(text) : parseHar(har);
}

/** Answers the recorded requests over and over, in their order. */
export function recordedRequests({ requests }: Recording): () => PlannedRequest {
  let next = 0;
  const [first] = requests;
  if (!first) throw new Error('A recording needs at least one request.');
  return () => {
    const request = requests[next] ?? first;
    next = (next + 1) % requests.length;
    return request;
  };
}
