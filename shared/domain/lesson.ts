import * as z from 'zod';
import { Instant } from './instant.ts';

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
  result: z.enum(['promoted', 'rolled-back', 'inconclusive', 'rejected', 'abstained', 'failed', 'reverted', 'superseded']),
  text: z.string(),
  at: Instant,
});
export type Lesson = z.infer<typeof Lesson>;
