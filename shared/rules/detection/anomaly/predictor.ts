/**
 * One way of expecting the next value. `surprise` says how far the value lies from that (signed, in the predictor's own units, 0 while it
 * knows too little) and then learns from it. All it knows stands in the stretch of memory it was given, so that it can be stored.
 */
export type Predictor = {
  readonly surprise: (value: number, atMs: number) => number;
  /** A new version was deployed: what is about the level is learned anew, the shape of the day stays. */
  readonly relearn: () => void;
};

/** How to make a predictor over memory that may hold what an earlier one learned. */
export type PredictorKind = { readonly numbers: number; readonly over: (memory: Float32Array) => Predictor };
