import type { JudgeState } from './judge-state.ts';

/** At least this many failures, and this share of the requests: a short burst must be nearly everything, a longer one a good part. */
const FLOODS = [
  { failures: 10, rate: 0.5 },
  { failures: 20, rate: 0.2 },
] as const;
const TIMES_STABLE = 5;

/**
 * The hard guard of the burn-in: of the canary's requests so far at least half failed (ten or more), or a fifth (twenty or more), and
 * five times the stable version's rate. The only thing about the canary that ends a release before the first minute
 * that counts: cold starts make requests slow, they do not make them fail.
 */
export function isFlood({ burnInCanary, stablePast }: Pick<JudgeState, 'burnInCanary' | 'stablePast'>): boolean {
  const { requests, failures } = burnInCanary;
  const stableRate = stablePast.failures / Math.max(1, stablePast.requests);
  return FLOODS.some((least) => failures >= least.failures && failures >= requests * Math.max(least.rate, TIMES_STABLE * stableRate));
}
