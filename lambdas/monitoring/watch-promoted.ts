import { addHistogram, quantileMs, type Histogram } from '../../shared/domain/histogram.ts';
import type { Period } from '../../shared/domain/period.ts';
import type { Release } from '../../shared/domain/release.ts';
import { isFlood } from '../../shared/rules/judge/flood.ts';
import type { WatchDependencies } from './watch.ts';

/** No version serves beside it any more, so only what cannot be the weather counts: twice the old p95 over three periods with this many requests. */
const PERIODS_LOOKED_AT = 3;
const FEWEST_REQUESTS = 100;
const TIMES_LATENCY = 2;

export type WatchPromotedDependencies = Pick<WatchDependencies, 'improvements' | 'releases' | 'periods' | 'horizon' | 'clock'> & {
  readonly revert: (improvementId: string, reason: string) => Promise<unknown>;
};

/** Keeps an eye on what was promoted, for as long again as it was watched; a plain disaster is reverted, the rest is for analysis to find. */
export const watchPromoted = async ({ improvements, releases, periods, horizon, clock, revert }: WatchPromotedDependencies, improvementId: string): Promise<void> => {
  const release = await releases.find(improvementId);
  const improvement = await improvements.find(improvementId);
  if (improvement?.state !== 'promoted' || !release || clock.now() >= (release.watchedUntil ?? 0)) {
    await releases.endWatch(improvementId);
    return;
  }
  const until = await horizon(release.targetId);
  const since = Math.max(improvement.stateSince, until - PERIODS_LOOKED_AT * release.periodSeconds * 1000);
  const disaster = disasterIn(await periods.between(release.targetId, since, until), release);
  if (disaster) await revert(improvementId, disaster);
};

/** One sentence when the promoted version is beyond doubt worse than the old one was before; there is no concurrent control, and it says so. */
export const disasterIn = (periods: readonly Period[], release: Release): string | undefined => {
  const durations: Histogram = {};
  const candidate = { requests: 0, failures: 0 };
  for (const { versions } of periods) {
    const served = versions[release.candidateVersion ?? ''];
    if (!served) continue;
    addHistogram(durations, served.durations);
    candidate.requests += served.requests;
    candidate.failures += served.failures;
  }
  const compared = 'compared with before its release, as no other version serves beside it';
  if (isFlood({ burnInCanary: candidate, stablePast: release.stableBefore })) return `${candidate.failures} of ${candidate.requests} requests fail, ${compared}.`;
  const p95Ms = quantileMs(durations, 0.95) ?? 0;
  const limitMs = (release.latencyThresholdMs ?? Number.POSITIVE_INFINITY) * TIMES_LATENCY;
  return candidate.requests >= FEWEST_REQUESTS && p95Ms > limitMs ? `p95 is ${Math.round(p95Ms)} ms, more than twice the ${Math.round(limitMs / TIMES_LATENCY)} ms of the old version, ${compared}.` : undefined;
};
