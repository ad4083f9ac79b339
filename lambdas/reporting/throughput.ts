import type { Release } from '../../shared/domain/release.ts';

/**
 * Requests a minute that each version would have served with all of the traffic: its requests over its own share of the time.
 * On a weighted alias versions cannot influence arrivals, so that a difference here is chance or a broken route.
 * `undefined` for a version that never had a share.
 */
export const throughputPerMinute = (release: Pick<Release, 'periods' | 'periodSeconds'>): { stable: number | undefined; candidate: number | undefined } => {
  const sums = { stable: { requests: 0, minutes: 0 }, candidate: { requests: 0, minutes: 0 } };
  for (const { weight, stable, candidate } of release.periods) {
    const minutes = release.periodSeconds / 60;
    sums.stable.requests += stable.requests;
    sums.stable.minutes += (1 - weight) * minutes;
    sums.candidate.requests += candidate.requests;
    sums.candidate.minutes += weight * minutes;
  }
  const rate = ({ requests, minutes }: { requests: number; minutes: number }): number | undefined => (minutes < 1e-9 ? undefined : requests / minutes);
  return { stable: rate(sums.stable), candidate: rate(sums.candidate) };
};
