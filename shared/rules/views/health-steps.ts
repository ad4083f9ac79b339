import { addHistogram, type Histogram } from '../../domain/histogram.ts';
import type { Period } from '../../domain/period.ts';
import type { HealthPoint, TargetDetail } from '../../domain/views/target-view.ts';
import { momentsOf, MOST_POINTS, percentileOf, versionsOf, type Through, type VersionMoment } from './health-series.ts';

/** As much of a period as a line and its moments need: small, for who keeps weeks of them. Percentiles in milliseconds, `null` where nothing was served. */
export type HealthStep = Pick<Period, 'startsAt' | 'seconds'> & {
  readonly requests: number;
  readonly failures: number;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  /** Versions that served something. */
  readonly versions: readonly string[];
};

export const stepOf = (period: Period, through: Through): HealthStep => {
  const durations: Histogram = {};
  const served = Object.entries(versionsOf(period, through));
  for (const [, version] of served) addHistogram(durations, version.durations);
  const sum = (of: 'requests' | 'failures'): number => served.reduce((total, [, version]) => total + version[of], 0);
  return {
    startsAt: period.startsAt, seconds: period.seconds, requests: sum('requests'), failures: sum('failures'), p50Ms: percentileOf(durations, 0.5), p95Ms: percentileOf(durations, 0.95),
    versions: served.flatMap(([name, { requests }]) => (requests > 0 ? [name] : [])),
  };
};

/**
 * The line of `healthSeries`, of steps: `undefined` where several periods would share a point, whose percentiles steps do not know.
 * `steps`: oldest first.
 */
export const seriesOfSteps = (steps: readonly HealthStep[]): TargetDetail['series'] | undefined => {
  const [first, last] = [steps[0], steps.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const stepSeconds = first.seconds;
  const places = steps.map(({ startsAt }) => Math.floor((startsAt - first.startsAt) / 1000 / stepSeconds));
  const count = (places.at(-1) ?? 0) + 1;
  if (count > MOST_POINTS || steps.some(({ seconds }, index) => seconds !== stepSeconds || (index > 0 && places[index] === places[index - 1]))) return undefined;
  const points = Array.from({ length: count }, (_, step): HealthPoint => [Math.round(step * stepSeconds * 1000) / 1000, 0, 0, null, null]);
  for (const [index, place] of places.entries()) {
    const step = steps[index];
    if (step !== undefined) points[place] = [Math.round(place * stepSeconds * 1000) / 1000, step.requests, step.failures, step.p50Ms, step.p95Ms];
  }
  return { from: first.startsAt, stepSeconds, points };
};

/** Versions that began or ceased to serve within the steps, in time order. */
export const momentsOfSteps = (steps: readonly HealthStep[]): VersionMoment[] => momentsOf(steps.map(({ startsAt, seconds, versions }) => ({ from: startsAt, until: Math.round(startsAt + seconds * 1000), versions })));
