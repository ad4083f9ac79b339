import * as z from 'zod';
import { Improvement } from '../improvement.ts';
import { Risk } from '../opportunity.ts';
import { Estimate } from '../outcome.ts';

/** An improvement in a list. */
export const ImprovementRow = Improvement.pick({ id: true, targetId: true, tenantId: true, cycleId: true, origin: true, proposedBy: true, title: true, state: true, stateSince: true, createdAt: true, systemWide: true, emergency: true, reason: true }).extend({
  /** Who wrote the remedy: `recipe:add-timeout`, `model:…`, `person:…`. */
  author: z.string().optional(),
  risk: Risk.optional(),
  /** p95 less, in percent, as measured. */
  latencyReductionPercent: Estimate.optional(),
});
export type ImprovementRow = z.infer<typeof ImprovementRow>;
