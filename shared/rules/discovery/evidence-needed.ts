/** Of the degradations that are told of, at most this share may be none, on average. */
export const FALSE_SHARE = 0.05;
/** Discoveries are counted, and the share holds, for so many days; then it starts anew. */
export const DISCOVERY_DAYS = 30;
/** A change may begin at any point; points are minutes. */
const POINTS_A_DAY = 1440;
/** Metrics of one target, for rules that know of no other. */
export const METRICS_A_TARGET = 10;

/**
 * Evidence (natural logarithm) that a metric needs before a change is told of: e-LOND (Xu and Ramdas 2023, "Online multiple testing with
 * e-values") with equal shares. The hypotheses are that no change began at a given minute of a given metric in thirty days; a cumulative sum of
 * e-processes is at most the sum over those minutes, so divided by their number it is an e-value, and is believed at
 * `minutes × metrics / (share × (discoveries so far + 1))`.
 */
export const evidenceNeeded = ({ metricsWatched, discoveries }: { readonly metricsWatched: number; readonly discoveries: number }): number =>
  Math.log((Math.max(1, metricsWatched) * DISCOVERY_DAYS * POINTS_A_DAY) / (FALSE_SHARE * (discoveries + 1)));

/** Below this nobody need be asked, however many discoveries there were. */
export const LEAST_EVIDENCE = 12;
