import { describe, expect, it } from 'vitest';
import { risenSince } from '../../../../../shared/rules/detection/risen-hours.ts';

const HOUR_MS = 3_600_000;
/** Hourly levels from `from` on; Monday's hours from nine o'clock on are half as slow again. */
const untilMonday = (from: number): Map<number, number> => {
  const monday = Date.UTC(2026, 0, 5) / HOUR_MS;
  const levels = new Map<number, number>();
  for (let hour = from / HOUR_MS; hour <= monday + 12; hour += 1) levels.set(hour, Math.log(50) + (hour % 2) * 0.02 + (hour >= monday + 9 ? Math.log(1.5) : 0));
  return levels;
};

describe('levels that have risen', () => {
  it('on the first Monday count as seen against one day only, where all before was weekend: a week is not known yet', () => {
    expect(risenSince(untilMonday(Date.UTC(2026, 0, 3)), Math.log(1.2))).toMatchObject({ days: 1 });
  });

  it('count as seen against several days where one of them was of the same kind', () => {
    expect(risenSince(untilMonday(Date.UTC(2026, 0, 2)), Math.log(1.2))?.days).toBeGreaterThan(1);
  });
});
