import { describe, expect, it } from 'vitest';
import { MEAN_TWO_SIGMA_THRESHOLD, meanTwoSigma } from '../../../../lab/detect/mean-two-sigma.ts';

const minutes = (count: number): Float64Array => Float64Array.from({ length: count }, (_, i) => i * 60_000);

describe('the peer: mean and two standard deviations', () => {
  it('alarms when the last hour has moved by more than two of the deviations of the days before, not by less', () => {
    const moved = (by: number): number => {
      const values = Float64Array.from({ length: 2000 }, (_, i) => (i % 2 === 0 ? 9 : 11) + (i >= 1940 ? by : 0));
      return meanTwoSigma(minutes(2000), values)[1999] ?? 0;
    };
    expect(moved(1.9)).toBeLessThan(MEAN_TWO_SIGMA_THRESHOLD);
    expect(moved(2.1)).toBeGreaterThan(MEAN_TWO_SIGMA_THRESHOLD);
  });

  it('forgets what is older than seven days', () => {
    const values = Float64Array.from({ length: 14 * 24 * 60 }, (_, i) => (i < 6 * 24 * 60 ? 1000 : i % 2));
    const scores = meanTwoSigma(minutes(values.length), values);
    expect(scores[values.length - 1]).toBeLessThan(MEAN_TWO_SIGMA_THRESHOLD / 10);
  });
});
