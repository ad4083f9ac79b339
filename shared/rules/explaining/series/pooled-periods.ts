import { MOST_POINTS } from '../../../domain/explanation.ts';
import { addHistogram } from '../../../domain/histogram.ts';
import type { Period, VersionPeriod } from '../../../domain/period.ts';

/** Some neighbouring periods as one: all requests, and those of the version that served. */
export type PooledPeriod = { readonly from: number; readonly seconds: number; readonly allRequests: number; readonly served: Pick<VersionPeriod, 'requests' | 'failures' | 'timeouts' | 'coldStarts' | 'durations'> };

/** A p95 of fewer requests is mostly chance: points are as wide as it takes for that many, as long as a shape remains. */
const WANTED_REQUESTS = 40;
const FEWEST_POINTS = 24;

/** Length of a point in seconds, in whole periods: at most 120 of them, wider where there is little traffic. */
export const stepSecondsFor = (periods: readonly Period[], from: number, until: number): number => {
  const seconds = periods[0]?.seconds ?? 60;
  const spanSeconds = Math.max(seconds, (until - from) / 1000);
  const requests = periods.reduce((sum, period) => sum + requestsIn(period), 0);
  const least = Math.ceil(spanSeconds / MOST_POINTS / seconds);
  const wanted = Math.ceil((WANTED_REQUESTS / Math.max(1, requests)) * (spanSeconds / seconds));
  const most = Math.max(1, Math.floor(spanSeconds / FEWEST_POINTS / seconds));
  return Math.max(least, Math.min(wanted, most), 1) * seconds;
};

const requestsIn = (period: Period): number => Object.values(period.versions).reduce((sum, { requests }) => sum + requests, 0);

/** The version that served most of a period: `serving` where it had at least half, else the busiest, since another served then. */
const servedBy = (period: Period, serving: string | undefined): VersionPeriod | undefined => {
  const own = serving === undefined ? undefined : period.versions[serving];
  if (own !== undefined && own.requests * 2 >= requestsIn(period)) return own;
  return Object.values(period.versions).toSorted((a, b) => b.requests - a.requests)[0];
};

/** Periods added up to points of `stepSeconds`, aligned to `from`; a point without traffic has no requests. At most 120. */
export const poolPeriods = (periods: readonly Period[], options: { readonly from: number; readonly until: number; readonly stepSeconds: number; readonly serving: string | undefined }): PooledPeriod[] => {
  const { from, until, stepSeconds, serving } = options;
  const count = Math.min(MOST_POINTS, Math.max(1, Math.ceil((until - from) / 1000 / stepSeconds)));
  const pools = Array.from({ length: count }, (_, index) => ({ from: from + index * stepSeconds * 1000, seconds: stepSeconds, allRequests: 0, served: { requests: 0, failures: 0, timeouts: 0, coldStarts: 0, durations: {} } }));
  for (const period of periods) {
    const pool = pools[Math.floor((period.startsAt - from) / 1000 / stepSeconds)];
    if (pool === undefined) continue;
    pool.allRequests += requestsIn(period);
    const served = servedBy(period, serving);
    if (served === undefined) continue;
    for (const field of ['requests', 'failures', 'timeouts', 'coldStarts'] as const) pool.served[field] += served[field];
    addHistogram(pool.served.durations, served.durations);
  }
  return pools;
};
