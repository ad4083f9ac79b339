import type { PendingCallRecord, ProbeRecord } from '../../domain/probe-record.ts';
import type { LogLine } from '../../domain/signal.ts';
import type { OpenRequest } from '../../domain/open-request.ts';
import type { TargetState } from '../../domain/target-state.ts';
import type { VersionSlice } from '../../domain/version-slice.ts';
import { aliasOf } from './alias-of-request.ts';
import { countAsked } from './bypass.ts';
import { callIdentity } from './call-identity.ts';
import { countCaller } from './callers.ts';
import { countCalls, countStall } from './count-calls.ts';
import { countColdStart } from './count-cold-start.ts';
import type { ErrorClusters } from './count-error.ts';
import type { FoldSettings } from './fold-settings.ts';
import { readLogRecord, type LogRecord, type Report } from './log-record.ts';
import { closeTrace, foldError, goesOn, openTrace } from './logs/fold-error.ts';
import { countHour } from './logs/hourly-counts.ts';
import type { PatternBook } from './logs/learn-patterns.ts';
import type { LogStream, LogStreams } from './logs/log-streams.ts';
import { isToldAlready, noteTold } from './logs/same-failure.ts';
import { notePeak } from './memory-peaks.ts';
import { countInPoint } from './metric-point.ts';
import type { OpenMetrics } from './metrics/open-metrics.ts';
import { closeRequest, openRequest } from './open-request.ts';
import { countInPeriod } from './open-period.ts';
import { countError, countRoute, sliceAt, versionIn } from './slice-window.ts';
import { isSlow } from './slow-threshold.ts';
import { boundedMs, countMs } from './tally.ts';
import { hash32, textKey } from './text-key.ts';

/** What the lines of one page share. */
export type LineContext = { readonly state: TargetState; readonly settings: FoldSettings; readonly metrics: OpenMetrics; readonly clusters: ErrorClusters; readonly streams: LogStreams; readonly patterns: PatternBook };

/** Takes one line into the state, in place. A request counts once: at its REPORT line, in the period and slice of that moment. */
export const foldLine = (context: LineContext, line: LogLine, at: number): void => {
  const { state, settings, streams } = context;
  const record = readLogRecord(line.message);
  for (const overdue of streams.overdue(at)) closeTrace(context, overdue);
  if (record.kind === 'lifecycle') return;
  const stream = streams.of(line.stream);
  if (record.kind === 'start') return beginRequest(context, stream, record.requestId, at);
  const continues = goesOn(context, stream, record, line.message, at);
  if (record.kind === 'unreadable') state.ignored.unreadable += 1;
  if (!continues && isSampledOut(record, line.id, settings.logSamplingRate)) {
    state.ignored.sampledOut += 1;
    return;
  }
  const slice = sliceAt(state, at, settings);
  if (record.kind === 'report') slice.metrics += 2;
  else slice.logs += 1;
  if (continues || record.kind === 'unreadable') return;
  if (record.kind === 'plain') return context.patterns.learn(record.message, record.level, at);
  const version = versionIn(slice, stream.version);
  switch (record.kind) {
    case 'invocation':
      return foldInvocation(context, version, record.record, at);
    case 'pending':
      return foldPending(state, record.record, at);
    case 'timed-out':
      openRequest(state, record.requestId, at).timedOut = true;
      return undefined;
    case 'error':
      return record.error.open ? openTrace(context, stream, record.error, record.text, at) : foldError(context, stream, record.error, at);
    case 'report':
      stream.requestId = undefined;
      return foldReport(context, version, stream, record.report, at);
    default:
      return record satisfies never;
  }
};

const beginRequest = (context: LineContext, stream: LogStream, requestId: string, at: number): void => {
  closeTrace(context, stream);
  stream.at = at;
  stream.requestId = textKey(requestId, 64);
};

/** Plain lines only, and no warnings among them. */
const isSampledOut = (record: LogRecord, id: string, rate: number): boolean => rate < 1 && record.kind === 'plain' && record.level !== 'warning' && hash32(id) / 2 ** 32 >= rate;

const foldInvocation = ({ state, clusters }: LineContext, version: VersionSlice, record: ProbeRecord, at: number): void => {
  const request = openRequest(state, record.requestId, at);
  request.durationMs = boundedMs(record.durationMs);
  noteQualifier(request, record);
  request.failed ||= record.outcome !== 'ok';
  // It came back after all: what was pending is told by its calls.
  delete request.waiting;
  version.records += 1;
  if (record.route !== undefined) countRoute(version, textKey(record.route, 80));
  if (record.caller !== undefined) version.callers = countCaller(version.callers, record.caller);
  countCalls(state, version, record, at);
  if (record.error === undefined) return;
  request.clustered = true;
  // The code logged what it threw on.
  if (isToldAlready(request, record.error)) return;
  noteTold(request, record.error);
  countError(version, clusters.clusterOf(record.error, at));
};

const noteQualifier = (request: OpenRequest, { qualifier }: { readonly qualifier?: string | undefined }): void => {
  if (qualifier !== undefined) request.qualifier = textKey(qualifier, 128);
};

const foldPending = (state: TargetState, record: PendingCallRecord, at: number): void => {
  const request = openRequest(state, record.requestId, at);
  noteQualifier(request, record);
  const since = Math.max(0, Math.round(at - boundedMs(record.elapsedMs)));
  // The call that has waited longest is the one to blame.
  if (request.waiting === undefined || since < request.waiting.since) request.waiting = { call: callIdentity(state, record), since };
};

const foldReport = (context: LineContext, version: VersionSlice, stream: LogStream, report: Report, at: number): void => {
  const { state, settings } = context;
  const request = closeRequest(state, report.requestId, at);
  const timedOut = request.timedOut || report.timedOut;
  const failed = timedOut || request.failed || report.failed;
  const durationMs = boundedMs(request.durationMs ?? report.durationMs);
  countAsked(sliceAt(state, at, settings), request.qualifier, settings);
  const ended = { at, version: stream.version, environment: stream.environment, alias: aliasOf(state, { requestId: report.requestId, qualifier: request.qualifier, version: stream.version, at }, settings), durationMs, failed, timedOut, cold: report.cold, slow: isSlow(state, durationMs, settings.slowThresholdMs) };
  countInPeriod(state, ended, settings.periodSeconds);
  countInPoint(context, { ...ended, memoryUsedMb: report.memoryUsedMb, memorySizeMb: report.memorySizeMb });
  countHour(state.patterns.requests, at);
  version.requests += 1;
  version.failures += Number(failed);
  version.timeouts += Number(timedOut);
  version.coldStarts += Number(report.cold);
  if (report.cold) countColdStart(state, version, { at, version: stream.version, durationMs, initMs: report.initMs });
  version.durationUs += Math.round(durationMs * 1000);
  notePeak(state, at, report.memoryUsedMb);
  version.memoryUsedMb = Math.max(version.memoryUsedMb, report.memoryUsedMb);
  version.memorySizeMb = Math.max(version.memorySizeMb, report.memorySizeMb);
  countMs(version.durations, durationMs);
  if (timedOut && request.waiting !== undefined) countStall(version, request.waiting.call, at - request.waiting.since, true);
};
