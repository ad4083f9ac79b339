import type { PredictorKind } from '../predictor.ts';

const HOURS = 24;
const HOUR_MS = 3_600_000;
/** A day's mean of an hour moves the profile by this much: about ten days are remembered, whatever the points' spacing. */
const DAY_RATE = 0.1;
const OFFSET_POINTS = 50;

/**
 * The same hour (UTC) of earlier days. An hour's mean enters the profile when the hour is over. After a deployment the new level is an
 * offset to the old shape, learned from the next points.
 */
export const dailyProfile: PredictorKind = {
  numbers: 2 * HOURS + 5,
  over: (memory) => {
    const profile = memory.subarray(0, HOURS);
    const days = memory.subarray(HOURS, 2 * HOURS);
    const now = memory.subarray(2 * HOURS);
    const [HOUR_PLUS_ONE, COUNT, SUM, OFFSET, OFFSET_TO_LEARN] = [0, 1, 2, 3, 4] as const;
    const at = (slot: number): number => now[slot] ?? 0;

    const closeHour = (hour: number): void => {
      const mean = at(SUM) / at(COUNT);
      const seen = (days[hour] ?? 0) + 1;
      days[hour] = seen;
      profile[hour] = (profile[hour] ?? 0) + (mean - (profile[hour] ?? 0)) * Math.max(DAY_RATE, 1 / seen);
    };
    return {
      surprise: (value, atMs) => {
        const hour = ((Math.floor(atMs / HOUR_MS) % HOURS) + HOURS) % HOURS;
        if (hour !== at(HOUR_PLUS_ONE) - 1) {
          if (at(HOUR_PLUS_ONE) > 0) closeHour(at(HOUR_PLUS_ONE) - 1);
          now[HOUR_PLUS_ONE] = hour + 1;
          now[COUNT] = 0;
          now[SUM] = 0;
        }
        let expected = value;
        if ((days[hour] ?? 0) > 0) expected = (profile[hour] ?? 0) + at(OFFSET);
        else if (at(COUNT) > 0) expected = at(SUM) / at(COUNT) + at(OFFSET);
        const toLearn = at(OFFSET_TO_LEARN);
        if (toLearn > 0) {
          now[OFFSET] = at(OFFSET) + (value - expected) / (OFFSET_POINTS + 1 - toLearn);
          now[OFFSET_TO_LEARN] = toLearn - 1;
        }
        now[COUNT] = at(COUNT) + 1;
        now[SUM] = at(SUM) + value - at(OFFSET);
        return value - expected;
      },
      relearn: () => {
        now[OFFSET_TO_LEARN] = OFFSET_POINTS;
      },
    };
  },
};
