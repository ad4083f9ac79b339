import * as z from 'zod';
import { Cycle } from '../cycle.ts';
import { ImprovementState } from '../improvement.ts';

/** A cycle in a list. */
export const CycleRow = Cycle.pick({ id: true, targetIds: true, tenantId: true, trigger: true, cause: true, emergency: true, dryRun: true, state: true, startedAt: true, endedAt: true, failure: true }).extend({
  opportunities: z.number().int(),
  improvements: z.array(z.object({ id: z.string(), title: z.string(), state: ImprovementState })),
  hasReport: z.boolean(),
});
export type CycleRow = z.infer<typeof CycleRow>;
