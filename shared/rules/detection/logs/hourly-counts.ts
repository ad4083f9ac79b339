import type { HourlyCounts } from '../../../domain/log-patterns.ts';

const HOUR_MS = 3_600_000;
const MOST_HOURS = 26;
const MOST_DAYS = 8;

export const hourOf = (at: number): number => Math.floor(at / HOUR_MS);
const dayOf = (hour: number): number => Math.floor(hour / 24);

/** Moves the end of a series forward by `steps`, with zeros. */
const advance = (series: number[], steps: number, most: number): void => {
  for (let step = Math.min(steps, most); step > 0; step -= 1) series.push(0);
  if (series.length > most) series.splice(0, series.length - most);
};

/** Adds to the place that lies `back` before the end; what lies before the beginning makes it longer. `false`: it lies too far back. */
const placeAt = (series: number[], back: number, most: number): number => {
  if (back >= most) return -1;
  while (series.length <= back) series.unshift(0);
  return series.length - 1 - back;
};

/** Counts `by` in the hour of `at`. The order in which moments come makes no difference, but for those more than 26 hours before the newest, which are not counted. */
export const countHour = (hours: HourlyCounts, at: number, by = 1): void => {
  const hour = hourOf(at);
  if (hours.counts.length === 0) hours.hour = hour;
  if (hour > hours.hour) {
    advance(hours.counts, hour - hours.hour, MOST_HOURS);
    advance(hours.days, dayOf(hour) - dayOf(hours.hour), MOST_DAYS);
    hours.hour = hour;
  }
  const place = placeAt(hours.counts, hours.hour - hour, MOST_HOURS);
  if (place < 0) return;
  const count = (hours.counts[place] ?? 0) + by;
  hours.counts[place] = count;
  const day = placeAt(hours.days, dayOf(hours.hour) - dayOf(hour), MOST_DAYS);
  if (day >= 0) hours.days[day] = Math.max(hours.days[day] ?? 0, count);
};

/** Adds what another series counted. The busiest hours of past days are taken for the same hour. */
export const addHours = (into: HourlyCounts, from: HourlyCounts): void => {
  for (const [index, count] of from.counts.entries()) if (count > 0) countHour(into, (from.hour - from.counts.length + 1 + index) * HOUR_MS, count);
  for (const [index, busiest] of from.days.entries()) {
    const back = dayOf(into.hour) - dayOf(from.hour) + from.days.length - 1 - index;
    const day = busiest > 0 && back >= 0 ? placeAt(into.days, back, MOST_DAYS) : -1;
    if (day >= 0) into.days[day] = Math.max(into.days[day] ?? 0, busiest);
  }
};

/** What was counted in an hour. */
export const countIn = (hours: HourlyCounts, hour: number): number => hours.counts[hours.counts.length - 1 - (hours.hour - hour)] ?? 0;

/** The busiest hour of the days before the day of `hour`. */
export const busiestBefore = (hours: HourlyCounts, hour: number): number => {
  const last = hours.days.length - 1 - (dayOf(hours.hour) - dayOf(hour));
  return hours.days.reduce((max, count, index) => (index < last ? Math.max(max, count) : max), 0);
};

export const totalOf = (hours: HourlyCounts): number => hours.counts.reduce((sum, count) => sum + count, 0);
