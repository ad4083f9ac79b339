import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExplainedSeries, MOST_POINTS } from '../../../../../shared/domain/explanation.ts';
import { bucketFor } from '../../../../../shared/domain/histogram.ts';
import { emptyTargetState, type TargetState } from '../../../../../shared/domain/target-state.ts';
import { evidenceSeries } from '../../../../../shared/rules/explaining/series/evidence-series.ts';
import { periodSeries, type PeriodsInView } from '../../../../../shared/rules/explaining/series/period-series.ts';
import { poolPeriods, stepSecondsFor } from '../../../../../shared/rules/explaining/series/pooled-periods.ts';
import { bandOfState } from '../../../../../shared/rules/explaining/series/state-band.ts';
import { countInHour } from '../../../../../shared/rules/detection/dependency-hours.ts';
import { viewBounds } from '../../../../../shared/rules/explaining/view-bounds.ts';
import { NOON, observed } from '../../../../support/observed-service.ts';
import { minuteOf } from './explained-service.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const LIMITS = { timeoutSeconds: 3, concurrency: 50 };

const view = (periods: PeriodsInView['periods'], over: Partial<PeriodsInView> = {}): PeriodsInView => ({
  periods, from: NOON, until: NOON + periods.length * MINUTE, serving: '1', servingSince: undefined, limits: LIMITS, band: () => ({ expected: 100, low: 90, high: 110 }), ...over,
});
/** An hour at 100 ms that goes to 150 ms after 40 minutes. */
const WORSE = Array.from({ length: 60 }, (_, index) => minuteOf(index, index < 40 ? 100 : 150));

describe('a series of periods', () => {
  it('shows each minute with its band, the limit, the onset and where it left the band', () => {
    const series = ExplainedSeries.parse(periodSeries('latencyP95Ms', view(WORSE), { since: NOON + 40 * MINUTE, threshold: 120 }));
    expect(series.points).toHaveLength(60);
    expect(series.points[10]?.[1]).toBeCloseTo(100, -1);
    expect(series.points[50]?.[1]).toBeCloseTo(150, -1);
    expect(series.points[10]?.slice(2)).toEqual([100, 90, 110]);
    expect(series).toMatchObject({ unit: 'ms', bad: 'above', threshold: 120, since: NOON + 40 * MINUTE, crossedAt: NOON + 40 * MINUTE, stepSeconds: 60 });
  });

  it('draws no band for the time before the version that serves, when another level was normal', () => {
    const series = periodSeries('latencyP95Ms', view(WORSE, { servingSince: NOON + 30 * MINUTE }), {});
    expect(series?.points.map(([, , expected]) => expected !== null).indexOf(true)).toBe(30);
    expect(periodSeries('requestsPerMinute', view(WORSE, { servingSince: NOON + 30 * MINUTE }), {})?.points[0]?.[2]).toBe(100);
  });

  it('follows the version that served, and marks where a new one came', () => {
    const periods = Array.from({ length: 60 }, (_, index) => minuteOf(index, index < 30 ? 100 : 200, { version: index < 30 ? '1' : '2' }));
    const series = periodSeries('latencyP95Ms', view(periods, { serving: '2' }), {});
    expect(series?.points[5]?.[1]).toBeCloseTo(100, -1);
    expect(series?.points[45]?.[1]).toBeCloseTo(200, -1);
    expect(series?.marks).toEqual([{ at: NOON + 30 * MINUTE, what: 'version 2' }]);
  });

  it('leaves a canary to its judge: the few requests of another version do not count', () => {
    const periods = WORSE.map((period, index) => ({ ...period, versions: { ...period.versions, 9: { requests: 10, failures: 10, timeouts: 0, coldStarts: 0, durations: { [bucketFor(900).key]: 10 }, environments: {} } }, startsAt: NOON + index * MINUTE }));
    expect(Math.max(...(periodSeries('failureRate', view(periods), {})?.points ?? []).map(([, value]) => value ?? 0))).toBe(0);
    expect(periodSeries('requestsPerMinute', view(periods), {})?.points[0]?.[1]).toBe(110);
  });

  it('breaks where nothing was asked, and calls that no requests', () => {
    const periods = [minuteOf(0, 100), minuteOf(1, 100), minuteOf(4, 100), minuteOf(5, 100)];
    const shown = view(periods, { until: NOON + 6 * MINUTE });
    expect(periodSeries('latencyP95Ms', shown, {})?.points.map(([, value]) => value !== null)).toEqual([true, true, false, false, true, true]);
    expect(periodSeries('requestsPerMinute', shown, {})?.points.map(([, value]) => value)).toEqual([100, 100, 0, 0, 100, 100]);
  });

  it('reads concurrency by Little’s law and the time-out by the 99th percentile', () => {
    const periods = Array.from({ length: 3 }, (_, index) => minuteOf(index, 1500, { requests: 1200 }));
    // 20 requests a second of 1.5 s each are 30 in progress, of 50.
    expect(periodSeries('concurrencyUtilisation', view(periods), {})?.points[0]?.[1]).toBeCloseTo(0.6, 1);
    expect(periodSeries('durationUtilisation', view(periods), {})?.points[0]?.[1]).toBeCloseTo(0.5, 1);
  });

  it('is not drawn from nothing, and memory is not told by request', () => {
    expect(periodSeries('latencyP95Ms', view([]), {})).toBeUndefined();
    expect(periodSeries('latencyP95Ms', view([minuteOf(0, 1, { requests: 0 }), minuteOf(1, 1, { requests: 0 })]), {})).toBeUndefined();
    expect(periodSeries('memoryUtilisation', view(WORSE), {})).toBeUndefined();
  });

  it('loses no request to pooling, and never has more points than fit', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 1500 }), fc.nat(40)), { minLength: 1, maxLength: 60 }), (minutes) => {
        const periods = [...new Map(minutes)].sort(([a], [b]) => a - b).map(([index, requests]) => minuteOf(index, 50, { requests }));
        const until = (periods.at(-1)?.startsAt ?? NOON) + MINUTE;
        const stepSeconds = stepSecondsFor(periods, NOON, until);
        const pools = poolPeriods(periods, { from: NOON, until, stepSeconds, serving: '1' });
        expect(stepSeconds % 60).toBe(0);
        expect(pools.length).toBeLessThanOrEqual(MOST_POINTS);
        const count = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
        expect(count(pools.map(({ allRequests }) => allRequests))).toBe(count(periods.map(({ versions }) => versions['1']?.requests ?? 0)));
      }),
    );
  });
});

