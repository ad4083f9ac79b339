import type { ExplainedSeries, SeriesPoint } from '../../../shared/domain/explanation.ts';
import { formatClock, formatMeasure, formatMoment } from './format-measure.ts';
import type { BandPoint, LinePoint } from './paths.ts';
import { niceTicks } from './scale.ts';

/** Beyond this many times what was measured the band is cut off: its edge would press the measured line flat. */
const BAND_BEYOND = 1.25;

/** A series of evidence, ready to be drawn and read. */
export type SeriesModel = {
  readonly stops: readonly number[];
  readonly measured: readonly LinePoint[];
  readonly expected: readonly LinePoint[];
  readonly band: readonly BandPoint[];
  /** Points on the bad side of the band (of the limit where there is none), since it began. */
  readonly out: readonly (readonly [number, number])[];
  readonly ticks: readonly number[];
  readonly moments: readonly { readonly at: number; readonly what: string }[];
  readonly sentence: string;
};

const isOut = ([seconds, value, , low, high]: SeriesPoint, { bad, threshold, since, from, stepSeconds }: ExplainedSeries): boolean => {
  if (value === null || (since !== undefined && from + (seconds + stepSeconds) * 1000 <= since)) return false;
  const edge = bad === 'above' ? (high ?? threshold) : (low ?? threshold);
  return edge !== undefined && (bad === 'above' ? value > edge : value < edge);
};

const known = (values: readonly (number | null)[]): number[] => values.filter((value) => value !== null);

const ticksOf = ({ points, threshold }: ExplainedSeries): number[] => {
  const told = [...known(points.flatMap(([, value, expected]) => [value, expected])), ...(threshold === undefined ? [] : [threshold])];
  if (told.length === 0) return [0, 1];
  const most = Math.max(...told);
  const least = Math.min(...told);
  const top = Math.min(Math.max(most, ...known(points.map((point) => point[4]))), most > 0 ? most * BAND_BEYOND : most);
  const bottom = Math.max(Math.min(least, ...known(points.map((point) => point[3]))), least / BAND_BEYOND);
  return niceTicks(bottom > 0 && bottom < 0.6 * top ? 0 : bottom, top);
};

const median = (values: readonly number[]): number | undefined => values.toSorted((one, other) => one - other)[Math.floor((values.length - 1) / 2)];

const sentenceOf = (series: ExplainedSeries, out: SeriesModel['out']): string => {
  const { measure, unit, points, from, crossedAt, since } = series;
  const measured = known(points.map(([, value]) => value));
  if (measured.length === 0) return `Nothing of ${measure} is known for this time.`;
  const begun = since ?? crossedAt;
  const before = median(known(points.filter(([seconds]) => begun !== undefined && from + seconds * 1000 < begun).map(([, value]) => value)));
  const after = median(known(points.filter(([seconds]) => begun === undefined || from + seconds * 1000 >= begun).map(([, value]) => value)));
  const said = before !== undefined && after !== undefined ? `${measure} went from about ${formatMeasure(unit, before)} to about ${formatMeasure(unit, after)}` : `${measure} lay between ${formatMeasure(unit, Math.min(...measured))} and ${formatMeasure(unit, Math.max(...measured))}`;
  return `${said}${begun === undefined ? '' : `, since ${formatMoment(begun)}`}; ${out.length === 0 ? 'no point' : `${out.length} of ${measured.length} points`} outside of what was expected.`;
};

/** What there is to draw of a series: everything at the middle of the step that it stands for. */
export const seriesModel = (series: ExplainedSeries): SeriesModel => {
  const at = (point: SeriesPoint): number => series.from + (point[0] + series.stepSeconds / 2) * 1000;
  const out = series.points.flatMap((point): (readonly [number, number])[] => (point[1] !== null && isOut(point, series) ? [[at(point), point[1]]] : []));
  return {
    stops: series.points.map(at),
    measured: series.points.map((point) => [at(point), point[1]]),
    expected: series.points.map((point) => [at(point), point[2]]),
    band: series.points.map((point) => [at(point), point[3], point[4]]),
    out,
    ticks: ticksOf(series),
    moments: [...(series.since === undefined ? [] : [{ at: series.since, what: 'it began, by the evidence' }]), ...series.marks],
    sentence: sentenceOf(series, out),
  };
};

/** One point in words. */
export const sayPoint = (series: ExplainedSeries, index: number): string => {
  const point = series.points[index];
  if (!point) return '';
  const [seconds, value, expected, low, high] = point;
  const write = (number: number): string => formatMeasure(series.unit, number);
  const parts = [value === null ? 'nothing measured' : write(value)];
  if (expected !== null) parts.push(`expected ${write(expected)}`);
  if (low !== null && high !== null) parts.push(`band ${write(low)} to ${write(high)}`);
  return `${formatClock(series.from + seconds * 1000, series.stepSeconds < 60)} · ${parts.join(' · ')}${isOut(point, series) ? ' · outside' : ''}`;
};

/** The points as cells of a table. */
export const seriesTable = (series: ExplainedSeries): { readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] } => {
  const write = (value: number | null): string => (value === null ? '–' : formatMeasure(series.unit, value));
  return {
    columns: ['From', series.measure, 'Expected', 'Band from', 'Band to', 'Outside'],
    rows: series.points.map((point) => [formatMoment(series.from + point[0] * 1000, series.stepSeconds < 60), write(point[1]), write(point[2]), write(point[3]), write(point[4]), isOut(point, series) ? 'yes' : 'no']),
  };
};
