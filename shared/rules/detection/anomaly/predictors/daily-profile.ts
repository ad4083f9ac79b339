import type { PredictorKind } from '../predictor.ts';

const HOURS = 24;
const HOUR_MS = 3_600_000;
const DAY_MS = HOURS * HOUR_MS;
/** A day's mean of an hour moves the profile by this much: about ten days are remembered, whatever the points' spacing. */
const DAY_RATE = 0.1;
const OFFSET_POINTS = 50;

/** Saturdays and Sundays, UTC; 1 January 1970 was a Thursday. */
const isWeekend = (atMs: number): boolean => {
  const day = (((Math.floor(atMs / DAY_MS) + 4) % 7) + 7) % 7;
  return day === 0 || day === 6;
};

/**
 * The same hour (UTC) of earlier days; with `weekends`, Saturdays and Sundays have hours of their own and begin as half what the weekdays
 * taught. An hour's mean enters when the hour is over. After a deployment the new level is an offset to the old shape, learned from the
 * next points.
 */
export const dailyProfile = ({ weekends }: { readonly weekends: boolean }): PredictorKind => {
  const hours = weekends ? 2 * HOURS : HOURS;
  return {
    numbers: 2 * hours + 5,
    over: (memory) => {
      const profile = memory.subarray(0, hours);
      const days = memory.subarray(hours, 2 * hours);
      const now = memory.subarray(2 * hours);
      const [HOUR_PLUS_ONE, COUNT, SUM, OFFSET, OFFSET_TO_LEARN] = [0, 1, 2, 3, 4] as const;
      const at = (slot: number): number => now[slot] ?? 0;
      const daysOf = (hour: number): number => days[hour] ?? 0;
      const otherKind = (hour: number): number => (hour + HOURS) % hours;

      const closeHour = (hour: number): void => {
        const mean = at(SUM) / at(COUNT);
        const isFirst = daysOf(hour) === 0;
        const other = otherKind(hour);
        if (isFirst && daysOf(other) > 0) {
          profile[hour] = ((profile[other] ?? 0) + mean) / 2;
          days[hour] = 2;
          return;
        }
        days[hour] = daysOf(hour) + 1;
        profile[hour] = (profile[hour] ?? 0) + (mean - (profile[hour] ?? 0)) * Math.max(DAY_RATE, 1 / daysOf(hour));
      };

      const expectedAt = (hour: number, value: number): number => {
        if (daysOf(hour) > 0) return (profile[hour] ?? 0) + at(OFFSET);
        const other = otherKind(hour);
        if (daysOf(other) > 0) return (profile[other] ?? 0) + at(OFFSET);
        return at(COUNT) > 0 ? at(SUM) / at(COUNT) + at(OFFSET) : value;
      };

      return {
        surprise: (value, atMs) => {
          const hour = (((Math.floor(atMs / HOUR_MS) % HOURS) + HOURS) % HOURS) + (weekends && isWeekend(atMs) ? HOURS : 0);
          if (hour !== at(HOUR_PLUS_ONE) - 1) {
            if (at(HOUR_PLUS_ONE) > 0) closeHour(at(HOUR_PLUS_ONE) - 1);
            now[HOUR_PLUS_ONE] = hour + 1;
            now[COUNT] = 0;
            now[SUM] = 0;
          }
          const residual = value - expectedAt(hour, value);
          const toLearn = at(OFFSET_TO_LEARN);
          if (toLearn > 0) {
            now[OFFSET] = at(OFFSET) + residual / (OFFSET_POINTS + 1 - toLearn);
            now[OFFSET_TO_LEARN] = toLearn - 1;
          }
          now[COUNT] = at(COUNT) + 1;
          now[SUM] = at(SUM) + value - at(OFFSET);
          return residual;
        },
        relearn: () => {
          now[OFFSET_TO_LEARN] = OFFSET_POINTS;
        },
      };
    },
  };
};
