import { PendingCallRecord, ProbeRecord } from '../../domain/probe-record.ts';
import { JAVA_ERROR } from './logs/java-trace.ts';
import type { LogLevel } from './logs/log-level.ts';
import { ownFrames } from './logs/own-frame.ts';
import { linesOf, readStackTrace } from './logs/stack-trace.ts';
import { readBeginning, readErrorObject, readStructuredLine } from './logs/structured-line.ts';
import { readTextLine, REQUEST_ID } from './logs/text-line.ts';

/** What one line of a Lambda function's log says. */
export type LogRecord =
  | { readonly kind: 'lifecycle' }
  | { readonly kind: 'start'; readonly requestId: string }
  | { readonly kind: 'report'; readonly report: Report }
  | { readonly kind: 'invocation'; readonly record: ProbeRecord }
  | { readonly kind: 'pending'; readonly record: PendingCallRecord }
  | { readonly kind: 'timed-out'; readonly requestId: string }
  /** `text`: what it says, without what the logger puts in front. */
  | { readonly kind: 'error'; readonly error: LoggedError; readonly text: string }
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'plain'; readonly level: LogLevel; readonly message: string };

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

/**
 * `fatal`: the runtime's own report that the invocation failed, not a message the code chose to log. `stack`: frames in the target's own
 * code, innermost first; where there are none, the innermost of all. `open`: it has no stack yet, and the next lines may bring one.
 */
export type LoggedError = {
  readonly requestId: string | undefined;
  readonly fatal: boolean;
  readonly name: string;
  readonly message: string;
  readonly stack: readonly string[];
  readonly open: boolean;
};

