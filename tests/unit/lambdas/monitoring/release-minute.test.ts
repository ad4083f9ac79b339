import { describe, expect, it } from 'vitest';
import { thresholdAfter } from '../../../../lambdas/monitoring/release-minute.ts';
import type { JudgedPeriod } from '../../../../shared/domain/release.ts';

const period = (p95Ms: number | undefined, requests = 100): JudgedPeriod => ({
  startsAt: 0, weight: 0.5, logEvidence: {},
  stable: { requests, failures: 0, ...(p95Ms === undefined ? {} : { p95Ms }) },
  candidate: { requests: 100, failures: 0, p95Ms: 1 },
});

describe('the threshold that the judge counts slow requests against', () => {
  it('is what it was before exposure until there are five periods beside the canary', () => {
    expect(thresholdAfter({ latencyThresholdMs: 300 }, [])).toBe(300);
    expect(thresholdAfter({ latencyThresholdMs: 300 }, Array.from({ length: 4 }, () => period(100)))).toBe(300);
  });

  it('then is the median of the stable version\'s last fifteen, so that one bad period moves nothing', () => {
    const calm = Array.from({ length: 14 }, () => period(100));
    expect(thresholdAfter({ latencyThresholdMs: 300 }, [...calm, period(5000)])).toBe(100);
    expect(thresholdAfter({ latencyThresholdMs: 300 }, [...Array.from({ length: 30 }, () => period(900)), ...calm, period(100)])).toBe(100);
  });

  it('passes over periods with too few requests to have a p95', () => {
    expect(thresholdAfter({ latencyThresholdMs: 300 }, Array.from({ length: 9 }, () => period(50, 19)))).toBe(300);
    expect(thresholdAfter({}, Array.from({ length: 9 }, () => period(undefined)))).toBeUndefined();
  });
});
