import type { Instant } from '../../shared/domain/instant.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The next start of a scheduled cycle after `now`: the time of day (UTC, `HH:MM`), and every `cycleIntervalHours` counted from there. */
export const nextScheduledAt = (now: Instant, { cycleIntervalHours, cycleStartTime }: { cycleIntervalHours: number; cycleStartTime: string }): Instant => {
  const [hours = 0, minutes = 0] = cycleStartTime.split(':').map(Number);
  const anchor = hours * HOUR_MS + minutes * 60_000;
  const intervalMs = cycleIntervalHours * HOUR_MS;
  // Intervals of whole days stay on the same days from the epoch on; shorter ones begin anew with each day's start time.
  const origin = cycleIntervalHours >= 24 ? anchor : Math.floor((now - anchor) / DAY_MS) * DAY_MS + anchor;
  const next = origin + (Math.floor((now - origin) / intervalMs) + 1) * intervalMs;
  return cycleIntervalHours >= 24 ? next : Math.min(next, origin + DAY_MS);
};

/** The latest start that was due at `now`: the moment itself counts. */
export const lastScheduledAt = (now: Instant, schedule: { cycleIntervalHours: number; cycleStartTime: string }): Instant => {
  // Starts are at least a millisecond apart, and at most the interval (a day, where it is shorter than that).
  const earliest = now - Math.max(schedule.cycleIntervalHours, 1) * HOUR_MS;
  let last = nextScheduledAt(earliest, schedule);
  for (let next = nextScheduledAt(last, schedule); next <= now; next = nextScheduledAt(last, schedule)) last = next;
  return last;
};