describe('the stretch of time that is shown', () => {
  const state = { errors: {}, periodsUntil: NOON, completeUntil: NOON, openPeriods: [] };
  const metric = (since: number) => ({ kind: 'metric' as const, metric: 'latencyP95Ms' as const, baseline: 1, current: 2, changePercent: 100, since, requests: 1 });

  it('begins two hours before the onset', () => {
    expect(viewBounds(metric(NOON - 3 * HOUR), NOON, state)).toEqual({ from: NOON - 5 * HOUR, until: NOON });
  });

  it('is at most 26 hours, and fewer where periods are short', () => {
    expect(viewBounds(metric(NOON - 100 * HOUR), NOON, state).from).toBe(NOON - 26 * HOUR);
    expect(viewBounds(metric(NOON - HOUR), NOON, { ...state, openPeriods: [{ ...minuteOf(0, 1), seconds: 1 }] }).from).toBe(NOON - 1600 * 1000);
  });

  it('ends an hour after something was last seen', () => {
    expect(viewBounds(metric(NOON - 10 * HOUR), NOON - 9 * HOUR, state)).toEqual({ from: NOON - 12 * HOUR, until: NOON - 8 * HOUR });
  });
});

describe('a series for each kind of evidence', () => {
  const sourceOf = (state: TargetState, version = '1') => ({ state, version, view: view([], { until: state.completeUntil }) });

  it('shows an error by how often it came, slice by slice', () => {
    const state = observed(1500, (number) => (number > 900 && number % 10 === 0 ? { outcome: 'error', error: { name: 'TypeError', message: 'no city', stack: ['index.mjs:5:1 label'] } } : {}));
    const [cluster] = Object.values(state.errors);
    const series = evidenceSeries({ kind: 'errors', name: 'TypeError', template: cluster?.template ?? '', sites: [], count: 60, perHour: 7200, requests: 1500, lastSeenAt: NOON, samples: [] }, sourceOf(state));
    expect(series).toMatchObject({ unit: 'per-hour', threshold: 10, since: cluster?.firstAt });
    expect(series?.points[0]?.[1]).toBe(0);
    expect(series?.points.at(-1)?.[1]).toBeGreaterThan(1000);
  });

  it('shows a cache by its hit rate', () => {
    const state = observed(1500, () => ({ cache: { prices: { hits: 1, misses: 3 } } }));
    expect(evidenceSeries({ kind: 'cache', cache: 'prices', hits: 1, misses: 3, requestsPerHour: 10_000 }, sourceOf(state))).toMatchObject({ unit: 'share', bad: 'below', threshold: 0.5, points: expect.arrayContaining([[0, 0.25, null, null, null]]) as unknown });
    expect(evidenceSeries({ kind: 'cache', cache: 'another', hits: 1, misses: 3, requestsPerHour: 10_000 }, sourceOf(state))).toBeUndefined();
  });

  it('draws the band that the metrics of the target have learned, also where the slices tell the course', () => {
    const state = observed(3000, () => ({}), { pointSeconds: 1 });
    const band = bandOfState(state);
    expect(band('latencyP95Ms', state.completeUntil)?.low).toBeLessThan(36);
    expect(band('latencyP95Ms', state.completeUntil)?.high).toBeGreaterThan(36);
    expect(band('timeoutRate', NOON + 1)?.expected ?? 0).toBe(0);
    const series = evidenceSeries({ kind: 'metric', metric: 'memoryUtilisation', baseline: 0.8, current: 0.9, changePercent: 12, since: NOON, requests: 9 }, { ...sourceOf(state), view: view([], { until: state.completeUntil, band }) });
    expect(series?.points.every(([, value, , low, high]) => value !== null && low !== null && high !== null && value >= low && value <= high)).toBe(true);
  });

  it('shows a trend by its own steps', () => {
    const steps = Array.from({ length: 20 }, (_, index) => ({ at: NOON + index * 6 * HOUR, value: index < 10 ? 100 : 130 }));
    const series = evidenceSeries({ kind: 'trend', metric: 'latencyP95Ms', baseline: 100, current: 130, changePercent: 30, since: NOON + 60 * HOUR, pValue: 0.001, steps, requests: 1 }, sourceOf(emptyTargetState('orders')));
    expect(series).toMatchObject({ stepSeconds: 6 * 3600, threshold: 120, since: NOON + 60 * HOUR });
    expect(series?.points.at(-1)).toEqual([19 * 6 * 3600, 130, 100, null, null]);
  });

  it('shows a dependency hour by hour, and slice by slice while few hours are known', () => {
    const evidence = { kind: 'dependency' as const, shape: 'GET payments/{}', method: 'GET', sites: [], calls: 600, requests: 600, shareOfRequests: 1, failed: 0, timedOut: 0, usualMs: { p50: 20, p95: 40 }, currentMs: { p50: 60, p95: 90 }, shareOfTime: 0.5, since: NOON };
    const state = emptyTargetState('orders');
    for (let hour = 0; hour < 6; hour += 1) for (let call = 0; call < 20; call += 1) countInHour(state, evidence, NOON + hour * HOUR, hour < 4 ? 20 : 60);
    const series = evidenceSeries(evidence, sourceOf(state));
    expect(series).toMatchObject({ unit: 'ms', stepSeconds: 3600, from: NOON });
    expect(series?.points.map(([, value]) => Math.round((value ?? 0) / 10) * 10)).toEqual([20, 20, 20, 20, 60, 60]);
    const young = observed(1500);
    expect(evidenceSeries(evidence, sourceOf(young))?.stepSeconds).toBe(10);
  });

  it('shows a log line hour by hour', () => {
    const state: TargetState = { ...emptyTargetState('orders'), completeUntil: NOON + HOUR / 2 };
    state.patterns.known.push({ id: 'p', form: 'stock is low', level: 'warning', firstAt: NOON - 3 * HOUR, lastAt: NOON, gapMs: 0, hours: { hour: NOON / HOUR - 1, counts: [2, 1, 40], days: [40] }, samples: ['stock is low'] });
    const evidence = { kind: 'log-pattern' as const, what: 'burst' as const, template: 'stock is low', level: 'warning' as const, count: 40, usualPerHour: 1.5, currentPerHour: 40, since: NOON - HOUR, samples: ['stock is low'] };
    expect(evidenceSeries(evidence, sourceOf(state))?.points.map(([, value]) => value)).toEqual([2, 1, 40, 0]);
    expect(evidenceSeries({ ...evidence, samples: ['something else'] }, sourceOf(state))).toBeUndefined();
  });
});
