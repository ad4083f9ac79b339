import { quantileMs } from '../../shared/domain/histogram.ts';
import type { Period, VersionPeriod } from '../../shared/domain/period.ts';
import type { Release } from '../../shared/domain/release.ts';
import { isFlood } from '../../shared/rules/judge/flood.ts';
import { ownTraffic } from '../../shared/rules/judge/own-traffic.ts';
import { thresholdAfter } from './release-minute.ts';
import type { WatchDependencies } from './watch.ts';

/** Failures are looked at over the last three periods. */
const PERIODS_FOR_FAILURES = 3;
/** Latency drifts with load and neighbours: every one of this many periods in a row has to be beyond twice the old p95, with this many requests in all. */
const PERIODS_FOR_LATENCY = 10;
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
  const since = Math.max(improvement.stateSince, until - PERIODS_FOR_LATENCY * release.periodSeconds * 1000);
  const disaster = disasterIn(await periods.between(release.targetId, since, until), release);
  if (disaster) await revert(improvementId, disaster);
};

/**
 * One sentence when the promoted version is beyond doubt worse than the old one was before; there is no concurrent control, and it says so.
 * `periods`: the last ones, oldest first.
 */
export const disasterIn = (periods: readonly Period[], release: Release): string | undefined => {
  const served = periods.map((period) => ownTraffic(period, release).versions[release.candidateVersion ?? '']).filter((version) => version !== undefined);
  const compared = 'compared with before its release, as no other version serves beside it';
  const recent = totalsOf(served.slice(-PERIODS_FOR_FAILURES));
  if (isFlood({ burnInCanary: recent, stablePast: release.stableBefore })) return `${recent.failures} of ${recent.requests} requests fail, ${compared}.`;

  const oldMs = thresholdAfter(release, release.periods);
  const last = served.slice(-PERIODS_FOR_LATENCY);
  if (oldMs === undefined || last.length < PERIODS_FOR_LATENCY || totalsOf(last).requests < FEWEST_REQUESTS) return undefined;
  const lowestMs = Math.min(...last.map(({ durations }) => quantileMs(durations, 0.95) ?? 0));
  return lowestMs > TIMES_LATENCY * oldMs ? `p95 has been above ${Math.round(lowestMs)} ms for ${PERIODS_FOR_LATENCY} periods, more than twice the ${Math.round(oldMs)} ms of the old version, ${compared}.` : undefined;
};

const totalsOf = (served: readonly VersionPeriod[]): { requests: number; failures: number } => ({
  requests: served.reduce((sum, { requests }) => sum + requests, 0),
  failures: served.reduce((sum, { failures }) => sum + failures, 0),
});
