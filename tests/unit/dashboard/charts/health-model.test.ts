import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { healthColumns, moved, quantileOf, sayHealth, sayHealthAt, summarise, usualBand, zoomed } from '../../../../dashboard/src/charts/health-model.ts';
import type { HealthPoint } from '../../../../shared/domain/views/target-view.ts';

const FROM = 1_780_000_000_000;
const week = Array.from({ length: 10_080 }, (_, minute): HealthPoint => [minute * 60, 100, minute % 100 === 0 ? 1 : 0, 40, 100 + (minute % 50)]);

describe('the health of a target', () => {
  it('breaks its lines where minutes are missing, and knows no rate where nothing was asked', () => {
    const columns = healthColumns({ from: FROM, stepSeconds: 60, points: [[0, 30, 3, 10, 20], [60, 0, 0, null, null], [600, 60, 0, 11, 21]] });
    expect(columns.at).toEqual([0, 60, 120, 600].map((second) => FROM / 1000 + second));
    expect(columns.failureRate).toEqual([0.1, null, null, 0]);
    expect(columns.perMinute).toEqual([30, 0, null, 60]);
    expect(sayHealthAt(columns, 2)).toMatch(/nothing known$/);
    expect(sayHealthAt(columns, 1)).toMatch(/no requests$/);
    expect(sayHealthAt(columns, 3)).toMatch(/p95 21 ms · p50 11 ms · 0 % failed · 60 requests\/min$/);
    expect(sayHealthAt(columns, 9)).toBe('');
  });

  it('says what a week came to, and in how many rows it can be read', () => {
    const series = { from: FROM, stepSeconds: 60, points: week };
    expect(sayHealth(series, healthColumns(series))).toBe('1,008,000 requests, 0.01 % failed. In nine of ten periods p95 lay between 102 ms and 147 ms, at most it was 149 ms. One point is 1 min.');
    const { rows } = summarise(series);
    expect(rows).toHaveLength(168);
    expect(rows[0]?.slice(1)).toEqual(['6,000', '0.0167 %', '40 ms', '120 ms', '149 ms']);
    expect(sayHealth({ from: FROM, stepSeconds: 60, points: [] }, healthColumns({ from: FROM, stepSeconds: 60, points: [] }))).toBe('No request was served in this time.');
  });

  it('calls nothing usual with too few points', () => {
    expect(usualBand([1, 2, 3, null])).toBeUndefined();
    expect(usualBand(Array.from({ length: 100 }, (_, index) => index))).toEqual([5, 95]);
    expect(quantileOf([null], 0.5)).toBeUndefined();
  });
});

describe('zoom', () => {
  const whole = [0, 10_000] as const;
  it('keeps what one looks at where it is', () => {
    expect(zoomed([0, 10_000], 0.5, 2500, whole, 100)).toEqual([1250, 6250]);
    expect(zoomed([1250, 6250], 2, 2500, whole, 100)).toEqual([0, 10_000]);
  });

  it('never leaves the whole and never gets closer than allowed, whatever is pressed in whatever order', () => {
    fc.assert(fc.property(fc.array(fc.oneof(fc.record({ factor: fc.constantFrom(0.5, 2), around: fc.double({ min: 0, max: 1, noNaN: true }) }), fc.constantFrom(-0.5, 0.5)), { maxLength: 40 }), (presses) => {
      let range: readonly [number, number] = whole;
      for (const press of presses) range = typeof press === 'number' ? moved(range, press, whole) : zoomed(range, press.factor, range[0] + press.around * (range[1] - range[0]), whole, 600);
      expect(range[0]).toBeGreaterThanOrEqual(-1e-6);
      expect(range[1]).toBeLessThanOrEqual(10_000 + 1e-6);
      expect(range[1] - range[0]).toBeGreaterThanOrEqual(600 - 1e-6);
    }));
  });
});
