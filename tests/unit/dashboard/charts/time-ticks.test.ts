import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { timeTicks } from '../../../../dashboard/src/charts/time-ticks.ts';

const HOUR = 3_600_000;

describe('ticks of time', () => {
  it('lie on round moments of the reader’s clock, with the date where a day begins', () => {
    const midnight = new Date(2026, 10, 22).getTime();
    expect(timeTicks(midnight - 3 * HOUR, midnight + 3 * HOUR, 6).map(({ text }) => text)).toEqual(['21:00', '22:00', '23:00', '22 Nov', '01:00', '02:00', '03:00']);
    expect(timeTicks(midnight + 61_000, midnight + 85_000, 6).map(({ text }) => text)).toEqual(['00:01:05', '00:01:10', '00:01:15', '00:01:20', '00:01:25']);
  });

  it('are in order, within what is shown, and never many, from seconds to years', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 2_000_000_000_000 }), fc.integer({ min: 1000, max: 3 * 365 * 24 * HOUR }), fc.integer({ min: 2, max: 10 }), (from, span, most) => {
      const ticks = timeTicks(from, from + span, most);
      const times = ticks.map(({ at }) => at);
      expect(times).toEqual([...new Set(times)].toSorted((one, other) => one - other));
      expect(times.every((at) => at >= from && at <= from + span)).toBe(true);
      expect(ticks.length).toBeLessThanOrEqual(most + 2);
    }));
  });
});
