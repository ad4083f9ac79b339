import type { TargetDetail } from '../../../shared/domain/views/target-view.ts';
import { counted, milliseconds, number, percent } from '../components/numbers.ts';
import { formatClock, formatMoment } from './format-measure.ts';

type Series = TargetDetail['series'];
type Column = readonly (number | null)[];

/** A target's series by columns, as the plot wants it; `at` in seconds since 1970, ascending. A hole in the series is one unknown point. */
export type HealthColumns = { readonly at: readonly number[]; readonly perMinute: Column; readonly failureRate: Column; readonly p50Ms: Column; readonly p95Ms: Column };

/** Turns points into columns; where more than one step is missing, an unknown point breaks the lines. */
export const healthColumns = ({ from, stepSeconds, points }: Series): HealthColumns => {
  const at: number[] = [];
  const perMinute: (number | null)[] = [];
  const failureRate: (number | null)[] = [];
  const p50Ms: (number | null)[] = [];
  const p95Ms: (number | null)[] = [];
  const push = (second: number, requests: number | null, failures: number, p50: number | null, p95: number | null): void => {
    at.push(from / 1000 + second);
    perMinute.push(requests === null ? null : (requests * 60) / stepSeconds);
    failureRate.push(requests === null || requests === 0 ? null : failures / requests);
    p50Ms.push(p50);
    p95Ms.push(p95);
  };
  let before: number | undefined;
  for (const [second, requests, failures, p50, p95] of points) {
    if (before !== undefined && second - before > 1.5 * stepSeconds) push(before + stepSeconds, null, 0, null, null);
    push(second, requests, failures, p50, p95);
    before = second;
  }
  return { at, perMinute, failureRate, p50Ms, p95Ms };
};

/** The height under which the given share of what is known lies; nothing where nothing is known. */
export const quantileOf = (column: Column, share: number): number | undefined => {
  const known = Float64Array.from(column.filter((value) => value !== null)).sort();
  return known[Math.min(known.length - 1, Math.floor(share * known.length))];
};

/** Where nine of ten periods lay: what is usual for this target in the time that is shown. Needs at least twenty. */
export const usualBand = (column: Column): readonly [number, number] | undefined => {
  if (column.filter((value) => value !== null).length < 20) return undefined;
  const [low, high] = [quantileOf(column, 0.05), quantileOf(column, 0.95)];
  return low === undefined || high === undefined ? undefined : [low, high];
};

/** What the whole comes to, in a sentence. */
export const sayHealth = ({ points, stepSeconds }: Series, columns: HealthColumns): string => {
  const requests = points.reduce((sum, point) => sum + point[1], 0);
  if (requests === 0) return 'No request was served in this time.';
  const failures = points.reduce((sum, point) => sum + point[2], 0);
  const usual = usualBand(columns.p95Ms);
  const most = quantileOf(columns.p95Ms, 1);
  const latency = usual && most !== undefined ? ` In nine of ten periods p95 lay between ${milliseconds(usual[0])} and ${milliseconds(usual[1])}, at most it was ${milliseconds(most)}.` : '';
  return `${counted(requests, 'request')}, ${percent(failures / requests)} failed.${latency} One point is ${stepSeconds >= 60 ? `${number(stepSeconds / 60)} min` : `${number(stepSeconds)} s`}.`;
};

/** One point in words. */
export const sayHealthAt = ({ at, perMinute, failureRate, p50Ms, p95Ms }: HealthColumns, index: number): string => {
  const [second, requests, failed, p50, p95] = [at[index], perMinute[index], failureRate[index], p50Ms[index], p95Ms[index]];
  if (second === undefined) return '';
  if (requests === null || requests === undefined) return `${formatMoment(second * 1000)} · nothing known`;
  if (requests === 0) return `${formatMoment(second * 1000)} · no requests`;
  return [formatMoment(second * 1000), ...(typeof p95 === 'number' ? [`p95 ${milliseconds(p95)}`] : []), ...(typeof p50 === 'number' ? [`p50 ${milliseconds(p50)}`] : []), `${percent(failed ?? 0)} failed`, `${number(requests)} requests/min`].join(' · ');
};

/** The series in at most `most` rows of equal time: requests, share of failures, middle p50 and p95, highest p95. */
export const summarise = ({ from, stepSeconds, points }: Series, most = 168): { readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] } => {
  const columns = ['From', 'Requests', 'Failed', 'p50 (median)', 'p95 (median)', 'p95 (most)'];
  const last = points.at(-1)?.[0] ?? 0;
  const wide = Math.max(stepSeconds, 60 * Math.ceil(Math.max(3600, (last + stepSeconds) / most) / 60));
  const rows = new Map<number, { requests: number; failures: number; p50: (number | null)[]; p95: (number | null)[] }>();
  for (const [second, requests, failures, p50, p95] of points) {
    const start = Math.floor(second / wide) * wide;
    const row = rows.get(start) ?? { requests: 0, failures: 0, p50: [], p95: [] };
    rows.set(start, row);
    row.requests += requests;
    row.failures += failures;
    row.p50.push(p50);
    row.p95.push(p95);
  }
  const write = (value: number | undefined): string => (value === undefined ? '–' : milliseconds(value));
  return {
    columns,
    rows: [...rows].map(([start, { requests, failures, p50, p95 }]) => [
      `${formatMoment(from + start * 1000)} to ${formatClock(from + (start + wide) * 1000)}`, number(requests), requests === 0 ? '–' : percent(failures / requests), write(quantileOf(p50, 0.5)), write(quantileOf(p95, 0.5)), write(quantileOf(p95, 1)),
    ]),
  };
};

export type Range = readonly [from: number, to: number];

/** Zooms by a factor (< 1: closer) around a place, within the whole and no closer than `least`. */
export const zoomed = ([from, to]: Range, factor: number, around: number, whole: Range, least: number): Range => {
  const width = Math.min(whole[1] - whole[0], Math.max(least, (to - from) * factor));
  const share = to === from ? 0.5 : (around - from) / (to - from);
  const start = Math.max(whole[0], Math.min(whole[1] - width, around - share * width));
  return [start, start + width];
};

/** Moves by a share of what is shown, within the whole. */
export const moved = ([from, to]: Range, share: number, whole: Range): Range => {
  const by = Math.max(whole[0] - from, Math.min(whole[1] - to, (to - from) * share));
  return [from + by, to + by];
};
