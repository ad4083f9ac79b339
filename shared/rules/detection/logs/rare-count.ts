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
 * `mean + dispersion · mean²`. The first term times a geometric series: beyond the mean each term is at most
 * `max(1, (count + r) / (count + 1)) · mean / (mean + r)` of the one before, with `r = 1 / dispersion`.
 */
export const chanceOfAtLeast = (count: number, mean: number, dispersion: number): number => {
  if (count <= mean || !(mean > 0)) return mean > 0 || count <= 0 ? 1 : 0;
  const r = 1 / Math.max(dispersion, 1e-6);
  const share = mean / (mean + r);
  const first = logGamma(count + r) - logGamma(r) - logGamma(count + 1) + r * Math.log(r / (r + mean)) + count * Math.log(share);
  // Of one term to the one before: it falls towards `share` where r > 1, and rises towards it otherwise.
  const ratio = Math.max(1, (count + r) / (count + 1)) * share;
  return ratio >= 1 ? 1 : Math.min(1, Math.exp(first) / (1 - ratio));
};

/** How likely it is that nothing comes where `mean` would be usual: the negative binomial at zero. */
export const chanceOfNone = (mean: number, dispersion: number): number => (1 + Math.max(dispersion, 1e-6) * Math.max(mean, 0)) ** (-1 / Math.max(dispersion, 1e-6));

/** What is usual of counts by the hour: `perHour` in all; `expect(hours, requests)`: so many are to be expected of so many requests in so much time. */
export type Usual = { readonly perHour: number; readonly dispersion: number; expect(hours: number, requests: number): number };

/**
 * Learns what is usual from the counts of some hours and the requests of the same hours: so many an hour, or so many a request, whichever
 * fits better. `dispersion`: how much more the counts scatter around that than chance would make them, by moments:
 * `Σ((count − expected)² − expected) / Σ expected²`, at least `least`.
 */
export const usualOf = (counts: readonly number[], requests: readonly number[], least: number): Usual => {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const asked = requests.reduce((sum, count) => sum + count, 0);
  const perHour = total / Math.max(1, counts.length);
  const perRequest = asked === 0 ? 0 : total / asked;
  const scatter = (expected: (index: number) => number): number => {
    const square = counts.reduce((sum, _, index) => sum + expected(index) ** 2, 0);
    return square === 0 ? 0 : counts.reduce((sum, count, index) => sum + (count - expected(index)) ** 2 - expected(index), 0) / square;
  };
  const byTime = scatter(() => perHour);
  const byTraffic = asked === 0 ? Number.POSITIVE_INFINITY : scatter((index) => perRequest * (requests[index] ?? 0));
  const followsTraffic = byTraffic <= byTime;
  return { perHour, dispersion: Math.max(least, Math.min(byTime, byTraffic)), expect: (hours, some) => (followsTraffic ? perRequest * some : perHour * hours) };
};
