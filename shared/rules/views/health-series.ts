import { addHistogram, quantileMs, type Histogram } from '../../domain/histogram.ts';
import type { Instant } from '../../domain/instant.ts';
import type { Period, VersionPeriod } from '../../domain/period.ts';
import type { HealthPoint, TargetDetail, TargetView } from '../../domain/views/target-view.ts';

/** A week of minutes. */
export const MOST_POINTS = 10_080;
const MINUTE_SECONDS = 60;

/** Which callers are looked at: all of a target's, or those that came through one alias. */
export type Through = string | undefined;

/** What each version did in a period, of all callers or of those of one alias. */
export const versionsOf = ({ versions, aliases = {} }: Period, through: Through): Readonly<Record<string, VersionPeriod>> =>
  through === undefined ? versions : Object.hasOwn(aliases, through) ? (aliases[through] ?? {}) : {};

/** Percentiles are right to within 1 %: four digits are enough of them, and a week of them is half as long. */
export const percentileOf = (durations: Histogram, share: number): number | null => {
  const ms = quantileMs(durations, share);
  return ms === undefined ? null : Number(ms.toPrecision(4));
};

type Sum = { requests: number; failures: number; durations: Histogram };

const sumOf = (periods: readonly Period[], through: Through): Sum => {
  const sum: Sum = { requests: 0, failures: 0, durations: {} };
  for (const period of periods) {
    for (const { requests, failures, durations } of Object.values(versionsOf(period, through))) {
      sum.requests += requests;
      sum.failures += failures;
      addHistogram(sum.durations, durations);
    }
  }
  return sum;
};

/** The last complete periods together. `undefined` when there is none. */
export const healthOf = (periods: readonly Period[], through: Through): TargetView['health'] => {
  const [first, last] = [periods[0], periods.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const { requests, failures, durations } = sumOf(periods, through);
  const until = last.startsAt + last.seconds * 1000;
  return {
    until: Math.round(until),
    requestsPerMinute: (requests / (until - first.startsAt)) * MINUTE_SECONDS * 1000,
    failureRate: requests === 0 ? 0 : failures / requests,
    p50Ms: quantileMs(durations, 0.5),
    p95Ms: quantileMs(durations, 0.95),
  };
};

/**
 * How a target went from its first period on, at most 10,080 points: one a period, or one for as many whole minutes as are needed. Where nothing was
 * served there is a point without percentiles, so that a line breaks there. `periods`: oldest first.
 */
export const healthSeries = (periods: readonly Period[], from: Instant, through: Through): TargetDetail['series'] => {
  const [first, last] = [periods[0], periods.at(-1)];
  if (first === undefined || last === undefined) return { from, stepSeconds: MINUTE_SECONDS, points: [] };
  const finest = Math.max(...periods.map(({ seconds }) => seconds));
  const spanSeconds = (last.startsAt - first.startsAt) / 1000 + last.seconds;
  const stepSeconds = spanSeconds / finest <= MOST_POINTS ? finest : Math.ceil(spanSeconds / MOST_POINTS / MINUTE_SECONDS) * MINUTE_SECONDS;
  const byStep = Map.groupBy(periods, ({ startsAt }) => Math.floor((startsAt - first.startsAt) / 1000 / stepSeconds));
  const steps = Math.min(MOST_POINTS, Math.floor((last.startsAt - first.startsAt) / 1000 / stepSeconds) + 1);
  const points = Array.from({ length: steps }, (_, step): HealthPoint => {
    const { requests, failures, durations } = sumOf(byStep.get(step) ?? [], through);
    return [Math.round(step * stepSeconds * 1000) / 1000, requests, failures, percentileOf(durations, 0.5), percentileOf(durations, 0.95)];
  });
  return { from: first.startsAt, stepSeconds, points };
};

export type VersionMoment = { readonly at: Instant; readonly version: string; readonly what: 'came' | 'went' };

/** Versions that began or ceased to serve, in time order. `served`: what served when, oldest first. */
export const momentsOf = (served: readonly { readonly from: Instant; readonly until: Instant; readonly versions: readonly string[] }[]): VersionMoment[] => {
  const seen = new Map<string, { from: Instant; until: Instant }>();
  for (const { from, until, versions } of served) {
    for (const version of versions) {
      const known = seen.get(version);
      if (known) known.until = until;
      else seen.set(version, { from, until });
    }
  }
  const begin = Math.min(...[...seen.values()].map(({ from }) => from));
  const end = Math.max(...[...seen.values()].map(({ until }) => until));
  return [...seen]
    .flatMap(([version, { from, until }]) => [...(from > begin ? [{ at: from, version, what: 'came' as const }] : []), ...(until < end ? [{ at: until, version, what: 'went' as const }] : [])])
    .sort((a, b) => a.at - b.at);
};
