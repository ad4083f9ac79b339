import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../local/load/seeded-random.ts';
import { zipf } from '../../../../local/load/zipf.ts';

const countDraws = (n: number, s: number, draws: number): number[] => {
  const draw = zipf({ n, s }, seededRandom(11));
  const counts = Array.from({ length: n }, () => 0);
  for (let index = 0; index < draws; index += 1) {
    const rank = draw();
    counts[rank] = (counts[rank] ?? 0) + 1;
  }
  return counts;
};

describe('zipf', () => {
  it('draws rank 0 twice as often as rank 1 when s is 1', () => {
    const [first = 0, second = 0, third = 0] = countDraws(100, 1, 60_000);

    expect(first / second).toBeCloseTo(2, 0);
    expect(first / third).toBeCloseTo(3, 0);
  });

  it('is uniform when s is 0', () => {
    for (const count of countDraws(10, 0, 50_000)) expect(Math.abs(count - 5000)).toBeLessThan(400);
  });

  it('stays within the ranks for every random number, also the extreme ones', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.double({ min: 0, max: 5, noNaN: true }), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (n, s, u) => {
        const rank = zipf({ n, s }, () => u)();
        expect(Number.isInteger(rank) && rank >= 0 && rank < n).toBe(true);
      }),
    );
  });

  it('gives the last rank its share too', () => {
    expect(zipf({ n: 5, s: 1 }, () => 1 - 2 ** -40)()).toBe(4);
  });
});
