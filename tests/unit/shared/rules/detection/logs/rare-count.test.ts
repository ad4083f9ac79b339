import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noHourlyCounts, type HourlyCounts } from '../../../../../../shared/domain/log-patterns.ts';
import { addHours, busiestBefore, countHour, countIn, hourOf, totalOf } from '../../../../../../shared/rules/detection/logs/hourly-counts.ts';
import { chanceOfAtLeast, chanceOfNone, usualOf } from '../../../../../../shared/rules/detection/logs/rare-count.ts';

const HOUR = 3_600_000;
const START = Date.UTC(2026, 10, 16);

/** The negative binomial's probabilities from zero on, each from the one before. */
const tailOf = (count: number, mean: number, dispersion: number): number => {
  const r = 1 / dispersion;
  let term = (r / (r + mean)) ** r;
  let below = 0;
  for (let at = 0; at < count; at += 1) {
    below += term;
    term *= ((at + r) / (at + 1)) * (mean / (mean + r));
  }
  let above = 0;
  for (let at = count; at < count + 4000; at += 1) {
    above += term;
    term *= ((at + r) / (at + 1)) * (mean / (mean + r));
  }
  return below > 0.5 ? above : 1 - below;
};

describe('the chance of a count', () => {
  it('is never told smaller than it is, and not much larger far out', () => {
    fc.assert(fc.property(fc.double({ min: 0.5, max: 60, noNaN: true }), fc.double({ min: 0.05, max: 1.5, noNaN: true }), fc.integer({ min: 0, max: 300 }), (mean, dispersion, count) => {
      const told = chanceOfAtLeast(count, mean, dispersion);
      const exact = tailOf(count, mean, dispersion);
      expect(told).toBeGreaterThanOrEqual(exact * (1 - 1e-6));
      if (count > 3 * mean + 10) expect(told).toBeLessThan(exact * 1.6 + 1e-300);
    }));
  });

  it('of none is the distribution at zero', () => {
    expect(chanceOfNone(5, 1e-9)).toBeCloseTo(Math.exp(-5), 6);
    expect(chanceOfNone(5, 0.5)).toBeCloseTo(3.5 ** -2, 10);
    expect(chanceOfNone(0, 0.5)).toBe(1);
  });
});

describe('what is usual', () => {
  const requests = [10, 100, 50, 20, 80, 100, 10, 60];

  it('follows the traffic where that fits better, and time where it does not', () => {
    const byTraffic = usualOf(requests.map((count) => count / 2), requests, 0.01);
    expect([byTraffic.expect(1, 200), byTraffic.dispersion]).toEqual([100, 0.01]);
    const byTime = usualOf(requests.map(() => 30), requests, 0.01);
    expect([byTime.expect(2, 200), byTime.dispersion]).toEqual([60, 0.01]);
    expect(usualOf([3, 5, 4], [0, 0, 0], 0.01).expect(1, 0)).toBe(4);
  });

  it('scatters as widely as the counts do', () => {
    expect(usualOf([0, 0, 0, 400, 0, 0, 0, 0], requests, 0.01).dispersion).toBeGreaterThan(2);
  });
});

describe('counts by the hour', () => {
  const moments = fc.array(fc.integer({ min: 0, max: 25 * HOUR - 1 }).map((after) => START + after), { minLength: 1, maxLength: 60 });
  const counted = (some: readonly number[]): HourlyCounts => {
    const hours = noHourlyCounts();
    for (const at of some) countHour(hours, at);
    return hours;
  };

  it('are the same in whatever order moments come, and add up', () => {
    fc.assert(fc.property(moments, fc.func(fc.integer()), (some, key) => {
      const shuffled = [...some].sort((a, b) => key(a) - key(b));
      const hours = counted(some);
      expect(Array.from({ length: 26 }, (_, hour) => countIn(counted(shuffled), hourOf(START) + hour))).toEqual(Array.from({ length: 26 }, (_, hour) => countIn(hours, hourOf(START) + hour)));
      expect(totalOf(hours)).toBe(some.length);
      for (const at of some) expect(countIn(hours, hourOf(at))).toBe(some.filter((other) => hourOf(other) === hourOf(at)).length);
    }));
  });

  it('of two halves add up to those of the whole', () => {
    fc.assert(fc.property(moments, moments, (one, other) => {
      const sum = counted(one);
      addHours(sum, counted(other));
      const whole = counted([...one, ...other]);
      for (let hour = hourOf(START); hour < hourOf(START) + 26; hour += 1) expect(countIn(sum, hour)).toBe(countIn(whole, hour));
    }));
  });

  it('remember the busiest hours of a week, and no more than that', () => {
    const hours = noHourlyCounts();
    for (let day = 0; day < 20; day += 1) for (let index = 0; index <= day; index += 1) countHour(hours, START + day * 24 * HOUR + index);
    expect(hours.days).toEqual([13, 14, 15, 16, 17, 18, 19, 20]);
    expect(hours.counts.length).toBeLessThanOrEqual(26);
    expect(busiestBefore(hours, hours.hour)).toBe(19);
    countHour(hours, START);
    expect(totalOf(hours)).toBe(39);
  });
});
