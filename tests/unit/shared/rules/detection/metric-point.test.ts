import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyTargetState, type TargetState } from '../../../../../shared/domain/target-state.ts';
import { closePoints, countInPoint, countThrottles, type PointContext } from '../../../../../shared/rules/detection/metric-point.ts';
import { openMetrics } from '../../../../../shared/rules/detection/metrics/open-metrics.ts';
import { bandOf } from '../../../../../shared/rules/detection/metrics/band-of.ts';

const START = Date.UTC(2026, 10, 16);
const MINUTE_MS = 60_000;
const SETTINGS = { pointSeconds: 60, limits: { timeoutSeconds: 3, concurrency: 10 } };

const request = (at: number, over: Partial<Parameters<typeof countInPoint>[1]> = {}) => ({ at, version: '1', durationMs: 100, failed: false, timedOut: false, cold: false, memoryUsedMb: 90, memorySizeMb: 256, ...over });

/** The state with its metrics open, kept after each step as if each were a page of its own. */
const contextOf = (state: TargetState): PointContext => {
  const metrics = openMetrics(state);
  return { state, settings: SETTINGS, metrics: { ...metrics, feed: (...point) => { metrics.feed(...point); metrics.keep(); } } };
};

/** `perMinute` requests in each of `minutes`, then all points up to the last minute closed. */
const filled = (perMinute: number, minutes: number, over: (minute: number) => Partial<Parameters<typeof countInPoint>[1]> = () => ({})): TargetState => {
  const state = emptyTargetState('orders');
  for (let minute = 0; minute < minutes; minute += 1) {
    for (let index = 0; index < perMinute; index += 1) countInPoint(contextOf(state), request(START + minute * MINUTE_MS + index * Math.floor(MINUTE_MS / perMinute), over(minute)));
  }
  closePoints(contextOf(state), START + minutes * MINUTE_MS);
  return state;
};
const expected = (state: TargetState, name: Parameters<typeof bandOf>[1]): number => {
  const metric = state.metrics[name];
  return metric === undefined ? Number.NaN : bandOf(metric, name)(metric.lastAt).expected;
};

describe('metric points', () => {
  it('tell what a minute was like, in the units of each metric', () => {
    const state = filled(60, 40, () => ({ failed: true }));
    expect(expected(state, 'requestsPerMinute')).toBeCloseTo(60, 0);
    expect(expected(state, 'latencyP95Ms')).toBeCloseTo(100, -1);
    expect(expected(state, 'failureRate')).toBeCloseTo(1);
    expect(expected(state, 'memoryUtilisation')).toBeCloseTo(90 / 256);
    expect(expected(state, 'durationUtilisation')).toBeCloseTo(100 / 3000, 2);
    // Sixty requests of a tenth of a second: a tenth of one is in progress on average, of ten that may be.
    expect(expected(state, 'concurrencyUtilisation')).toBeCloseTo(0.01);
    expect(state.metrics.throttlesPerMinute).toBeUndefined();
  });

  it('are pooled where traffic is low, ten minutes at most', () => {
    expect(filled(5, 4).metrics.latencyP95Ms?.lastAt).toBe(START + 3 * MINUTE_MS);
    expect(filled(5, 3).metrics.latencyP95Ms).toBeUndefined();
    const rare = filled(1, 10);
    expect(rare.metrics.failureRate?.lastAt).toBe(START + 9 * MINUTE_MS);
    expect(rare.metrics.latencyP95Ms).toBeUndefined();
    expect(rare.metrics.requestsPerMinute?.lastAt).toBe(START + 9 * MINUTE_MS);
  });

  it('are of the serving version, but for the traffic, which is everybody’s', () => {
    const state = emptyTargetState('orders');
    state.servingVersion = '1';
    for (let index = 0; index < 60; index += 1) countInPoint(contextOf(state), request(START + index * 1000, { version: index % 2 === 0 ? '1' : '2', failed: index % 2 === 1 }));
    expect(state.point?.requests).toBe(60);
    expect(state.pool).toMatchObject({ served: 30, failures: 0 });
  });

  it('know silence from nothing read: minutes without requests are points, when they are complete', () => {
    const state = filled(60, 10);
    closePoints(contextOf(state), START + 20 * MINUTE_MS);
    expect(state.metrics.requestsPerMinute?.lastAt).toBe(START + 19 * MINUTE_MS);
    expect(state.metrics.latencyP95Ms?.lastAt).toBe(START + 9 * MINUTE_MS);
    closePoints(contextOf(state), START + 5000 * MINUTE_MS);
    expect(state.metrics.requestsPerMinute?.lastAt).toBe(START + 19 * MINUTE_MS);
  });

  it('that are complete are not changed by what comes late or is closed again', () => {
    const state = filled(60, 10);
    const before = structuredClone(state);
    fc.assert(fc.property(fc.integer({ min: 0, max: 10 * MINUTE_MS - 1 }), (late) => {
      countInPoint(contextOf(state), request(START + late, { failed: true, durationMs: 3000 }));
      countThrottles(contextOf(state), START + late, 3);
      closePoints(contextOf(state), START + late);
      expect(state).toEqual(before);
    }));
  });
});
