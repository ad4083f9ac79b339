import type { Claim } from '../../domain/claim.ts';
import { quantileMs, slowerThan } from '../../domain/histogram.ts';
import type { VersionPeriod } from '../../domain/period.ts';
import type { HalfCounts } from './dispersion.ts';
import { environmentHalf } from './dispersion.ts';
import { claimThresholdMs } from './judge-settings.ts';
import type { Counts } from './minute.ts';

/** The counts of one version in one period, against the thresholds that follow from `cMs` (the stable p95 before exposure), margin and claim. */
export function countsOfPeriod(period: VersionPeriod, { cMs, margin, claim }: { cMs: number; margin: number; claim: Claim | null }): Counts {
  const { requests, failures, durations } = period;
  const p95Ms = quantileMs(durations, 0.95);
  return {
    requests,
    failures,
    slow: slowerThan(durations, cMs),
    slowMargin: slowerThan(durations, (1 + margin) * cMs),
    slowClaim: slowerThan(durations, claimThresholdMs(claim, cMs)),
    ...(p95Ms === undefined ? {} : { p95Ms }),
  };
}

/** The same requests in two halves by execution environment, to measure over-dispersion with. */
export function halvesOfPeriod({ environments }: Pick<VersionPeriod, 'environments'>): { a: HalfCounts; b: HalfCounts } {
  const halves = { a: { requests: 0, failures: 0, slow: 0 }, b: { requests: 0, failures: 0, slow: 0 } };
  for (const [environment, [requests, failures, slow]] of Object.entries(environments)) {
    const half = halves[environmentHalf(environment)];
    half.requests += requests;
    half.failures += failures;
    half.slow += slow;
  }
  return halves;
}
