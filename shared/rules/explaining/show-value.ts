import type { SeriesUnit } from '../../domain/explanation.ts';
import { showCount, showMs, showShare } from './figures.ts';

/** A number of a series in the words of its unit: `312 ms`, `4.8 %`, `600`, `2.5`. */
export const showValue = (value: number, unit: SeriesUnit): string => {
  if (unit === 'ms') return showMs(value);
  if (unit === 'share') return showShare(value);
  return Math.abs(value) < 10 && !Number.isInteger(value) ? value.toFixed(1) : showCount(value);
};

/** As {@link showValue}, with what it counts by: `12 an hour`. */
export const showRate = (value: number, unit: SeriesUnit): string => `${showValue(value, unit)}${unit === 'per-minute' ? ' a minute' : unit === 'per-hour' ? ' an hour' : ''}`;
