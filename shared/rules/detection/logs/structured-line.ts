import { levelOfName, levelOfNumber, levelOfPython, type LogLevel } from './log-level.ts';
import { readStackTrace, type StackTrace } from './stack-trace.ts';

/** A log line that is JSON of its own, as far as it is understood. */
export type StructuredLine = {
  readonly level: LogLevel | undefined;
  readonly message: string;
  readonly requestId: string | undefined;
  /** The error that it carries, `frames` innermost first and not yet sorted into own and foreign. */
  readonly error: { readonly name: string; readonly message: string; readonly frames: readonly string[] } | undefined;
  /** The runtime itself tells that the invocation failed. */
  readonly fatal: boolean;
};

type Fields = Readonly<Record<string, unknown>>;

const LEVELS = ['level', 'severity', 'levelname', 'log.level', 'lvl', 'severity_text', 'severityText', 'loglevel', 'log_level', '@l'];
const MESSAGES = ['message', 'msg', 'short_message', 'event', '@m', '@mt'];
const REQUESTS = ['requestId', 'function_request_id', 'awsRequestId', 'AWSRequestId', 'aws_request_id', 'lambdaRequestId', 'request_id'];
const ERRORS = ['err', 'error', 'exception', 'exc_info', 'cause'];
const NAMES = ['errorType', 'exception_name', 'exceptionClass', 'error.type', 'type', 'name', 'class'];
const STACKS = ['stack', 'stackTrace', 'exc_info', 'exception', 'stack_trace', 'stacktrace', 'error.stack_trace', 'errorVerbose', 'exc_text'];
const FATAL = /^(?:Invoke Error|Uncaught Exception|Unhandled Promise Rejection)\b/;
const LONGEST_JSON = 65_536;

/**
 * Reads a line of JSON: pino, bunyan, winston, Powertools, python-json-logger, structlog, zap, logback, ECS, and what Lambda's runtimes
 * write when a function logs JSON. `undefined` when it is not an object. A line that is too long or broken off is read by its beginning.
 */
export const readStructuredLine = (text: string): StructuredLine | undefined => {
  const value = text.length <= LONGEST_JSON ? parseJson(text) : undefined;
  if (!isFields(value)) return text.startsWith('{"') ? readBeginning(text) : undefined;
  const nested = ERRORS.map((field) => value[field]).find(isFields);
  const message = firstText(value, MESSAGES) ?? (isFields(value['message']) ? firstText(value['message'], [...MESSAGES, 'errorMessage']) : undefined) ?? firstText(nested ?? {}, MESSAGES) ?? firstText(value, ['error', 'errorMessage']) ?? text.slice(0, 1024);
  return {
    level: levelOf(value),
    message,
    requestId: firstText(value, REQUESTS),
    error: errorOf(nested, message) ?? (isFields(value['message']) ? errorOf(value['message'], message) : undefined) ?? errorOf(value, message),
    // Python's and Go's runtimes tell the error in place of a message.
    fatal: FATAL.test(message) || (typeof value['errorType'] === 'string' && value['stackTrace'] !== undefined && value['message'] === undefined),
  };
};

const levelOf = (value: Fields): LogLevel | undefined => {
  const nested = isFields(value['log']) ? value['log']['level'] : undefined;
  for (const told of [...LEVELS.map((field) => value[field]), nested]) {
    const level = typeof told === 'string' ? levelOfName(told) : typeof told === 'number' ? levelOfNumber(told) : undefined;
    if (level !== undefined) return level;
  }
  const python = value['levelno'];
  return typeof python === 'number' ? levelOfPython(python) : undefined;
};

/** An error as JSON: `{"errorType", "errorMessage", "stack" or "stackTrace"}` as the runtimes write it, or any logger's. */
export const readErrorObject = (text: string): StructuredLine['error'] => {
  const value = text.length <= LONGEST_JSON ? parseJson(text) : undefined;
  if (!isFields(value)) return undefined;
  // A promise that nobody waited for: what it was rejected with is the error.
  const reason = isFields(value['reason']) ? errorOf(value['reason'], '') : undefined;
  return reason ?? errorOf(value, '');
};