const LONGEST_RECORD = 65_536;
/** What the platform says of itself. */
const PLATFORM = /^(?:END RequestId: |INIT_|RESTORE_|EXTENSION\t|TELEMETRY\t|LOGS\t|XRAY TraceId: )/;
const PENDING = '{"pawl":"pending"';
const LONGEST_REPORT = 4_096;
/** The platform's own sentence, the same for every runtime; what the code says about tasks of its own is not meant. */
const TIMED_OUT = /^\d{4}-\d\d-\d\dT[\d:.]{8,20}Z ([0-9a-f-]{36}) Task timed out after [\d.]{1,12} seconds/;
const FAILED_NAME = /^(?:Uncaught )?((?:[A-Z][\w.]{0,80})?(?:Error|Exception|Fault))(?: \[[\w-]{1,60}\])?(?::|$|(?= ?[\r\n])| {1,2}(?=\{)) ?/;

/** Reads one line. Never throws, and looks at no more than the first 64 KB of it. */
export const readLogRecord = (message: string): LogRecord => {
  if (message.startsWith('REPORT RequestId: ')) return readReport(message.slice(0, LONGEST_REPORT));
  if (message.startsWith('START RequestId: ')) return { kind: 'start', requestId: /^\S{1,64}/.exec(message.slice(17, 82))?.[0] ?? '' };
  if (PLATFORM.test(message) || (message.startsWith('{"time":') && message.slice(0, 120).includes('"type":"platform.'))) return { kind: 'lifecycle' };
  const probe = message.slice(0, 160).indexOf('{"pawl":"');
  if (probe >= 0) return readProbe(message.slice(probe, probe + LONGEST_RECORD + 1));
  return readText(message.slice(0, LONGEST_RECORD));
};

const FIGURE = /^\d[\d.]{0,15} (?:ms|MB)\b/;

/** `Duration: 12.34 ms` → 12.34; anything that is no plain figure is none. */
const figureIn = (field: string, from: number): number | undefined => {
  const text = field.slice(from, from + 24);
  const value = FIGURE.test(text) ? Number.parseFloat(text) : Number.NaN;
  return Number.isFinite(value) ? value : undefined;
};
const megabytesIn = (field: string, from: number): number => Math.min(1_000_000, Math.round(figureIn(field, from) ?? 0));

const readReport = (line: string): LogRecord => {
  const fields = line.split('\t');
  const requestId = /^REPORT RequestId: (\S{1,64})/.exec(fields[0] ?? '')?.[1];
  let durationMs: number | undefined;
  let status: string | undefined;
  const report = { memorySizeMb: 0, memoryUsedMb: 0, cold: false, initMs: undefined as number | undefined };
  for (const field of fields) {
    if (field.startsWith('Duration: ')) durationMs = figureIn(field, 10);
    else if (field.startsWith('Memory Size: ')) report.memorySizeMb = megabytesIn(field, 13);
    else if (field.startsWith('Max Memory Used: ')) report.memoryUsedMb = megabytesIn(field, 17);
    else if (field.startsWith('Status: ')) status = /^\w{1,20}/.exec(field.slice(8, 30))?.[0];
    else if (field.startsWith('Init Duration: ')) {
      report.cold = true;
      report.initMs = figureIn(field, 15);
    }
  }
  if (requestId === undefined || durationMs === undefined) return { kind: 'unreadable' };
  return { kind: 'report', report: { requestId, durationMs, ...report, failed: status === 'error', timedOut: status === 'timeout' } };
};

const readProbe = (text: string): LogRecord => {
  if (text.length > LONGEST_RECORD) return { kind: 'unreadable' };
  const value = parseJson(text);
  if (text.startsWith(PENDING)) {
    const pending = PendingCallRecord.safeParse(value);
    return pending.success ? { kind: 'pending', record: pending.data } : { kind: 'unreadable' };
  }
  const invocation = ProbeRecord.safeParse(value);
  return invocation.success ? { kind: 'invocation', record: invocation.data } : { kind: 'unreadable' };
};

const readText = (text: string): LogRecord => {
  const timedOut = TIMED_OUT.exec(text);
  if (timedOut !== null) return { kind: 'timed-out', requestId: timedOut[1] ?? '' };
  const killed = /^RequestId: (\S{1,64}) Error: (.{0,2000})/s.exec(text);
  if (killed !== null) return { kind: 'error', error: { requestId: killed[1], fatal: true, name: 'Runtime.ExitError', message: killed[2] ?? '', stack: [], open: false }, text };
  const { level, message, requestId } = readTextLine(text);
  const isUnhandled = /^(?:Invoke|Unhandled|Uncaught) ?(?:Error|Exception|Promise Rejection)?\s/.test(message) && message.includes('{"errorType"');
  if (message.startsWith('{')) return readStructured(message, { level, requestId });
  if (level !== 'error' && !isUnhandled && !beginsAsError(message)) return { kind: 'plain', level: level ?? 'info', message };
  const thrown = isUnhandled ? readErrorObject(message.slice(message.indexOf('{"errorType"'))) : undefined;
  if (thrown !== undefined) return { kind: 'error', error: { requestId: requestId ?? REQUEST_ID.exec(text)?.[0], fatal: true, name: thrown.name, message: thrown.message, stack: ownFrames(thrown.frames), open: false }, text: message };
  // Python's runtime tells the error that ended an invocation without time and request.
  const fatal = isUnhandled || (text.startsWith('[ERROR] ') && text.includes('Traceback (most recent call last)'));
  return { kind: 'error', error: { requestId: requestId ?? REQUEST_ID.exec(text.slice(0, 200))?.[0], fatal, ...readThrown(message) }, text: message };
};

const beginsAsError = (message: string): boolean => FAILED_NAME.test(message) || /^(?:Traceback \(most recent|panic: |fatal error: |Exception in thread ")/.test(message) || (/^[a-z]{1,30}\./.test(message) && JAVA_ERROR.test(/^[^\r\n]{0,600}/.exec(message)?.[0] ?? ''));

/** What a text tells of an error, with its stack where it has one; without, the next lines of its stream may bring it. */
export const readThrown = (message: string): Pick<LoggedError, 'name' | 'message' | 'stack' | 'open'> => {
  const trace = readStackTrace(message);
  if (trace !== undefined) return { name: trace.name, message: trace.message, stack: ownFrames(trace.frames), open: false };
  const [first = '', ...rest] = linesOf(message);
  const name = FAILED_NAME.exec(first) ?? JAVA_ERROR.exec(first);
  const isPanic = /^(panic|fatal error): (.*)/.exec(first);
  if (isPanic !== null) return { name: isPanic[1] ?? 'panic', message: isPanic[2] ?? '', stack: [], open: true };
  const told = name === null ? first : name[2] === undefined ? first.slice(name[0].length) : name[2];
  return { name: name?.[1] ?? 'Error', message: told, stack: [], open: rest.length === 0 };
};

/** A line that is JSON of its own: an error when its level says so, or when the runtime reports one. */
const readStructured = (text: string, before: { level: LogLevel | undefined; requestId: string | undefined }): LogRecord => {
  const quick = readBeginning(text);
  const isQuiet = quick.level === 'info' || quick.level === 'debug' || (quick.level === undefined && before.level === 'info');
  if (isQuiet) return { kind: 'plain', level: quick.level ?? 'info', message: quick.message };
  const line = readStructuredLine(text);
  if (line === undefined) return before.level === 'error' ? { kind: 'error', error: { requestId: before.requestId, fatal: false, ...readThrown(text) }, text } : { kind: 'plain', level: before.level ?? 'info', message: text };
  const level = line.level ?? before.level ?? 'info';
  if (level !== 'error' && !line.fatal) return { kind: 'plain', level, message: line.message };
  const error = line.error ?? { name: 'Error', message: line.message, frames: [] };
  return { kind: 'error', error: { requestId: before.requestId ?? line.requestId, fatal: line.fatal, name: error.name, message: error.message, stack: ownFrames(error.frames), open: false }, text };
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
