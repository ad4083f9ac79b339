/** Effect sizes that are bet on, as rate ratios beyond the boundary of the null (harm) or below it (gain). */
export const RATE_RATIOS = [1.1, 1.25, 1.5, 2, 3, 5, 10, 20] as const;
const HARM_EFFECTS = RATE_RATIOS.map(Math.log);
const GAIN_EFFECTS = HARM_EFFECTS.map((effect) => -effect);

/** One log likelihood ratio for each of `RATE_RATIOS`, natural logarithm. */
export type LogLikelihoods = readonly number[];
export const NO_LIKELIHOODS: LogLikelihoods = RATE_RATIOS.map(() => 0);

/** Events of both versions in one minute. `share`: the canary's observed share of that minute's requests (0–1, exclusive). */
export interface EventSplit {
  readonly canaryEvents: number;
  readonly stableEvents: number;
  readonly share: number;
}

/**
 * Adds one minute to a mixture of likelihood ratios about the ratio of two event rates.
 * Null: `log(rate of canary / rate of stable)` is at most `logMargin` (`harm`) or at least `logMargin` (`gain`).
 * Given z events in all, the canary's number is binomial with `s₀ = s·e^m / (1 − s + s·e^m)` on the boundary, so each
 * `exp((x·δ − z·ln(1 − s₀ + s₀·e^δ)) / φ)` has an expectation of at most 1 under the null (φ ≥ 1 by Jensen's inequality).
 * By Ville's inequality (1939) their mixture ever exceeds 1/α with a chance of at most α, however often one looks.
 */
export function addMinute(
  likelihoods: LogLikelihoods,
  { canaryEvents, stableEvents, share }: EventSplit,
  against: { logMargin: number; phi: number; direction: 'harm' | 'gain' },
): LogLikelihoods {
  const events = canaryEvents + stableEvents;
  if (events === 0) return likelihoods;
  const tilted = share * Math.exp(against.logMargin);
  const boundaryShare = tilted / (1 - share + tilted);
  const effects = against.direction === 'harm' ? HARM_EFFECTS : GAIN_EFFECTS;
  return effects.map((effect, i) => {
    const step = canaryEvents * effect - events * Math.log1p(boundaryShare * Math.expm1(effect));
    return (likelihoods[i] ?? 0) + step / against.phi;
  });
}

/** Natural logarithm of the evidence: the mean of the likelihood ratios over all effects. */
export function logEvidence(likelihoods: LogLikelihoods): number {
  const largest = Math.max(...likelihoods);
  let sum = 0;
  for (const likelihood of likelihoods) sum += Math.exp(likelihood - largest);
  return largest + Math.log(sum / likelihoods.length);
}
