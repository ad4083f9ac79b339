import * as z from 'zod';
import { Instant } from './instant.ts';

/** What an alarm is answered with before anything else. Decided once: a second delivery carries out the same. */
export const Reversal = z.discriminatedUnion('kind', [
  /** A release, running or promoted, goes back. */
  z.object({ kind: z.literal('put-back'), improvementId: z.string(), why: z.string() }),
  /** Somebody's routing that was nobody's release goes back to the version before. */
  z.object({ kind: z.literal('go-back'), from: z.object({ version: z.string(), additional: z.string().optional() }), to: z.string(), why: z.string() }),
  /** Nothing to take back, and why. */
  z.object({ kind: z.literal('none'), why: z.string() }),
]);
export type Reversal = z.infer<typeof Reversal>;

/** One critical alarm that is being answered: its id derives from the alarm's name and the moment of its change. */
export const Emergency = z.object({
  id: z.string(),
  targetId: z.string(),
  alarm: z.string(),
  /** When the alarm changed its state. */
  at: Instant,
  /** When it was taken up here. */
  takenUpAt: Instant,
  reversal: Reversal,
  state: z.enum(['open', 'answered']),
  /** What became of the reversal. */
  sentence: z.string().optional(),
  cycleId: z.string().optional(),
  answeredAt: Instant.optional(),
});
export type Emergency = z.infer<typeof Emergency>;

/** How a target's alias was seen to route, and since when, whoever routed it. */
export const Serving = z.object({
  version: z.string(),
  since: Instant,
  /** The version that served before this one; absent until a change was seen. */
  before: z.string().optional(),
  additional: z.object({ version: z.string(), since: Instant }).optional(),
});
export type Serving = z.infer<typeof Serving>;
