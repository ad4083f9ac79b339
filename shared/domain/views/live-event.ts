import * as z from 'zod';
import { Instant } from '../instant.ts';

/**
 * Something changed. Made by comparing what is stored with what was stored a moment before, so that every door hears the same, also on AWS and
 * from a process of its own. `id` orders events of one stream; a stream begins with the present (`snapshot`).
 */
export const LiveEvent = z.object({
  id: z.string(),
  at: Instant,
  type: z.enum(['snapshot', 'improvement', 'release', 'cycle', 'target', 'switch']),
  targetId: z.string().optional(),
  tenantId: z.string().optional(),
  improvementId: z.string().optional(),
  cycleId: z.string().optional(),
  /** One sentence for people. */
  text: z.string(),
  /** The row that changed: ImprovementRow, CycleRow, TargetView, or the release's newest period. */
  data: z.unknown(),
});
export type LiveEvent = z.infer<typeof LiveEvent>;
