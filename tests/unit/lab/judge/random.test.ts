import { describe, expect, it } from 'vitest';
import { normalTail } from '../../../../lab/judge/normal-tail.ts';
import { seededRandom } from '../../../../lab/judge/random.ts';

const DRAWS = 40_000;
function moments(draw: () => number): { mean: number; variance: number } {
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < DRAWS; i += 1) {
    const value = draw();
    sum += value;
    squares += value * value;
  }
  return { mean: sum / DRAWS, variance: squares / DRAWS - (sum / DRAWS) ** 2 };
}
/** Five standard errors of a mean with this variance. */
const within = (variance: number): number => 5 * Math.sqrt(variance / DRAWS);

describe('the seeded source of random numbers', () => {
  it('repeats itself from the same seed, and differs from another', () => {
    const draw = (seed: number) => Array.from({ length: 5 }, () => 0).map(() => seededRandom(seed).uniform());
    const first = seededRandom(1);
    const again = seededRandom(1);
    expect([first.uniform(), first.normal(), first.poisson(40)]).toEqual([again.uniform(), again.normal(), again.poisson(40)]);
    expect(draw(1)).not.toEqual(draw(2));
  });

  it.each([
    [20, 0.03],
    [600, 0.001],
    [600, 0.05],
    [54_000, 0.05],
    [1000, 0.9],
  ])('draws binomials of %i trials at %f with their mean and variance', (trials, chance) => {
    const random = seededRandom(3);
    const { mean, variance } = moments(() => random.binomial(trials, chance));
    const expected = trials * chance * (1 - chance);
    expect(Math.abs(mean - trials * chance)).toBeLessThan(within(expected));
    expect(Math.abs(variance / expected - 1)).toBeLessThan(0.06);
  });

  it.each([0.3, 8, 60, 60_000])('draws Poisson numbers of mean %f with that variance', (mean) => {
    const random = seededRandom(4);
    const drawn = moments(() => random.poisson(mean));
    expect(Math.abs(drawn.mean - mean)).toBeLessThan(within(mean));
    expect(Math.abs(drawn.variance / mean - 1)).toBeLessThan(0.06);
  });

  it('draws geometric bursts of mean 4, whose E[B²]/E[B] is 7', () => {
    const random = seededRandom(5);
    const { mean, variance } = moments(() => random.geometric(4));
    expect(Math.abs(mean - 4)).toBeLessThan(within(12));
    expect((variance + mean * mean) / mean).toBeCloseTo(7, 0);
    expect(random.geometric(1)).toBe(1);
  });

  it('draws standard normals', () => {
    const random = seededRandom(6);
    const { mean, variance } = moments(() => random.normal());
    expect(Math.abs(mean)).toBeLessThan(within(1));
    expect(Math.abs(variance - 1)).toBeLessThan(0.05);
  });

  it('handles the edges: nothing to draw from, never, and always', () => {
    const random = seededRandom(7);
    expect([random.binomial(0, 0.5), random.binomial(9, 0), random.binomial(9, 1), random.poisson(0)]).toEqual([0, 0, 9, 0]);
  });
});

describe('the tail of the normal distribution', () => {
  it('is 5 % beyond 1.645 and symmetric', () => {
    expect(normalTail(1.6448536269514722)).toBeCloseTo(0.05, 7);
    expect(normalTail(-1) + normalTail(1)).toBeCloseTo(1, 9);
  });
});
