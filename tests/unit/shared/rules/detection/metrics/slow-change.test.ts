import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../../../lab/judge/random.ts';
import type { MetricState } from '../../../../../../shared/domain/metric-state.ts';
import { Finding } from '../../../../../../shared/domain/opportunity.ts';
import { detectSlowRegressions } from '../../../../../../shared/rules/detection/detectors/slow-regression.ts';
import { DETECTION_THRESHOLDS } from '../../../../../../shared/rules/detection/detector.ts';
import { MetricWatch } from '../../../../../../shared/rules/detection/metrics/metric-watch.ts';
import { slowChanges, TRENDING, type TrendingMetric } from '../../../../../../shared/rules/detection/metrics/slow-change.ts';
import { observed, windowOf } from '../../../../../support/observed-service.ts';

const MONDAY = Date.UTC(2026, 9, 19);
const DAY_MS = 86_400_000;

/** A metric's state after `days` of points every ten minutes: seasons of day and week, each day a little different, times what `factor` says. */
const stateOf = (name: TrendingMetric, base: number, factor: (day: number) => number, { days = 28, seed = 1, scatter = 0.05 } = {}): MetricState => {
  const random = seededRandom(seed);
  const watch = MetricWatch.restore(name, undefined);
  let ofToday = 0;
  for (let index = 0; index < days * 144; index += 1) {
    const day = index / 144;
    if (index % 144 === 0) ofToday = scatter * random.normal();
    const season = 0.3 * Math.sin(2 * Math.PI * day) + (Math.floor(day) % 7 >= 5 ? -0.4 : 0);
    watch.feed(MONDAY + index * 600_000, base * factor(day) * Math.exp(season + ofToday + 0.05 * random.normal()), 600);
  }
  return watch.state();
};
const found = (name: TrendingMetric, base: number, factor: (day: number) => number, options = {}) => slowChanges({ [name]: stateOf(name, base, factor, options) });

describe('a slow change', () => {
  it('of the p95 by a third within two weeks is found, with its levels and its time', () => {
    const [change, ...others] = found('latencyP95Ms', 100, (day) => 1 + 0.35 * Math.max(0, Math.min(1, (day - 10) / 14)));
    expect(others).toEqual([]);
    expect(change?.current ?? 0).toBeGreaterThan(1.2 * (change?.baseline ?? Number.POSITIVE_INFINITY));
    expect(((change?.since ?? 0) - MONDAY) / DAY_MS).toBeGreaterThan(9);
    expect(((change?.since ?? 0) - MONDAY) / DAY_MS).toBeLessThan(22);
    expect(change?.steps.length).toBeLessThanOrEqual(120);
  });

  it('that came with one step is found just so', () => {
    const [change] = found('latencyP95Ms', 100, (day) => (day < 17 ? 1 : 1.3));
    expect(Math.round(((change?.since ?? 0) - MONDAY) / DAY_MS)).toBe(17);
  });

  it('is a leak of memory, before it reaches its limit', () => {
    expect(found('memoryUtilisation', 0.45, (day) => 1 + 0.5 * Math.max(0, (day - 8) / 20), { scatter: 0.02 })).toMatchObject([{ name: 'memoryUtilisation' }]);
  });

  it('is not what grows by a tenth in a month, what gets better, or what differs from day to day', () => {
    expect(found('latencyP95Ms', 100, (day) => 1 + (0.1 * day) / 28)).toEqual([]);
    expect(found('latencyP95Ms', 100, (day) => (day < 14 ? 1 : 0.6))).toEqual([]);
    expect(found('requestsPerMinute', 600, (day) => (day < 14 ? 1 : 1.6))).toEqual([]);
    for (let seed = 1; seed <= 12; seed += 1) for (const name of TRENDING) expect([name, seed, found(name, name === 'memoryUtilisation' || name === 'durationUtilisation' ? 0.3 : name === 'failureRate' ? 0.01 : 300, () => 1, { seed, scatter: 0.12, days: 10 + seed })]).toEqual([name, seed, []]);
  });

  it('is not told before there are days to compare, and the same data give the same answer', () => {
    expect(found('latencyP95Ms', 100, (day) => (day < 4 ? 1 : 1.5), { days: 8 })).toEqual([]);
    const state = stateOf('latencyP95Ms', 100, (day) => (day < 17 ? 1 : 1.3));
    expect(slowChanges({ latencyP95Ms: state })).toEqual(slowChanges({ latencyP95Ms: JSON.parse(JSON.stringify(state)) as MetricState }));
  });

  it('becomes a finding that can be kept', () => {
    const window = { ...windowOf(observed(100)), now: MONDAY + 28 * DAY_MS, slowChanges: () => found('latencyP95Ms', 100, (day) => (day < 17 ? 1 : 1.3)) };
    const [finding] = detectSlowRegressions(window, DETECTION_THRESHOLDS);
    expect(Finding.parse(finding)).toMatchObject({ kind: 'slow-regression', key: 'slow-regression::latencyP95Ms', evidence: { kind: 'trend', metric: 'latencyP95Ms' } });
    expect(finding?.title).toMatch(/^p95 went from \d+ ms to \d+ ms within 11 days$/);
    expect(finding?.gainPercent).toBeGreaterThan(15);
  });
});
