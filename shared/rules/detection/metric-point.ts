import { countDuration, quantileMs } from '../../domain/histogram.ts';
import type { MetricPoint, MetricPool } from '../../domain/metric-point.ts';
import type { MetricName } from '../../domain/metric-state.ts';
import type { TargetState } from '../../domain/target-state.ts';
import type { FoldSettings } from './fold-settings.ts';
import type { OpenMetrics } from './metrics/open-metrics.ts';
import { boundedMs } from './tally.ts';

/** Requests that say something about a distribution's tail, and about its middle. */
const ENOUGH = 20;
const ENOUGH_FOR_THE_MIDDLE = 5;
/** Points after which those that came must do. */
const MOST_POOLED_POINTS = 10;
/** Silence is a point without requests; after two hours of minutes it tells nothing new. */
const MOST_SILENT_POINTS = 120;

type Request = { readonly at: number; readonly version: string; readonly durationMs: number; readonly failed: boolean; readonly timedOut: boolean; readonly cold: boolean; readonly memoryUsedMb: number; readonly memorySizeMb: number };
/** The state whose points these are, with its metrics open. */
export type PointContext = { readonly state: TargetState; readonly metrics: OpenMetrics; readonly settings: Pick<FoldSettings, 'pointSeconds' | 'limits'> };

/**
 * Counts a request in the metric point of its moment; one of a later point closes those before. Latency, failures and memory are those of the version
 * that serves (a canary's are the judge's business), requests those of all versions. A request of a point that is complete is left out: it is in
 * slices and periods, and a point is learnt once.
 */
export const countInPoint = (context: PointContext, request: Request): void => {
  const { state } = context;
  const point = pointAt(context, request.at);
  if (point === undefined) return;
  point.requests += 1;
  point.busyMs += boundedMs(request.durationMs);
  if (state.servingVersion !== undefined && state.servingVersion !== request.version) return;
  const pool = (state.pool ??= emptyPool(point.from));
  pool.served += 1;
  pool.failures += Number(request.failed);
  pool.timeouts += Number(request.timedOut);
  pool.cold += Number(request.cold);
  if (request.memoryUsedMb > pool.memoryUsedMb) {
    pool.memoryUsedMb = request.memoryUsedMb;
    pool.memorySizeMb = request.memorySizeMb;
  }
  countDuration(pool.durations, boundedMs(request.durationMs));
};

/** Counts requests that were turned away. */
export const countThrottles = (context: PointContext, at: number, count: number): void => {
  const point = pointAt(context, at);
  if (point !== undefined) point.throttles += count;
};

const emptyPool = (from: number): MetricPool => ({ from, served: 0, failures: 0, timeouts: 0, cold: 0, memoryUsedMb: 0, memorySizeMb: 0, durations: {} });

const pointAt = (context: PointContext, at: number): MetricPoint | undefined => {
  const { state, metrics, settings } = context;
  closePoints(context, at);
  if (state.point !== undefined) return at >= state.point.from ? state.point : undefined;
  const lengthMs = settings.pointSeconds * 1000;
  const from = Math.floor(at / lengthMs) * lengthMs;
  if (from <= (metrics.lastAt('requestsPerMinute') ?? -1)) return undefined;
  return (state.point = { from, requests: 0, throttles: 0, busyMs: 0 });
};

/** Takes every point that ends at or before `at` into the metrics, in place; the silence between the last one and `at` too. */
export const closePoints = (context: PointContext, at: number): void => {
  const { state, metrics, settings } = context;
  const lengthMs = settings.pointSeconds * 1000;
  const last = state.point?.from ?? metrics.lastAt('requestsPerMinute');
  if (last === undefined || at < last + lengthMs) return;
  if (state.point !== undefined) {
    feedPoint(context, state.point);
    feedPool(context, state.point.from);
    delete state.point;
  }
  const complete = Math.floor((at - last) / lengthMs) - 1;
  if (complete > MOST_SILENT_POINTS) return;
  for (let index = 1; index <= complete; index += 1) feedPoint(context, { from: last + index * lengthMs, requests: 0, throttles: 0, busyMs: 0 });
};

const feedPoint = ({ metrics, settings: { pointSeconds, limits } }: PointContext, { from, requests, throttles, busyMs }: MetricPoint): void => {
  const perMinute = 60 / pointSeconds;
  metrics.feed('requestsPerMinute', from, requests * perMinute, requests);
  if (limits !== undefined && requests > 0) metrics.feed('concurrencyUtilisation', from, busyMs / (pointSeconds * 1000) / limits.concurrency, requests);
  // Most targets are never throttled, and then there is nothing to keep.
  if (throttles > 0 || metrics.lastAt('throttlesPerMinute') !== undefined) metrics.feed('throttlesPerMinute', from, throttles * perMinute, requests);
};

const feedPool = ({ state, metrics, settings: { pointSeconds, limits } }: PointContext, at: number): void => {
  const { pool } = state;
  if (pool === undefined) return;
  const { served } = pool;
  const isOld = at - pool.from >= (MOST_POOLED_POINTS - 1) * pointSeconds * 1000;
  if (served < ENOUGH && !isOld) return;
  delete state.pool;
  const feed = (name: MetricName, value: number | undefined): void => {
    if (value !== undefined) metrics.feed(name, at, value, served);
  };
  feed('failureRate', pool.failures / served);
  feed('timeoutRate', pool.timeouts / served);
  feed('coldStartShare', pool.cold / served);
  if (pool.memorySizeMb > 0) feed('memoryUtilisation', pool.memoryUsedMb / pool.memorySizeMb);
  if (served >= ENOUGH_FOR_THE_MIDDLE) feed('latencyP50Ms', quantileMs(pool.durations, 0.5));
  if (served < ENOUGH) return;
  feed('latencyP95Ms', quantileMs(pool.durations, 0.95));
  const p99 = quantileMs(pool.durations, 0.99);
  if (limits !== undefined && p99 !== undefined) feed('durationUtilisation', p99 / (limits.timeoutSeconds * 1000));
};
