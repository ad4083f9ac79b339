/** The most one point can add to the evidence (natural logarithm), so that several must agree; and the most it can take away. */
export const MOST_A_POINT = 3;

/** Evidence never grows beyond this: far above anything asked for, and it has to come down again when all is well. */
export const MOST_EVIDENCE = 60;

/**
 * What one deviation adds to the evidence that deviations average at least `high`, not at most `low`: the logarithm of the likelihood ratio of two
 * normal distributions. At an average of `low` or less the expected ratio is at most 1, whatever `high` is, as long as it was chosen before.
 */
export const normalIncrement = (deviation: number, low: number, high: number, variance: number): number =>
  bounded(((high - low) / variance) * (deviation - (low + high) / 2));

/** The same for a share of requests, from the number of them that count: the likelihood ratio of two binomial distributions, tempered by over-dispersion (≥ 1). */
export const shareIncrement = (share: number, requests: number, low: number, high: number, dispersion: number): number => {
  const hits = share * requests;
  return bounded((hits * Math.log(high / low) + (requests - hits) * Math.log((1 - high) / (1 - low))) / dispersion);
};

const bounded = (increment: number): number => Math.max(-MOST_A_POINT, Math.min(MOST_A_POINT, increment));

/**
 * Evidence after one more point: an e-detector (Shin, Ramdas, Rinaldo 2022, "E-detectors: a nonparametric framework for sequential change
 * detection"), in the form of a cumulative sum of e-processes. While nothing is wrong, evidence `c` comes up once in e^c points at the most often.
 */
export const addEvidence = (evidence: number, increment: number): number => Math.max(0, Math.min(MOST_EVIDENCE, evidence + increment));
