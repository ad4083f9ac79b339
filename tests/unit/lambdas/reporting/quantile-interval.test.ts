import { expect, it } from 'vitest';
import { quantileInterval } from '../../../../lambdas/reporting/quantile-interval.ts';
import type { Histogram } from '../../../../shared/domain/histogram.ts';
import { countDuration } from '../../../../shared/domain/histogram.ts';
import { seeded } from '../../../support/simulated-release.ts';

const exponential = (random: () => number, count: number): Histogram => {
  const histogram: Histogram = {};
  for (let index = 0; index < count; index += 1) countDuration(histogram, -100 * Math.log(1 - random()));
  return histogram;
};

it('holds the true p95 in about 95 of 100 samples', () => {
  const random = seeded(11);
  const truth = -100 * Math.log(0.05);
  let held = 0;
  for (let sample = 0; sample < 400; sample += 1) {
    const interval = quantileInterval(exponential(random, 400), 0.95, 1);
    if (interval !== undefined && interval.low <= truth && truth <= interval.high) held += 1;
  }
  expect(held).toBeGreaterThan(400 * 0.92);
  expect(held).toBeLessThan(400 * 0.995);
});

it('is wider the more the traffic comes in bursts', () => {
  const histogram = exponential(seeded(3), 2000);
  const calm = quantileInterval(histogram, 0.95, 1);
  const bursts = quantileInterval(histogram, 0.95, 6);
  expect((bursts?.high ?? 0) - (bursts?.low ?? 0)).toBeGreaterThan((calm?.high ?? 0) - (calm?.low ?? 0));
});

it('knows nothing of an empty sample, and only the value of a single request', () => {
  expect(quantileInterval({}, 0.95, 1)).toBeUndefined();
  const single: Histogram = {};
  countDuration(single, 50);
  const interval = quantileInterval(single, 0.95, 1);
  expect(interval?.low).toBe(interval?.high);
});
