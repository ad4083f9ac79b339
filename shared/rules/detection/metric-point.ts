import type { TargetState } from '../../domain/target-state.ts';
import { feedMetric } from './metric.ts';
import { countMs, quantileOfMs } from './tally.ts';

const FEWEST_REQUESTS = 20;
const MOST_SILENT_POINTS = 120;
const SMALLEST_SPREAD = { latency: 0.03, failures: 0.002, requests: 0.05 } as const;

/**
 * Counts a request in the metric point that is being filled; a request of a later point closes it first.
 * Latency and failures are those of the version that serves (a canary's are the judge's business), requests those of all versions.
 */
export const countInPoint = (state: TargetState, request: { at: number; version: string; durationMs: number; failed: boolean }, pointSeconds: number): void => {
  closePoints(state, request.at, pointSeconds);
  const point = state.point ?? openPoint(state, request.at, pointSeconds);
  point.requests += 1;
  if (state.servingVersion !== undefined && state.servingVersion !== request.version) return;
  point.served += 1;
  point.failures += Number(request.failed);
  countMs(point.durations, request.durationMs);
};

const openPoint = (state: TargetState, at: number, pointSeconds: number) => {
  const lengthMs = pointSeconds * 1000;
  return (state.point = { from: Math.floor(at / lengthMs) * lengthMs, requests: 0, served: 0, failures: 0, durations: {} });
};

/** Closes the point that is being filled if `at` lies behind it, and counts the silence between the two. */
const closePoints = (state: TargetState, at: number, pointSeconds: number): void => {
  const { point, metrics } = state;
  const lengthMs = pointSeconds * 1000;
  if (point === undefined || at < point.from + lengthMs) return;
  feedMetric(metrics.requests, point.from, Math.log(1 + point.requests), -1, SMALLEST_SPREAD.requests);
  if (point.served >= FEWEST_REQUESTS) {
    feedMetric(metrics.latency, point.from, Math.log(quantileOfMs(point.durations, 0.95)), 1, SMALLEST_SPREAD.latency);
    feedMetric(metrics.failures, point.from, point.failures / point.served, 1, SMALLEST_SPREAD.failures);
  }
  const silent = Math.min(MOST_SILENT_POINTS, Math.floor((at - point.from) / lengthMs) - 1);
  for (let index = 1; index <= silent; index += 1) feedMetric(metrics.requests, point.from + index * lengthMs, 0, -1, SMALLEST_SPREAD.requests);
  delete state.point;
};
