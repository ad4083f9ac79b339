import type { Estimate } from '../../shared/domain/outcome.ts';

/**
 * `a − b` of two independent estimates, its interval recovered from theirs ("MOVER": Zou and Donner, Statistics in Medicine 27, 2008).
 * On two Wilson intervals this is Newcombe's hybrid score interval (Statistics in Medicine 17, 1998, method 10).
 */
export const difference = (a: Estimate, b: Estimate): Estimate => {
  const value = a.value - b.value;
  return {
    value,
    low: value - Math.hypot(a.value - a.low, b.high - b.value),
    high: value + Math.hypot(a.high - a.value, b.value - b.low),
  };
};

/** By how many percent `to` is below `from` (both above 0), the interval from the difference of their logarithms. */
export const reductionPercent = (from: Estimate, to: Estimate): Estimate => {
  const logarithm = ({ value, low, high }: Estimate): Estimate => ({ value: Math.log(value), low: Math.log(low), high: Math.log(high) });
  const ratio = difference(logarithm(to), logarithm(from));
  const percent = (log: number): number => 100 * (1 - Math.exp(log));
  return { value: percent(ratio.value), low: percent(ratio.high), high: percent(ratio.low) };
};
