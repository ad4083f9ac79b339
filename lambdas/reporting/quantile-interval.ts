import type { Histogram } from '../../shared/domain/histogram.ts';
import { quantileMs, totalCount } from '../../shared/domain/histogram.ts';
import type { Estimate } from '../../shared/domain/outcome.ts';

/** Two-sided 95 % quantile of the normal distribution. */
const Z95 = 1.959963984540054;

/**
 * The `q`-quantile (0–1) in milliseconds with a distribution-free 95 % interval from order statistics: the values at the ranks
 * `n·q ± z·√(φ·n·q·(1 − q))` (normal approximation to the binomial; Conover, Practical Nonparametric Statistics, 1999, section 3.2).
 * `phi` is the over-dispersion of the traffic. `undefined` when nothing was counted.
 */
export const quantileInterval = (histogram: Histogram, q: number, phi: number): Estimate | undefined => {
  const total = totalCount(histogram);
  const value = quantileMs(histogram, q);
  if (value === undefined) return undefined;
  const spread = Z95 * Math.sqrt((phi * q * (1 - q)) / total);
  const low = quantileMs(histogram, Math.max(0, q - spread)) ?? value;
  const high = quantileMs(histogram, Math.min(1, q + spread + 1 / total)) ?? value;
  return { value, low, high };
};
