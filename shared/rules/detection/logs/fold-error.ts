import type { LogRecord, LoggedError } from '../log-record.ts';
import { readThrown } from '../log-record.ts';
import type { LineContext } from '../fold-line.ts';
import { openRequest } from '../open-request.ts';
import { countError, sliceAt, versionIn } from '../slice-window.ts';
import { continuesTrace, joinTrace } from './join-trace.ts';
import type { LogStream } from './log-streams.ts';
import { isToldAlready, noteTold } from './same-failure.ts';

/**
 * Counts an error in its cluster, once for one failure: what the probe told with better frames, or the code logged before it threw it on,
 * the runtime repeats. A process that ended because of a panic says so once more.
 */
export const foldError = ({ state, settings, clusters, streams, patterns }: LineContext, stream: LogStream, error: LoggedError, at: number): void => {
  const requestId = error.requestId ?? streams.requestIn(stream, at);
  const request = requestId === undefined ? undefined : openRequest(state, requestId, at);
  if (request !== undefined) {
    request.failed ||= error.fatal;
    if ((request.clustered && error.fatal) || isToldAlready(request, error)) return;
    request.clustered ||= error.fatal;
    noteTold(request, error);
  }
  const cluster = clusters.clusterOf(error, at);
  countError(versionIn(sliceAt(state, at, settings), stream.version), cluster);
  if (!error.fatal && error.stack.length === 0) patterns.learn(error.message, 'error', at, cluster);
};

/** Keeps an error open whose stack may come with the next lines of its stream. */
export const openTrace = ({ streams }: LineContext, stream: LogStream, { requestId, fatal, name, message }: LoggedError, text: string, at: number): void => {
  stream.at = Math.max(stream.at, at);
  streams.open(stream, { at, until: at, ...(requestId === undefined ? {} : { requestId }), fatal: fatal || name === 'panic' || name === 'fatal error', text: text === '' ? message : text });
};

/** Takes a line into the open trace of its stream; `false` when it does not belong there: the trace is closed then. */
export const goesOn = (context: LineContext, stream: LogStream, record: LogRecord, message: string, at: number): boolean => {
  const { trace } = stream;
  if (trace === undefined) return false;
  if ((record.kind === 'plain' || (record.kind === 'error' && !record.error.fatal)) && continuesTrace(trace.text, message)) {
    trace.text = joinTrace(trace.text, message);
    trace.until = Math.max(trace.until, at);
    return true;
  }
  closeTrace(context, stream);
  return false;
};

export const closeTrace = (context: LineContext, stream: LogStream): void => {
  const trace = context.streams.close(stream);
  if (trace === undefined) return;
  foldError(context, stream, { requestId: trace.requestId, fatal: trace.fatal, ...readThrown(trace.text) }, trace.at);
};
