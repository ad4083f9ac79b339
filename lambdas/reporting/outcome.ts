import { meanOf, quantileMs } from '../../shared/domain/histogram.ts';
import type { Estimate, Outcome } from '../../shared/domain/outcome.ts';
import type { Release } from '../../shared/domain/release.ts';
import { wilsonInterval } from '../../shared/rules/judge/wilson-interval.ts';
import { difference, reductionPercent } from './estimate-difference.ts';
import { quantileInterval } from './quantile-interval.ts';
import { throughputPerMinute } from './throughput.ts';
import type { VersionTotals } from './version-totals.ts';

/** Two-sided 95 % quantile of the normal distribution. */
const Z95 = 1.959963984540054;

/** Failure rates below this count as this much in the degradation, as the requirements have it. */
const LEAST_FAILURE_RATE = 0.01;

const figures = ({ requests, failures, durations }: VersionTotals): Outcome['stable'] => {
  const [p50, p95, p99] = [quantileMs(durations, 0.5), quantileMs(durations, 0.95), quantileMs(durations, 0.99)];
  return {
    requests,
    failureRate: requests === 0 ? 0 : failures / requests,
    ...(p50 === undefined ? {} : { latencyP50Ms: p50 }),
    ...(p95 === undefined ? {} : { latencyP95Ms: p95 }),
    ...(p99 === undefined ? {} : { latencyP99Ms: p99 }),
  };
};

const failureRate = ({ failures, requests }: VersionTotals, phi: number): Estimate => {
  const { rate, low, high } = wilsonInterval(failures, requests, phi);
  return { value: rate, low, high };
};

/** The mean duration with its 95 % interval by the central limit theorem, widened by the over-dispersion. */
const meanInterval = ({ durations }: VersionTotals, phi: number): Estimate | undefined => {
  const mean = meanOf(durations);
  if (mean === undefined) return undefined;
  const half = Z95 * Math.sqrt((phi * mean.varianceMs2) / mean.count);
  return { value: mean.meanMs, low: mean.meanMs - half, high: mean.meanMs + half };
};

/** By how much `current` is above `baseline`, as a share of it; 0 when it is not. */
const worse = (current: number, baseline: number, least: number): number => Math.max(0, (current - baseline) / Math.max(baseline, least));

/**
 * What an improvement really did: the candidate against the stable version serving at the same time (`before-after` only where there was
 * no control; the figures then say so). `undefined` when either version served nothing, because then nothing was measured.
 *
 * Intervals are at 95 %, widened by the release's over-dispersion φ: order statistics for p95, Newcombe's for the failure rates (shares 0–1).
 * `throughputChange`: requests a minute, both versions scaled to all of the traffic.
 * `degradationPercent`: the largest of the requirements' three; the drop in throughput counts only without a concurrent control, since a
 * version on a weighted alias cannot influence what arrives. Reported, never decided on.
 */
export const assessOutcome = (
  release: Pick<Release, 'phi' | 'periods' | 'periodSeconds'>,
  totals: { readonly stable: VersionTotals; readonly candidate: VersionTotals },
  control: Outcome['control'] = 'concurrent',
): Outcome | undefined => {
  const { phi } = release;
  if (totals.stable.requests === 0 || totals.candidate.requests === 0) return undefined;

  const stable = figures(totals.stable);
  const candidate = figures(totals.candidate);
  const stableMean = meanInterval(totals.stable, phi.latency);
  const candidateMean = meanInterval(totals.candidate, phi.latency);
  const minutes = (release.periods.length * release.periodSeconds) / 60;
  const stableP95 = quantileInterval(totals.stable.durations, 0.95, phi.latency);
  const candidateP95 = quantileInterval(totals.candidate.durations, 0.95, phi.latency);
  const throughput = throughputPerMinute(release);
  const throughputChange = throughput.stable === undefined || throughput.candidate === undefined ? 0 : throughput.candidate - throughput.stable;

  const degradations = [
    worse(candidate.failureRate, stable.failureRate, LEAST_FAILURE_RATE),
    stableP95 === undefined || candidateP95 === undefined ? 0 : worse(candidateP95.value, stableP95.value, Number.MIN_VALUE),
    control === 'concurrent' || throughput.stable === undefined || throughput.stable === 0 ? 0 : Math.max(0, -throughputChange / throughput.stable),
  ];

  return {
    control,
    stable,
    candidate,
    ...(stableP95 === undefined || candidateP95 === undefined
      ? {}
      : { latencyReductionMs: difference(stableP95, candidateP95), latencyReductionPercent: reductionPercent(stableP95, candidateP95) }),
    ...(stableMean === undefined || candidateMean === undefined ? {} : { meanReductionMs: difference(stableMean, candidateMean) }),
    ...(minutes === 0 ? {} : { requestsPerMinute: release.periods.reduce((sum, { stable: one, candidate: other }) => sum + one.requests + other.requests, 0) / minutes }),
    errorRateChange: difference(failureRate(totals.candidate, phi.failures), failureRate(totals.stable, phi.failures)),
    throughputChange,
    degradationPercent: 100 * Math.max(...degradations),
  };
};
