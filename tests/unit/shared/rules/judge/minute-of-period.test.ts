import { describe, expect, it } from 'vitest';
import { countDuration } from '../../../../../shared/domain/histogram.ts';
import type { VersionPeriod } from '../../../../../shared/domain/period.ts';
import { countsOfPeriod, halvesOfPeriod } from '../../../../../shared/rules/judge/minute-of-period.ts';

const periodOf = (durationsMs: readonly number[], differing: Partial<VersionPeriod> = {}): VersionPeriod => {
  const durations = {};
  for (const ms of durationsMs) countDuration(durations, ms);
  return { requests: durationsMs.length, failures: 0, timeouts: 0, coldStarts: 0, durations, environments: {}, ...differing };
};

describe('the minute of a period', () => {
  it('counts requests slower than c, than the tolerated part more, and than what the claim names', () => {
    const period = periodOf([50, 90, 105, 115, 400, 5000], { failures: 2 });
    const limits = { cMs: 100, margin: 0.1 };
    expect(countsOfPeriod(period, { ...limits, claim: { on: 'latency', gain: 0.3 } })).toMatchObject({ requests: 6, failures: 2, slow: 4, slowMargin: 3, slowClaim: 5 });
    expect(countsOfPeriod(period, { ...limits, claim: { on: 'slow-requests', gain: 0.9, thresholdMs: 3000 } }).slowClaim).toBe(1);
    expect(countsOfPeriod(period, { ...limits, claim: null }).slowClaim).toBe(4);
  });

  it('has no p95 when nothing was asked', () => {
    expect(countsOfPeriod(periodOf([]), { cMs: 100, margin: 0.1, claim: null })).toEqual({ requests: 0, failures: 0, slow: 0, slowMargin: 0, slowClaim: 0 });
  });

  it('splits by execution environment without losing a request', () => {
    const environments = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`environment-${i}`, [10, i % 2, 1] as [number, number, number]]));
    const { a, b } = halvesOfPeriod({ environments });
    expect([a.requests + b.requests, a.failures + b.failures, a.slow + b.slow]).toEqual([400, 20, 40]);
    expect(Math.min(a.requests, b.requests)).toBeGreaterThan(0);
  });
});
