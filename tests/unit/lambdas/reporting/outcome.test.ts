import { describe, expect, it } from 'vitest';
import { assessOutcome } from '../../../../lambdas/reporting/outcome.ts';
import { totalsOf } from '../../../../lambdas/reporting/version-totals.ts';
import { simulateRelease, T0 } from '../../../support/simulated-release.ts';

const measured = (candidate: { medianMs: number; failureRate: number }, failureRate = 0.01) => {
  const { release, totals } = simulateRelease({ improvementId: 'imp', stable: { medianMs: 100, failureRate }, candidate, startsAt: T0, versions: ['1', '2'], seconds: 60 });
  const outcome = assessOutcome(release, totals);
  if (outcome === undefined) throw new Error('nothing was measured');
  return outcome;
};

describe('the outcome of a release', () => {
  it('shows a latency that fell by half, with an interval around it', () => {
    const { latencyReductionMs, latencyReductionPercent, stable, candidate } = measured({ medianMs: 50, failureRate: 0.01 });
    expect(latencyReductionPercent?.low).toBeLessThan(50);
    expect(latencyReductionPercent?.high).toBeGreaterThan(50);
    expect(latencyReductionMs?.value).toBeCloseTo((stable.latencyP95Ms ?? 0) - (candidate.latencyP95Ms ?? 0), 6);
    expect(latencyReductionMs?.low).toBeGreaterThan(0);
  });

  it('does not claim a difference between identical versions', () => {
    const { latencyReductionMs, errorRateChange } = measured({ medianMs: 100, failureRate: 0.01 });
    expect(latencyReductionMs?.low).toBeLessThan(0);
    expect(latencyReductionMs?.high).toBeGreaterThan(0);
    expect(errorRateChange.low).toBeLessThan(0);
    expect(errorRateChange.high).toBeGreaterThan(0);
  });

  it('reports the degradation of the requirements: the largest share by which anything got worse', () => {
    const slower = measured({ medianMs: 150, failureRate: 0 }, 0);
    expect(slower.degradationPercent).toBeCloseTo(100 * ((slower.candidate.latencyP95Ms ?? 0) / (slower.stable.latencyP95Ms ?? 1) - 1), 6);
    expect(slower.degradationPercent).toBeGreaterThan(30);
  });

  it('holds a failure rate below one percent for one percent in the ratio, as the requirements have it', () => {
    const release = { phi: { failures: 1, latency: 1 }, periods: [], periodSeconds: 60 };
    const outcome = assessOutcome(release, { stable: { requests: 1000, failures: 0, durations: {} }, candidate: { requests: 1000, failures: 5, durations: {} } });
    expect(outcome?.degradationPercent).toBeCloseTo(50, 10);
    expect(outcome?.latencyReductionMs).toBeUndefined();
  });

  it('counts a drop in throughput only where there was no control at the same time', () => {
    const side = (requests: number) => ({ requests, failures: 0 });
    const release = { phi: { failures: 1, latency: 1 }, periodSeconds: 60, periods: [{ startsAt: 0, weight: 0.5, stable: side(600), candidate: side(300), logEvidence: {} }] };
    const totals = { stable: { requests: 600, failures: 0, durations: {} }, candidate: { requests: 300, failures: 0, durations: {} } };
    expect(assessOutcome(release, totals)?.degradationPercent).toBe(0);
    expect(assessOutcome(release, totals, 'before-after')?.degradationPercent).toBeCloseTo(50, 10);
    expect(assessOutcome(release, totals)?.throughputChange).toBeCloseTo(-600, 10);
  });

  it('is absent when one of the versions served nothing', () => {
    const release = { phi: { failures: 1, latency: 1 }, periods: [], periodSeconds: 60 };
    const nothing = { requests: 0, failures: 0, durations: {} };
    expect(assessOutcome(release, { stable: nothing, candidate: { requests: 5, failures: 0, durations: { '100': 5 } } })).toBeUndefined();
    expect(assessOutcome(release, { stable: { requests: 5, failures: 0, durations: { '100': 5 } }, candidate: nothing })).toBeUndefined();
  });
});

it('adds up the periods of a version, skipping those in which it served nothing', () => {
  const period = { requests: 2, failures: 1, timeouts: 0, coldStarts: 0, durations: { '5': 2 }, environments: {} };
  expect(totalsOf([period, undefined, period])).toEqual({ requests: 4, failures: 2, durations: { '5': 4 } });
});
