import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatMeasure, secondsLike } from '../../../../dashboard/src/charts/format-measure.ts';
import { layOutCalls } from '../../../../dashboard/src/charts/lay-out-calls.ts';
import { commonDomain, leaning } from '../../../../dashboard/src/charts/leaning.ts';
import { placeMoments } from '../../../../dashboard/src/charts/place-moments.ts';
import { ONE_REQUEST } from '../../../support/explained-opportunity.ts';

const call = { shape: 'GET x', method: 'GET', how: 'alone', concerned: false } as const;

describe('calls of a request', () => {
  it('lie where they began, as long as they took, with a part for each call in turn', () => {
    const { bars, placed } = layOutCalls(ONE_REQUEST);
    expect(bars.map(({ start, width, parts }) => [start, width, parts])).toEqual([[0, 200, 1], [0, 600, 6]]);
    expect(placed).toBe(false);
  });

  it('never leave the picture, even where the means contradict each other', () => {
    fc.assert(fc.property(fc.double({ min: 0, max: 1e5, noNaN: true }), fc.array(fc.record({ startMs: fc.double({ min: 0, max: 1e5, noNaN: true }), ms: fc.double({ min: 0, max: 1e5, noNaN: true }), times: fc.integer({ min: 1, max: 500 }) }), { maxLength: 10 }), (requestMs, calls) => {
      for (const { start, width } of layOutCalls({ requests: 1, requestMs, calls: calls.map((each) => ({ ...call, ...each })) }).bars) {
        expect(start).toBeGreaterThanOrEqual(0);
        expect(start + width).toBeLessThanOrEqual(1000.001);
        expect(width).toBeGreaterThan(0);
      }
    }));
  });
});

describe('intervals', () => {
  it('show something only when zero lies outside of them', () => {
    expect(leaning({ low: 1, high: 3 }, 'above')).toBe('good');
    expect(leaning({ low: 1, high: 3 }, 'below')).toBe('bad');
    expect(leaning({ low: -3, high: -1 }, 'below')).toBe('good');
    expect(leaning({ low: -1, high: 3 }, 'above')).toBe('unsure');
    expect(leaning({ low: 0, high: 3 }, 'above')).toBe('unsure');
  });

  it('share one axis with zero on it, which one wild interval cannot stretch without end', () => {
    expect(commonDomain([{ value: 10, low: 5, high: 15 }])).toEqual([0, 15]);
    expect(commonDomain([{ value: 10, low: -900, high: 900 }])).toEqual([-40, 40]);
    expect(commonDomain([])).toEqual([-1, 1]);
  });
});

describe('moments', () => {
  it('are numbered in time order, side by side where there is room and above each other where there is none', () => {
    const placed = placeMoments([{ at: 50, what: 'c' }, { at: 10, what: 'a' }, { at: 12, what: 'b' }, { at: 500, what: 'out of view' }], [0, 100], (at) => at);
    expect(placed.map(({ what, number, row }) => [what, number, row])).toEqual([['a', 1, 0], ['b', 2, 1], ['c', 3, 0]]);
  });
});

describe('measures', () => {
  it('are written with their unit', () => {
    expect([formatMeasure('ms', 182), formatMeasure('share', 0.0123), formatMeasure('per-minute', 600), formatMeasure('per-hour', 3), formatMeasure('count', 12_345)]).toEqual(['182 ms', '1.23 %', '600/min', '3/h', '12,345']);
  });

  it('keep one unit for a length of time and its interval', () => {
    expect([6840, 6010, 7690].map(secondsLike(6840))).toEqual(['114 min', '100 min', '128 min']);
    expect(secondsLike(90_000)(9000)).toBe('2.5 h');
  });
});
