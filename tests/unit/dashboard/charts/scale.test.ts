import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extentOf, linear, nearestIndex, niceTicks } from '../../../../dashboard/src/charts/scale.ts';

const finite = fc.double({ min: -1e9, max: 1e9, noNaN: true });

describe('scales', () => {
  it('put the ends of a domain at the ends of the range, and what has no width in its middle', () => {
    expect(linear([10, 20], [100, 300])(10)).toBe(100);
    expect(linear([10, 20], [100, 300])(20)).toBe(300);
    expect(linear([10, 20], [100, 300])(15)).toBe(200);
    expect(linear([5, 5], [0, 80])(5)).toBe(40);
  });

  it('are labelled with round numbers', () => {
    expect(niceTicks(0, 290)).toEqual([0, 100, 200, 300]);
    expect(niceTicks(0, 0.0123, 3)).toEqual([0, 0.005, 0.01, 0.015]);
    expect(niceTicks(172, 213)).toEqual([160, 180, 200, 220]);
  });

  it('enclose whatever is asked of them, in even steps, and never with many labels', () => {
    fc.assert(fc.property(finite, finite, fc.integer({ min: 2, max: 8 }), (one, other, count) => {
      const [low, high] = [Math.min(one, other), Math.max(one, other)];
      const ticks = niceTicks(low, high, count);
      const [first, last] = extentOf(ticks);
      const size = Math.max(1e-5, Math.abs(low), Math.abs(high));
      expect(first).toBeLessThanOrEqual(low + size * 1e-6);
      expect(last).toBeGreaterThanOrEqual(high - size * 1e-6);
      expect(ticks.length).toBeGreaterThanOrEqual(2);
      expect(ticks.length).toBeLessThanOrEqual(count + 3);
    }));
  });

  it('find the point that is nearest, as looking at each of them would', () => {
    fc.assert(fc.property(fc.uniqueArray(fc.integer({ min: -1000, max: 1000 }), { minLength: 1 }), fc.integer({ min: -1200, max: 1200 }), (numbers, value) => {
      const sorted = numbers.toSorted((one, other) => one - other);
      const found = sorted[nearestIndex(sorted, value)] ?? Number.NaN;
      expect(Math.abs(found - value)).toBe(Math.min(...sorted.map((each) => Math.abs(each - value))));
    }));
    expect(nearestIndex([], 3)).toBe(-1);
  });
});
