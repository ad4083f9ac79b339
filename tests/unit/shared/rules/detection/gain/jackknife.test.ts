import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quietVersionSlice, addVersion } from '../../../../../../shared/rules/detection/add-version.ts';
import { jackknifeInterval, t95 } from '../../../../../../shared/rules/detection/gain/jackknife.ts';
import { withoutEach } from '../../../../../../shared/rules/detection/gain/leave-one-out.ts';
import { countMs } from '../../../../../../shared/rules/detection/tally.ts';
import { seededRandom } from '../../../../../../examples/orders/upstreams/latency.ts';

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('the jackknife interval', () => {
  it('of a mean of equal blocks is the textbook interval of their means', () => {
    const blocks = [4, 7, 5, 9, 6, 5];
    const estimate = mean(blocks);
    const interval = jackknifeInterval(estimate, blocks.map((_, left) => ({ weight: 10, estimate: mean(blocks.filter((__, index) => index !== left)) })));
    const sd = Math.sqrt(blocks.reduce((sum, block) => sum + (block - estimate) ** 2, 0) / (blocks.length - 1));
    const reach = t95(blocks.length - 1) * (sd / Math.sqrt(blocks.length));
    expect(interval?.low).toBeCloseTo(estimate - reach, 6);
    expect(interval?.high).toBeCloseTo(estimate + reach, 6);
  });

  it('holds the true mean about nineteen times in twenty, blocks of unequal size', () => {
    const random = seededRandom(7);
    const sizes = [400, 200, 200, 100, 100, 50, 50, 50];
    let held = 0;
    const runs = 400;
    for (let run = 0; run < runs; run += 1) {
      const means = sizes.map((size) => 10 + (random() + random() + random() - 1.5) * 4 * Math.sqrt(50 / size));
      const weighted = (indexes: readonly number[]): number => indexes.reduce((sum, index) => sum + (means[index] ?? 0) * (sizes[index] ?? 0), 0) / indexes.reduce((sum, index) => sum + (sizes[index] ?? 0), 0);
      const all = sizes.map((_, index) => index);
      const interval = jackknifeInterval(weighted(all), sizes.map((weight, left) => ({ weight, estimate: weighted(all.filter((index) => index !== left)) })));
      held += Number(interval !== undefined && interval.low <= 10 && interval.high >= 10);
    }
    expect(held / runs).toBeGreaterThan(0.9);
    expect(held / runs).toBeLessThan(0.995);
  });

  it('is none below three blocks', () => {
    expect(jackknifeInterval(1, [{ weight: 1, estimate: 1 }, { weight: 1, estimate: 2 }])).toBeUndefined();
    expect(jackknifeInterval(1, [{ weight: 1, estimate: 1 }, { weight: 1, estimate: 2 }, { weight: 0, estimate: 3 }])).toBeUndefined();
  });
});

describe('what is left without each slice', () => {
  it('and the slice make up the whole', () => {
    fc.assert(fc.property(fc.array(fc.array(fc.integer({ min: 1, max: 5000 }), { maxLength: 5 }), { minLength: 1, maxLength: 8 }), (durations) => {
      const slices = durations.map((ms) => {
        const slice = quietVersionSlice();
        slice.requests = ms.length;
        slice.own = [ms.length, 1, 2];
        for (const one of ms) countMs(slice.durations, one);
        return slice;
      });
      const whole = quietVersionSlice();
      for (const slice of slices) addVersion(whole, slice);
      for (const [index, rest] of withoutEach(slices).entries()) {
        addVersion(rest, slices[index] ?? quietVersionSlice());
        expect(rest).toEqual(whole);
      }
    }), { numRuns: 40 });
  });
});
