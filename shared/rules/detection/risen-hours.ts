/** A level that has risen against the same hours of earlier days. `by`: logarithm; `days`: how many earlier days it was compared with, one where none of them was of its kind (weekday, weekend). */
export type Rise = { readonly fromHour: number; readonly by: number; readonly usual: number; readonly current: number; readonly spread: number; readonly hours: number; readonly days: number };

const DAY = 24;
const LONGEST_AGO = 96;
const FEWEST_HOURS = 2;
/** Where there is but one day to compare with. */
const FEWEST_HOURS_AFTER_A_DAY = 3;
/** Hours that agree by accident are no proof of calm. */
const SMALLEST_SPREAD = 0.04;
/** The largest of several noisy values lies above them all; so far above it something must lie to be no such thing itself. */
const CLEARLY = 2.5;

const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return ((sorted[Math.floor((sorted.length - 1) / 2)] ?? 0) + (sorted[Math.ceil((sorted.length - 1) / 2)] ?? 0)) / 2;
};

/**
 * Whether hourly levels (logarithms by hours since the epoch) have risen by at least `leastBy` from some hour of the last four days on, and
 * stayed so. Each hour since is compared with the highest of what was seen at that time of day, give or take an hour, on all days before: so neither the
 * time of day nor the day of the week is taken for a change, once they have been seen. Without a day before there is nothing to
 * compare with and nothing is said. Of several beginnings that would do, the one from which most has risen.
 */
export const risenSince = (levels: ReadonlyMap<number, number>, leastBy: number): Rise | undefined => {
  const hours = [...levels.keys()].sort((a, b) => a - b);
  const last = hours.at(-1) ?? 0;
  let best: (Rise & { readonly total: number }) | undefined;
  for (const fromHour of hours.filter((hour) => hour > last - LONGEST_AGO)) {
    const rise = riseFrom(levels, hours, fromHour, leastBy);
    if (rise !== undefined && rise.total > (best?.total ?? 0)) best = rise;
  }
  return best;
};

const riseFrom = (levels: ReadonlyMap<number, number>, hours: readonly number[], fromHour: number, leastBy: number): (Rise & { readonly total: number }) | undefined => {
  const before = hours.filter((hour) => hour < fromHour);
  const compared: { readonly rise: number; readonly level: number; readonly typical: number; readonly days: number }[] = [];
  for (const hour of hours) {
    if (hour < fromHour) continue;
    const same = before.filter((other) => isSameTime(hour, other)).map((other) => levels.get(other) ?? 0);
    if (same.length === 0) continue;
    const level = levels.get(hour) ?? 0;
    const rise = level - Math.max(...same);
    // It begins with an hour that has risen by as much itself. Most hours have not, and end here.
    if (compared.length === 0 && rise < leastBy) return undefined;
    compared.push({ rise, level, typical: median(same), days: isKnownKind(hour, before) ? Math.ceil(same.length / 3) : 1 });
  }
  const rises = compared.map(({ rise }) => rise);
  // Hardly an hour since is as it was.
  const isLasting = rises.filter((rise) => rise >= leastBy / 2).length >= 0.9 * rises.length;
  const days = Math.min(...compared.map((one) => one.days));
  const atLeast = median(rises);
  if (compared.length < (days === 1 ? FEWEST_HOURS_AFTER_A_DAY : FEWEST_HOURS) || !isLasting || atLeast < leastBy) return undefined;
  const spread = Math.max(SMALLEST_SPREAD, spreadOf(levels, before));
  if (atLeast < CLEARLY * spread) return undefined;
  return {
    fromHour, spread, hours: compared.length, days,
    by: median(compared.map(({ level, typical }) => level - typical)),
    usual: median(compared.map(({ typical }) => typical)),
    current: median(compared.map(({ level }) => level)),
    total: rises.reduce((sum, rise) => sum + rise - leastBy / 2, 0),
  };
};

/** Whether a day of the same kind (UTC) was seen at that time: what only weekends were like says no more of a Monday than a single day would. */
const isKnownKind = (hour: number, before: readonly number[]): boolean => before.some((other) => isSameTime(hour, other) && isWeekend(other) === isWeekend(hour));

/** Day 0 since the epoch was a Thursday. */
const isWeekend = (hour: number): boolean => [2, 3].includes(Math.floor(hour / DAY) % 7);

/** At the same time of day, give or take an hour. */
const isSameTime = (a: number, b: number): boolean => {
  const apart = (((a - b) % DAY) + DAY) % DAY;
  return apart <= 1 || apart === DAY - 1;
};

/** How far an hour lies from the one before, typically: half of that is the hour's own noise, the rest the time of day. */
const spreadOf = (levels: ReadonlyMap<number, number>, before: readonly number[]): number => {
  const steps = before.flatMap((hour) => {
    const [level, previous] = [levels.get(hour), levels.get(hour - 1)];
    return level === undefined || previous === undefined ? [] : [Math.abs(level - previous)];
  });
  return steps.length === 0 ? 0 : (1.4826 * median(steps)) / Math.SQRT2;
};
