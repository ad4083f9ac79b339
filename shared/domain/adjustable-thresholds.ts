import * as z from 'zod';

/** The detectors' thresholds that an owner may set for a target; what each means is said in `shared/rules/detection/detector.ts`. */
export const AdjustableThreshold = z.enum([
  'latencyIncrease', 'failureIncrease', 'throughputDrop', 'utilisation', 'exceptionsPerHour', 'minTimeouts', 'minCalls', 'cacheHitRate', 'seenBeforeShare', 'minGainPercent',
]);
export type AdjustableThreshold = z.infer<typeof AdjustableThreshold>;

/** A target's own thresholds; what is not named stays as it is for all. */
export const OwnThresholds = z.partialRecord(AdjustableThreshold, z.number().positive());
export type OwnThresholds = z.infer<typeof OwnThresholds>;
