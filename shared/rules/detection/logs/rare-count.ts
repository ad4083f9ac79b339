/** ln Γ(x) for x > 0, to ten digits (Stirling's series, shifted to x ≥ 8). */
const logGamma = (x: number): number => {
  let shift = 0;
  let at = x;
  for (; at < 8; at += 1) shift -= Math.log(at);
  const inverse = 1 / at;
  const square = inverse * inverse;
  return shift + (at - 0.5) * Math.log(at) - at + 0.5 * Math.log(2 * Math.PI) + inverse * (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square / 1680)));
};

/**
 * How likely a count of at least `count` is where `mean` is usual: an upper bound of the negative binomial's tail, whose variance is
 * `mean + dispersion · mean²`. The first term times a geometric series: beyond the mean each term is smaller than the one before by at
 * least `(count + r) / (count + 1) · mean / (mean + r)`, with `r = 1 / dispersion`.
 */
export const chanceOfAtLeast = (count: number, mean: number, dispersion: number): number => {
  if (count <= mean || !(mean > 0)) return mean > 0 || count <= 0 ? 1 : 0;
  const r = 1 / Math.max(dispersion, 1e-6);
  const share = mean / (mean + r);
  const first = logGamma(count + r) - logGamma(r) - logGamma(count + 1) + r * Math.log(r / (r + mean)) + count * Math.log(share);
  const ratio = ((count + r) / (count + 1)) * share;
  return ratio >= 1 ? 1 : Math.min(1, Math.exp(first) / (1 - ratio));
};

/** How likely it is that nothing comes where `mean` would be usual: the negative binomial at zero. */
export const chanceOfNone = (mean: number, dispersion: number): number => (1 + Math.max(dispersion, 1e-6) * Math.max(mean, 0)) ** (-1 / Math.max(dispersion, 1e-6));

/** How much more counts scatter than chance alone would make them, by moments: `(variance − mean) / mean²`, at least `least`. */
export const dispersionOf = (counts: readonly number[], least: number): { readonly mean: number; readonly dispersion: number } => {
  const mean = counts.reduce((sum, count) => sum + count, 0) / Math.max(1, counts.length);
  const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / Math.max(1, counts.length - 1);
  return { mean, dispersion: Math.max(least, mean > 0 ? (variance - mean) / mean ** 2 : 0) };
};
