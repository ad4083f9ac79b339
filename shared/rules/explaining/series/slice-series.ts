import type { ExplainedSeries, SeriesPoint, SeriesUnit } from '../../../domain/explanation.ts';
import { MOST_POINTS } from '../../../domain/explanation.ts';
import type { Slice, VersionSlice } from '../../../domain/version-slice.ts';
import { rounded } from './period-series.ts';

/** What is read from the slices of one version: coarser than periods, the coarser the longer ago, and all there is about calls, errors and caches. */
export type SliceMeasure = {
  readonly label: string;
  readonly unit: SeriesUnit;
  readonly bad: ExplainedSeries['bad'];
  readonly threshold?: number | undefined;
  readonly since?: number | undefined;
  /** `hours`: how long the slice is. `undefined`: it says nothing. */
  readonly value: (slice: VersionSlice, hours: number, whole: Slice) => number | undefined;
};

const HOUR_MS = 3_600_000;

/** One value a slice, at the slice's beginning; `undefined` when fewer than two say something. */
export const sliceSeries = (slices: readonly Slice[], version: string, until: number, { label, unit, bad, threshold, since, value }: SliceMeasure): ExplainedSeries | undefined => {
  const shown = slices.filter((slice) => slice.versions[version] !== undefined).slice(-MOST_POINTS);
  const [first] = shown;
  if (first === undefined) return undefined;
  const to = Math.max(first.from + 1000, Math.min(until, shown.at(-1)?.to ?? until));
  const points = shown.flatMap((slice): SeriesPoint[] => {
    const own = slice.versions[version];
    const hours = (Math.min(slice.to, to) - slice.from) / HOUR_MS;
    return own === undefined || hours <= 0 ? [] : [[(slice.from - first.from) / 1000, rounded(value(own, hours, slice)), null, null, null]];
  });
  if (points.filter(([, measured]) => measured !== null).length < 2) return undefined;
  return {
    measure: label, unit, bad, from: first.from, to, points, marks: [],
    stepSeconds: Math.min(...shown.map((slice) => slice.to - slice.from)) / 1000,
    ...(threshold === undefined ? {} : { threshold }),
    ...(since === undefined ? {} : { since }),
  };
};
