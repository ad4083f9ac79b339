import { addHistogram, quantileMs, type Histogram } from '../../shared/domain/histogram.ts';
import type { Period } from '../../shared/domain/period.ts';
import type { Release } from '../../shared/domain/release.ts';
import { addHalves, initialDispersion, phiFrom } from '../../shared/rules/judge/dispersion.ts';
import { halvesOfPeriod } from '../../shared/rules/judge/minute-of-period.ts';

/** What the hour before says about the stable version: `c` of the judge, its failures, and how much its traffic scatters. */
export type StablePast = Pick<Release, 'latencyThresholdMs' | 'stableBefore' | 'phi'>;

const LATENCY_QUANTILE = 0.95;

/** Reads the stable version's own periods; over-dispersion from splitting them by execution environment (requests split at random would show none). */
export const stablePastOf = (periods: readonly Period[], stableVersion: string): StablePast => {
  const durations: Histogram = {};
  const stableBefore = { requests: 0, failures: 0 };
  let dispersion = initialDispersion();
  for (const { startsAt, seconds, versions } of periods) {
    const served = versions[stableVersion];
    if (!served) continue;
    addHistogram(durations, served.durations);
    stableBefore.requests += served.requests;
    stableBefore.failures += served.failures;
    const { a, b } = halvesOfPeriod(served);
    dispersion = addHalves(dispersion, Math.floor(startsAt / (seconds * 1000)), a, b);
  }
  const latencyThresholdMs = quantileMs(durations, LATENCY_QUANTILE);
  return { ...(latencyThresholdMs === undefined ? {} : { latencyThresholdMs }), stableBefore, phi: phiFrom(dispersion) };
};
