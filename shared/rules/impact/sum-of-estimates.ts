import type { Estimate } from '../../domain/outcome.ts';

/** The sum of independent estimates, its half-widths added in quadrature; `undefined` for none. */
export const sumOfEstimates = (estimates: readonly Estimate[]): Estimate | undefined => {
  if (estimates.length === 0) return undefined;
  const value = estimates.reduce((sum, each) => sum + each.value, 0);
  return {
    value,
    low: value - Math.hypot(...estimates.map((each) => each.value - each.low)),
    high: value + Math.hypot(...estimates.map((each) => each.high - each.value)),
  };
};
