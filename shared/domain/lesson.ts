import * as z from 'zod';
import { AdjustableThreshold } from './adjustable-thresholds.ts';
import { Instant } from './instant.ts';

/** The threshold that the opportunity had to cross, where it lay, and the value that crossed it. */
export const CrossedThreshold = z.object({ threshold: AdjustableThreshold, value: z.number(), limit: z.number() });
export type CrossedThreshold = z.infer<typeof CrossedThreshold>;

/** What was learned from one improvement: what was claimed, what came true. Later cycles read it per kind of remedy and target. */
export const Lesson = z.object({
  id: z.string(),
  improvementId: z.string(),
  targetId: z.string(),
  opportunityKey: z.string().optional(),
  opportunityKind: z.string().optional(),
  author: z.string(),
  claimedGain: z.number().optional(),
  measuredGain: z.number().optional(),
  /** Gain (0–1) and confidence as the detector claimed them, before they were corrected by earlier lessons; the gain only where it is on the measure that was measured. */
  expectedGain: z.number().optional(),
  claimedConfidence: z.number().optional(),
  crossed: CrossedThreshold.optional(),
  result: z.enum(['promoted', 'rolled-back', 'inconclusive', 'rejected', 'abstained', 'failed', 'reverted', 'superseded']),
  text: z.string(),
  /** It ended for want of something else than a remedy: from then on it is worth another try, on the same code. */
  retryAt: Instant.optional(),
  /** What was not there, and might be later. */
  lacked: z.literal('model').optional(),
  at: Instant,
});
export type Lesson = z.infer<typeof Lesson>;
