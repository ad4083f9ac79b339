import { addHistogram, quantileMs, type Histogram } from '../../shared/domain/histogram.ts';
import type { Period } from '../../shared/domain/period.ts';
import type { Release } from '../../shared/domain/release.ts';
import { addHalves, initialDispersion, phiFrom } from '../../shared/rules/judge/dispersion.ts';
import { halvesOfPeriod } from '../../shared/rules/judge/minute-of-period.ts';

/** What the hour before says about the stable version: `c` of the judge, its failures, and how much its traffic scatters. */
export type StablePast = Pick<Release, 'latencyThresholdMs' | 'stableBefore' | 'phi'>;

const LATENCY_QUANTILE = 0.95;
/** A period with fewer requests says too little about its own p95. */
const FEWEST_FOR_A_QUANTILE = 20;
/** From this many such periods on, their lower quartile is taken. */
const FEWEST_PERIODS = 10;

/** Reads the stable version's own periods; over-dispersion from splitting them by execution environment (requests split at random would show none). */
export const stablePastOf = (periods: readonly Period[], stableVersion: string): StablePast => {
  const durations: Histogram = {};
  const periodQuantiles: number[] = [];
  const stableBefore = { requests: 0, failures: 0 };
  let dispersion = initialDispersion();
  for (const { startsAt, seconds, versions } of periods) {
    const served = versions[stableVersion];
    if (!served) continue;
    addHistogram(durations, served.durations);
    const p95Ms = served.requests >= FEWEST_FOR_A_QUANTILE ? quantileMs(served.durations, LATENCY_QUANTILE) : undefined;
    if (p95Ms !== undefined) periodQuantiles.push(p95Ms);
    stableBefore.requests += served.requests;
    stableBefore.failures += served.failures;
    const { a, b } = halvesOfPeriod(served);
    dispersion = addHalves(dispersion, Math.floor(startsAt / (seconds * 1000)), a, b);
  }
  const latencyThresholdMs = lowerQuartile(periodQuantiles) ?? quantileMs(durations, LATENCY_QUANTILE);
  return { ...(latencyThresholdMs === undefined ? {} : { latencyThresholdMs }), stableBefore, phi: phiFrom(dispersion) };
};

/**
 * The lower quartile of the periods' p95: what the stable version's p95 is when nothing disturbs it. One bad stretch (an outage, a start
 * under load) must not set the threshold so high that nothing is slow by it. The judge's error bounds hold for any threshold that is
 * fixed beforehand; its power does not.
 */
const lowerQuartile = (values: readonly number[]): number | undefined => (values.length < FEWEST_PERIODS ? undefined : [...values].sort((a, b) => a - b)[Math.floor(values.length / 4)]);
