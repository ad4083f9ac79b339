import type { DependencyHours } from '../../domain/dependency-hours.ts';
import type { TargetState } from '../../domain/target-state.ts';
import { entryOf } from './keep-most.ts';
import { countMs, quantileOfMs, tallyTotal } from './tally.ts';

const HOUR_MS = 3_600_000;
export const HOURS_OF_WEEK = 168;
const MOST_DEPENDENCIES = 8;
/** Fewer requests than this in an hour give no median. */
const FEWEST_REQUESTS = 10;
const WIDTH = 3;
const UNKNOWN = '-'.repeat(WIDTH);
/** Hundredths of a logarithm of milliseconds, moved so that none is negative. */
const OFFSET = 1000;

const quiet = (hour: number): DependencyHours => ({ hour, open: {}, hours: UNKNOWN.repeat(HOURS_OF_WEEK) });
/** How many hours have a median. */
const known = ({ hours }: DependencyHours): number => {
  let count = 0;
  for (let place = 0; place < hours.length; place += WIDTH) if (hours.charAt(place) !== '-') count += 1;
  return count;
};

export const dependencyKey = ({ method, shape }: { readonly method: string; readonly shape: string }): string => `${method} ${shape}`;

/** Counts how long the longest call of a request took, in the hour of `at`; an hour that is over leaves its median. Late calls are left out. */
export const countInHour = (state: TargetState, call: { readonly method: string; readonly shape: string }, at: number, ms: number): void => {
  const hour = Math.floor(at / HOUR_MS);
  const dependencies = (state.dependencies ??= {});
  const one = entryOf(dependencies, dependencyKey(call), MOST_DEPENDENCIES, () => quiet(hour), (other) => known(other) + tallyTotal(other.open) / 1000);
  if (hour < one.hour) return;
  if (hour > one.hour) turnTo(one, hour);
  countMs(one.open, ms);
};

/** Closes the open hour, forgets the hours without a call between it and `hour`, and opens that. */
const turnTo = (one: DependencyHours, hour: number): void => {
  const closed = medianOf(one.open);
  const slots = one.hours.match(/.{3}/g) ?? [];
  for (let gone = one.hour; gone < Math.min(hour, one.hour + HOURS_OF_WEEK); gone += 1) slots[gone % HOURS_OF_WEEK] = UNKNOWN;
  if (closed !== undefined && hour - one.hour < HOURS_OF_WEEK) slots[one.hour % HOURS_OF_WEEK] = Math.round(closed * 100 + OFFSET).toString(36).padStart(WIDTH, '0');
  one.hours = slots.join('');
  one.hour = hour;
  one.open = {};
};

const medianOf = (open: DependencyHours['open']): number | undefined => (tallyTotal(open) < FEWEST_REQUESTS ? undefined : Math.log(Math.max(0.05, quantileOfMs(open, 0.5))));

/** The median of each hour with enough requests, as logarithm of milliseconds, by hours since the epoch, of the week up to the open hour. */
export const hourlyLevels = (one: DependencyHours): Map<number, number> => {
  const levels = new Map<number, number>();
  for (let hour = one.hour - HOURS_OF_WEEK + 1; hour < one.hour; hour += 1) {
    const place = (((hour % HOURS_OF_WEEK) + HOURS_OF_WEEK) % HOURS_OF_WEEK) * WIDTH;
    const value = Number.parseInt(one.hours.slice(place, place + WIDTH), 36);
    if (Number.isFinite(value)) levels.set(hour, (value - OFFSET) / 100);
  }
  const now = medianOf(one.open);
  if (now !== undefined) levels.set(one.hour, now);
  return levels;
};
