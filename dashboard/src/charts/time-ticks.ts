const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [SECOND, 5 * SECOND, 15 * SECOND, 30 * SECOND, MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 7 * DAY, 14 * DAY, 30 * DAY];

export type TimeTick = { readonly at: number; readonly text: string };

const two = (value: number): string => String(value).padStart(2, '0');

const midnightOf = (at: number, days = 0): number => {
  const date = new Date(at);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days).getTime();
};

const dayText = (at: number): string => new Date(at).toLocaleDateString('en-GB', { day: 'numeric', month: 'short' });

/** Round moments of the reader's own clock between two instants, at most `most`: times within a day, dates where a day begins. */
export const timeTicks = (from: number, to: number, most = 6): TimeTick[] => {
  const step = STEPS.find((each) => (to - from) / each <= most) ?? 365 * DAY;
  const ticks: TimeTick[] = [];
  const add = (at: number, isDay: boolean): void => {
    if (at < from || at > to) return;
    const date = new Date(at);
    const seconds = step < MINUTE ? `:${two(date.getSeconds())}` : '';
    ticks.push({ at, text: isDay ? dayText(at) : `${two(date.getHours())}:${two(date.getMinutes())}${seconds}` });
  };
  if (step >= DAY) for (let day = midnightOf(from); day <= to; day = midnightOf(day, step / DAY)) add(day, true);
  // Every day begins anew, so that hours stay round where the clocks are changed; and only what is in view is walked through.
  else for (let day = midnightOf(from); day <= to; day = midnightOf(day, 1)) {
    const next = Math.min(midnightOf(day, 1), to + 1);
    for (let at = day + Math.max(0, Math.ceil((from - day) / step)) * step; at < next; at += step) add(at, at === day);
  }
  return ticks;
};
