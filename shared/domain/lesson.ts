import * as z from 'zod';
import { AdjustableThreshold } from './adjustable-thresholds.ts';
import { Cause } from './cause.ts';
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
  /** How sure (0–1) the author of the remedy said that it was, before that was corrected. */
  statedConfidence: z.number().optional(),
  /** What went wrong, in the gate (also on the way to an answer that passed), in traffic or in a person's eyes. Empty or absent: nothing that is known. */
  causes: z.array(Cause).optional(),
  /** The service's own modules that the remedy changed. */
  modules: z.array(z.string()).optional(),
  /** By how much (0–1) the detector thought things could get better: what a later finding has to exceed to count as other evidence. */
  opportunityGain: z.number().optional(),
  /** Learned rules that the remedy was written with, those it did without to see whether they help, and those whose code was no longer there. */
  applied: z.array(z.string()).optional(),
  heldOut: z.array(z.string()).optional(),
  gone: z.array(z.string()).optional(),
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
