/** Requests and failures of both versions in one minute. */
export interface FailureBlock {
  readonly canary: { readonly requests: number; readonly failures: number };
  readonly stable: { readonly requests: number; readonly failures: number };
}

const logLikelihood = (failures: number, requests: number, rate: number): number =>
  failures * Math.log(rate) + (requests - failures) * Math.log1p(-rate);

/**
 * The point of `{canary rate ≥ stable rate + points}` nearest to "both fail at `rate`", in Kullback-Leibler divergence over a
 * block of the given sizes; returns its stable rate. The set is convex and `rate` lies outside, so the point is on the boundary
 * and its derivative has exactly one root, found by bisection.
 */
export function projectOnNull(rate: number, points: number, canaryRequests: number, stableRequests: number): number {
  const slope = (stableRate: number): number => {
    const canaryRate = stableRate + points;
    return (
      (canaryRequests * (canaryRate - rate)) / (canaryRate * (1 - canaryRate)) +
      (stableRequests * (stableRate - rate)) / (stableRate * (1 - stableRate))
    );
  };
  let low = Math.max(0, rate - points);
  let high = Math.min(rate, 1 - points);
  for (let i = 0; i < 50; i += 1) {
    const middle = (low + high) / 2;
    if (slope(middle) < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * Log evidence of one minute that the canary's failure rate is less than the stable one's plus `points`.
 * The exact test for a block: likelihood under "both fail at `pastRate`" over the likelihood under its projection on the null,
 * an e-variable for every rate of the null (Turner, Ly, Grünwald: "Generic E-variables for exact sequential k-sample tests that
 * allow for optional stopping"). `pastRate` may depend on earlier minutes only. Divided by φ ≥ 1, which keeps the property.
 */
export function failureDifferenceStep(block: FailureBlock, { pastRate, points, phi }: { pastRate: number; points: number; phi: number }): number {
  const { canary, stable } = block;
  const rate = Math.min(pastRate, (1 - points) * 0.999);
  const stableRate = projectOnNull(rate, points, canary.requests, stable.requests);
  const alternative = logLikelihood(canary.failures, canary.requests, rate) + logLikelihood(stable.failures, stable.requests, rate);
  const nearest =
    logLikelihood(canary.failures, canary.requests, stableRate + points) + logLikelihood(stable.failures, stable.requests, stableRate);
  return (alternative - nearest) / phi;
}

/** A failure rate from what the stable version did so far, never 0 or 1: half a failure in 500 requests is added. */
export const pastFailureRate = (past: { requests: number; failures: number }): number => (past.failures + 0.5) / (past.requests + 500);
