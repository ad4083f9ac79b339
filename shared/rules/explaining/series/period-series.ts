import type { ExplainedSeries, SeriesPoint } from '../../../domain/explanation.ts';
import type { Period } from '../../../domain/period.ts';
import { METRIC_TERMS, type MetricName } from '../metric-terms.ts';
import type { ExpectedBand } from './expected-band.ts';
import { periodMeasure, type TargetLimits } from './period-measure.ts';
import { poolPeriods, stepSecondsFor } from './pooled-periods.ts';

/** What a series is cut from: the target's periods, oldest first, all of them in [`from`, `until`). */
export type PeriodsInView = {
  readonly periods: readonly Period[];
  readonly from: number;
  readonly until: number;
  readonly serving: string | undefined;
  /** Since when that version serves: before, another level was normal, and no band is drawn. */
  readonly servingSince: number | undefined;
  readonly limits: TargetLimits;
  readonly band: ExpectedBand;
};

/** Four digits carry more than a chart can show, and keep an explanation small. */
export const rounded = (value: number | undefined): number | null => (value === undefined || !Number.isFinite(value) ? null : Number(value.toPrecision(4)));

/** One metric of the version that served, minute by minute or pooled to 120 points, with its band. `undefined` when there is nothing to draw. */
export const periodSeries = (metric: MetricName, view: PeriodsInView, evidence: { readonly since?: number | undefined; readonly threshold?: number | undefined }): ExplainedSeries | undefined => {
  const measure = periodMeasure(metric);
  const first = view.periods[0];
  if (measure === undefined || first === undefined || view.periods.length < 2) return undefined;
  const from = Math.max(view.from, first.startsAt);
  const inView = view.periods.filter(({ startsAt }) => startsAt >= from && startsAt < view.until);
  const stepSeconds = stepSecondsFor(inView, from, view.until);
  const { label, unit, bad } = METRIC_TERMS[metric];
  const bandFrom = metric === 'requestsPerMinute' ? from : Math.max(from, view.servingSince ?? from);

  const points = poolPeriods(inView, { from, until: view.until, stepSeconds, serving: view.serving }).map((pool): SeriesPoint => {
    const middle = pool.from + stepSeconds * 500;
    const band = pool.from >= bandFrom ? view.band(metric, middle) : undefined;
    return [(pool.from - from) / 1000, rounded(measure(pool, view.limits)), rounded(band?.expected), rounded(band?.low), rounded(band?.high)];
  });
  if (points.every(([, value]) => value === null)) return undefined;
  const crossedAt = crossing(points, from, bad, evidence.since);
  return {
    measure: label, unit, bad, from, to: from + points.length * stepSeconds * 1000, stepSeconds, points,
    ...(evidence.threshold === undefined ? {} : { threshold: Number(evidence.threshold.toPrecision(4)) }),
    ...(evidence.since === undefined ? {} : { since: evidence.since }),
    ...(crossedAt === undefined ? {} : { crossedAt }),
    marks: versionMarks(inView, from),
  };
};

/** The first point at or after the onset that lies outside its band on the bad side. */
const crossing = (points: readonly SeriesPoint[], from: number, bad: ExplainedSeries['bad'], since: number | undefined): number | undefined => {
  if (since === undefined) return undefined;
  const stepMs = ((points[1]?.[0] ?? 0) - (points[0]?.[0] ?? 0)) * 1000;
  const crossed = points.find(([seconds, value, , low, high]) => from + seconds * 1000 + stepMs > since && value !== null && (bad === 'above' ? high !== null && value > high : low !== null && value < low));
  return crossed === undefined ? undefined : from + crossed[0] * 1000;
};

const MOST_MARKS = 6;

/** Versions that had no traffic when the view begins, each where it first had some; of many, the last six. */
const versionMarks = (periods: readonly Period[], from: number): { at: number; what: string }[] => {
  const firstSeen = new Map<string, number>();
  for (const { startsAt, versions } of periods) {
    for (const [version, { requests }] of Object.entries(versions)) if (requests > 0 && !firstSeen.has(version)) firstSeen.set(version, startsAt);
  }
  const start = Math.max(from, periods[0]?.startsAt ?? from);
  return [...firstSeen]
    .filter(([, at]) => at > start)
    .map(([version, at]) => ({ at, what: `version ${version.slice(0, 40)}` }))
    .slice(-MOST_MARKS);
};
