import type { SeriesUnit } from '../../../shared/domain/explanation.ts';
import { milliseconds, number, percent, rough } from '../components/numbers.ts';

/** What is in percent already. */
export const formatPercent = (value: number): string => percent(value / 100);

/** Writes seconds in the unit that suits a size, so that a value and its interval stand in the same: `45 s`, `12 min`, `3.4 h`. */
export const secondsLike = (size: number): ((seconds: number) => string) => {
  const [unit, name] = Math.abs(size) < 120 ? [1, 's'] : Math.abs(size) < 7200 ? [60, 'min'] : [3600, 'h'];
  return (seconds) => `${rough(seconds / unit)} ${name}`;
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
