import type { QuietHours } from '../../domain/approval-policy.ts';
import type { Instant } from '../../domain/instant.ts';

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1440;
/** How far an end is looked for: quiet hours that follow each other may last a week. */
const LOOK_AHEAD_MS = 8 * DAY_MINUTES * MINUTE_MS;
/** No zone moves its clock by more at once. */
const LARGEST_SHIFT_MINUTES = 180;

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

/** What the clock on the wall of a place shows. */
type WallClock = { readonly day: number; readonly minute: number };

const formats = new Map<string, Intl.DateTimeFormat>();

const formatOf = (timeZone: string): Intl.DateTimeFormat => {
  const known = formats.get(timeZone) ?? new Intl.DateTimeFormat('en-US', { timeZone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  formats.set(timeZone, known);
  return known;
};

const wallClock = (at: Instant, timeZone: string): WallClock => {
  const parts = Object.fromEntries(formatOf(timeZone).formatToParts(at).map(({ type, value }) => [type, value]));
  return { day: DAYS.indexOf((parts['weekday'] ?? '').toLowerCase() as (typeof DAYS)[number]), minute: Number(parts['hour']) * 60 + Number(parts['minute']) };
};

const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** Minutes on the wall until these hours end; `undefined` when they are not on. */
const minutesLeft = ({ timeZone, from, until, days }: QuietHours, at: Instant): number | undefined => {
  const { day, minute } = wallClock(at, timeZone);
  const begin = minuteOf(from);
  const end = minuteOf(until);
  const length = end > begin ? end - begin : end - begin + DAY_MINUTES;
  const left = [{ day, since: minute - begin }, { day: (day + 6) % 7, since: minute + DAY_MINUTES - begin }]
    .filter((window) => window.since >= 0 && window.since < length && days.some((name) => name === DAYS[window.day]))
    .map(({ since }) => length - since);
  return left.length === 0 ? undefined : Math.max(...left);
};

/** One of the hours that are on, or none. */
const quietNow = (hours: readonly QuietHours[], at: Instant): number | undefined => {
  const left = hours.map((one) => minutesLeft(one, at)).filter((one) => one !== undefined);
  return left.length === 0 ? undefined : Math.max(...left);
};

/**
 * When the quiet hours that are on at `now` are over, to the minute; `undefined` when none is on. Read off the clock on the wall of their place, so a night is
 * an hour shorter or longer when the clocks change. Hours that never end are told as eight days from now.
 */
export const quietUntil = (hours: readonly QuietHours[], now: Instant): Instant | undefined => {
  if (quietNow(hours, now) === undefined) return undefined;
  const latest = now + LOOK_AHEAD_MS;
  let at = now - (now % MINUTE_MS);
  for (;;) {
    const left = quietNow(hours, at);
    if (left === undefined) return at;
    if (at >= latest) return latest;
    // What a change of the clocks could bring forward is gone through minute by minute.
    at += Math.max(1, left - LARGEST_SHIFT_MINUTES) * MINUTE_MS;
  }
};
