import type { SeriesUnit } from '../../../shared/domain/explanation.ts';
import { milliseconds, number, percent } from '../components/numbers.ts';

/** What is in percent already. */
export const formatPercent = (value: number): string => percent(value / 100);

/** Seconds that were waited, over all callers: `45 s`, `12 min`, `3.4 h`. */
export const formatSeconds = (seconds: number): string => {
  const size = Math.abs(seconds);
  if (size < 120) return `${number(seconds)} s`;
  return size < 7200 ? `${number(seconds / 60)} min` : `${number(seconds / 3600)} h`;
};

const WRITTEN = {
  ms: milliseconds,
  share: percent,
  'per-minute': (value: number) => `${number(value)}/min`,
  'per-hour': (value: number) => `${number(value)}/h`,
  count: number,
} as const satisfies Record<SeriesUnit, (value: number) => string>;

/** A number of a series, with its unit. */
export const formatMeasure = (unit: SeriesUnit, value: number): string => WRITTEN[unit](value);

const two = (value: number): string => String(value).padStart(2, '0');

/** `14:05` of the reader's own clock; with seconds where periods are shorter than a minute. */
export const formatClock = (at: number, withSeconds = false): string => {
  const date = new Date(at);
  return `${two(date.getHours())}:${two(date.getMinutes())}${withSeconds ? `:${two(date.getSeconds())}` : ''}`;
};

/** `22 Nov 14:05`. */
export const formatMoment = (at: number, withSeconds = false): string => `${new Date(at).toLocaleDateString('en-GB', { day: 'numeric', month: 'short' })} ${formatClock(at, withSeconds)}`;
