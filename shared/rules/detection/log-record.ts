import { PendingCallRecord, ProbeRecord } from '../../domain/probe-record.ts';

/** What one line of a Lambda function's log says. */
export type LogRecord =
  | { readonly kind: 'lifecycle' }
  | { readonly kind: 'report'; readonly report: Report }
  | { readonly kind: 'invocation'; readonly record: ProbeRecord }
  | { readonly kind: 'pending'; readonly record: PendingCallRecord }
  | { readonly kind: 'timed-out'; readonly requestId: string }
  | { readonly kind: 'error'; readonly error: LoggedError }
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'plain' };

/** The figures of a REPORT line. `failed`: its Status says `error`. */
export type Report = {
  readonly requestId: string;
  readonly durationMs: number;
  readonly memorySizeMb: number;
  readonly memoryUsedMb: number;
  readonly cold: boolean;
  /** Start-up before the first request of an environment, where the line tells it. */
  readonly initMs?: number | undefined;
  readonly failed: boolean;
  readonly timedOut: boolean;
};

/** `fatal`: the runtime's own report that the invocation failed, not a message the code chose to log. */
export type LoggedError = {
  readonly requestId: string | undefined;
  readonly fatal: boolean;
  readonly name: string;
  readonly message: string;
  readonly stack: readonly string[];
};

const LONGEST_RECORD = 65_536;
const LONGEST_TEXT = 4_096;
const REQUEST_ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/;
const RUNTIME_PREFIX = /^\d{4}-\d\d-\d\dT[\d:.]+Z\t([\w-]+)\t(\w+)\t/;
const FAILED_NAME = /^(?:Uncaught )?([A-Z][\w.]*(?:Error|Exception|Fault))\b:? ?/;

/** Reads one line. Never throws, and looks at no more than the first 64 KB of it. */
export const readLogRecord = (message: string): LogRecord => {
  if (message.startsWith('REPORT RequestId: ')) return readReport(message.slice(0, LONGEST_TEXT));
  if (message.startsWith('START RequestId: ') || message.startsWith('END RequestId: ') || message.startsWith('INIT_START ')) return { kind: 'lifecycle' };
  const probe = message.slice(0, 160).indexOf('{"pawl":"');
  if (probe >= 0) return readProbe(message.slice(probe, probe + LONGEST_RECORD + 1));
  return readText(message.slice(0, LONGEST_TEXT));
};

const figure = (line: string, pattern: RegExp): number | undefined => {
  const value = Number(pattern.exec(line)?.[1]);
  return Number.isFinite(value) ? value : undefined;
};

const readReport = (line: string): LogRecord => {
  const requestId = /^REPORT RequestId: (\S{1,64})/.exec(line)?.[1];
  const durationMs = figure(line, /\tDuration: ([\d.]+) ms/);
  if (requestId === undefined || durationMs === undefined) return { kind: 'unreadable' };
  const status = /\tStatus: (\w+)/.exec(line)?.[1];
  const memory = (pattern: RegExp): number => Math.min(1_000_000, Math.round(figure(line, pattern) ?? 0));
  return {
    kind: 'report',
    report: {
      requestId,
      durationMs,
      memorySizeMb: memory(/\tMemory Size: ([\d.]+) MB/),
      memoryUsedMb: memory(/\tMax Memory Used: ([\d.]+) MB/),
      cold: line.includes('\tInit Duration: '),
      initMs: figure(line, /\tInit Duration: ([\d.]+) ms/),
      failed: status === 'error',
      timedOut: status === 'timeout',
    },
  };
};

const readProbe = (text: string): LogRecord => {
  if (text.length > LONGEST_RECORD) return { kind: 'unreadable' };
  const value = parseJson(text);
  const invocation = ProbeRecord.safeParse(value);
  if (invocation.success) return { kind: 'invocation', record: invocation.data };
  const pending = PendingCallRecord.safeParse(value);
  return pending.success ? { kind: 'pending', record: pending.data } : { kind: 'unreadable' };
};

const readText = (text: string): LogRecord => {
  if (text.includes('Task timed out after ')) {
    const requestId = REQUEST_ID.exec(text)?.[0];
    return requestId === undefined ? { kind: 'plain' } : { kind: 'timed-out', requestId };
  }
  const prefix = RUNTIME_PREFIX.exec(text);
  const body = prefix === null ? text : text.slice(prefix[0].length);
  const fatal = /^(?:Invoke|Unhandled|Uncaught) ?(?:Error|Exception|Promise Rejection)?\s/.test(body) && body.includes('{"errorType"');
  const killed = /^RequestId: (\S{1,64}) Error: (.*)/s.exec(body);
  if (killed !== null) return { kind: 'error', error: { requestId: killed[1], fatal: true, name: 'Runtime.ExitError', message: killed[2] ?? '', stack: [] } };
  if (prefix?.[2] !== 'ERROR' && !fatal && !FAILED_NAME.test(body)) return readStructured(body);
  return { kind: 'error', error: { requestId: prefix?.[1] ?? REQUEST_ID.exec(text)?.[0], fatal, ...describe(body) } };
};

/** A log line that is JSON of its own: an error when its level says so. */
const readStructured = (text: string): LogRecord => {
  if (!text.startsWith('{')) return { kind: 'plain' };
  const value = parseJson(text);
  if (!isRecord(value)) return { kind: 'plain' };
  const level = (textOf(value['level']) ?? textOf(value['severity']) ?? '').toLowerCase();
  if (level !== 'error' && level !== 'fatal' && level !== 'critical') return { kind: 'plain' };
  const nested = isRecord(value['error']) ? value['error'] : isRecord(value['err']) ? value['err'] : value;
  const message = textOf(nested['message']) ?? textOf(value['message']) ?? textOf(value['msg']) ?? text;
  const requestId = textOf(value['requestId']) ?? textOf(value['function_request_id']);
  return { kind: 'error', error: { requestId, fatal: false, name: textOf(nested['name']) ?? 'Error', message, stack: framesOf(textOf(nested['stack'])?.split('\n') ?? []) } };
};

const describe = (body: string): { name: string; message: string; stack: string[] } => {
  const json = body.indexOf('{"errorType"');
  const value = json < 0 ? undefined : parseJson(body.slice(json));
  if (isRecord(value)) {
    const stack = Array.isArray(value['stack']) ? value['stack'].filter((frame) => typeof frame === 'string') : [];
    return { name: textOf(value['errorType']) ?? 'Error', message: textOf(value['errorMessage']) ?? '', stack: framesOf(stack) };
  }
  const [first = '', ...rest] = body.split('\n');
  const name = FAILED_NAME.exec(first);
  return { name: name?.[1] ?? 'Error', message: name === null ? first : first.slice(name[0].length), stack: framesOf(rest) };
};

/** V8's `at fn (file:line:column)` as the probe writes a frame: `file:line:column fn`. */
const framesOf = (lines: readonly string[]): string[] =>
  lines.flatMap((line) => {
    const frame = /^\s*at (?:async )?(?:(.+?) \()?(.+?:\d+:\d+)\)?$/.exec(line);
    if (frame?.[2] === undefined || frame[2].startsWith('node:') || frame[2].includes('node_modules/')) return [];
    return [frame[1] === undefined ? frame[2] : `${frame[2]} ${frame[1]}`];
  });

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
