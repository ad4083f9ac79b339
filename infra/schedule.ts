/** When EventBridge calls the function that starts scheduled cycles. */
export interface Schedule {
  /** An EventBridge cron expression, in UTC. */
  readonly expression: string;
  /** No cron says this interval: the rule fires more often than a cycle is due, and the function decides. */
  readonly functionDecides: boolean;
}

const MINUTES_A_DAY = 24 * 60;

/**
 * The cron expression for a cycle each `intervalHours`, counted from a time of day (UTC, `HH:MM`). Shorter intervals begin anew with each day's
 * start time, like the function's own rule; a week falls on the weekday that whole weeks from the epoch fall on.
 */
export const scheduleOf = (intervalHours: number, startTime: string): Schedule => {
  const [hour = 0, minute = 0] = startTime.split(':').map(Number);
  const start = hour * 60 + minute;
  const intervalMinutes = intervalHours * 60;
  if (intervalHours === 24) return { expression: `cron(${minute} ${hour} * * ? *)`, functionDecides: false };
  // The epoch was a Thursday.
  if (intervalHours === 168) return { expression: `cron(${minute} ${hour} ? * THU *)`, functionDecides: false };
  if (intervalHours % 24 === 0) return { expression: `cron(${minute} ${hour} * * ? *)`, functionDecides: true };

  if (intervalHours < 24 && Number.isInteger(intervalHours)) {
    const starts = Array.from({ length: Math.ceil(MINUTES_A_DAY / intervalMinutes) }, (_, index) => Math.floor(((start + index * intervalMinutes) % MINUTES_A_DAY) / 60));
    return { expression: `cron(${minute} ${ascending(starts).join(',')} * * ? *)`, functionDecides: false };
  }
  const step = stepMinutes(intervalMinutes);
  const minutes = Array.from({ length: 60 / step }, (_, index) => (minute + index * step) % 60);
  return { expression: `cron(${ascending(minutes).join(',')} * * * ? *)`, functionDecides: intervalHours > 24 || 60 % intervalMinutes !== 0 };
};

/** The widest step through an hour that meets every multiple of the interval; a minute when the interval is no whole number of minutes. */
const stepMinutes = (intervalMinutes: number): number => (Number.isInteger(intervalMinutes) ? greatestCommonDivisor(intervalMinutes, 60) : 1);

const greatestCommonDivisor = (a: number, b: number): number => (b === 0 ? a : greatestCommonDivisor(b, a % b));

const ascending = (numbers: readonly number[]): number[] => [...new Set(numbers)].sort((a, b) => a - b);