/** An error object, or the fields of one beside others: it must have a stack, or say what kind of error it is. */
const errorOf = (fields: Fields | undefined, fallback: string): StructuredLine['error'] => {
  if (fields === undefined) return undefined;
  const trace = STACKS.map((field) => traceOf(fields[field], fields)).find((found) => found !== undefined);
  const name = firstText(fields, NAMES);
  const message = firstText(fields, ['errorMessage', 'error.message', 'message', 'msg', 'value']);
  if (trace === undefined) return name === undefined || !/(?:Error|Exception|Fault)$|\./.test(name) ? undefined : { name, message: message ?? fallback, frames: [] };
  const isNamed = name !== undefined && fields['name'] !== undefined ? fields['stack'] !== undefined : name !== undefined;
  return { name: isNamed && name !== undefined ? name : trace.name, message: firstText(fields, ['errorMessage', 'error.message']) ?? (trace.message === '' ? (message ?? fallback) : trace.message), frames: trace.frames };
};

/** A stack as one text, as a list of lines, or as a list of places. */
const traceOf = (value: unknown, fields: Fields): Pick<StackTrace, 'name' | 'message' | 'frames'> | undefined => {
  if (typeof value === 'string') return readStackTrace(value) ?? readStackTrace(`${firstText(fields, NAMES) ?? 'Error'}: ${firstText(fields, [...MESSAGES, 'errorMessage']) ?? ''}\n${value}`);
  if (isFields(value)) return traceOf(value['frames'], value);
  if (!Array.isArray(value)) return undefined;
  const lines = value.slice(0, 200).filter((line) => typeof line === 'string');
  const heading = `${firstText(fields, NAMES) ?? 'Error'}: ${firstText(fields, ['errorMessage', 'message']) ?? ''}`;
  if (lines.length > 0) return readStackTrace(lines.some((line) => /^\s{0,10}File "/.test(line)) ? [heading, 'Traceback (most recent call last):', ...lines].join('\n') : [heading, ...lines.map((line) => (/^(?:\s|[\w$]+:)/.test(line) ? line : `\tat ${line}`))].join('\n'));
  const frames = value.slice(0, 50).flatMap((place) => (isFields(place) ? placeOf(place) : []));
  if (frames.length === 0) return undefined;
  // Powertools for Python tells the outermost first, as Python does; Go's runtime the innermost.
  const isPython = value.some((place) => isFields(place) && place['statement'] !== undefined);
  return { name: firstText(fields, NAMES) ?? 'Error', message: firstText(fields, ['errorMessage', 'value', 'message']) ?? '', frames: isPython ? frames.reverse() : frames };
};

const placeOf = (place: Fields): string[] => {
  const file = firstText(place, ['path', 'file', 'filename']);
  const line = place['line'] ?? place['lineno'];
  if (file === undefined || typeof line !== 'number') return [];
  const name = firstText(place, ['label', 'function', 'name']);
  return [`${file}:${line}${name === undefined ? '' : ` ${name}`}`];
};

const HEAD_LEVEL = /"(?:level|severity|levelname|log\.level|log_level|lvl)"\s{0,4}:\s{0,4}(?:"(\w{1,20})"|(\d{1,6})\b)/;
const HEAD_MESSAGE = /"(?:message|msg)"\s{0,4}:\s{0,4}"((?:[^"\\]|\\.){0,900})/;

/** What the first thousand characters tell, without reading the rest. */
export const readBeginning = (text: string): StructuredLine => {
  const head = text.slice(0, 1024);
  const [, name, number] = HEAD_LEVEL.exec(head) ?? [];
  const level = name === undefined ? (number === undefined ? undefined : levelOfNumber(Number(number))) : levelOfName(name);
  return { level, message: HEAD_MESSAGE.exec(head)?.[1] ?? head, requestId: undefined, error: undefined, fatal: false };
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

const firstText = (fields: Fields, names: readonly string[]): string | undefined => {
  for (const name of names) {
    const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (typeof value === 'string' && value !== '') return value;
  }
  return undefined;
};
