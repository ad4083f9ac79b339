import * as z from 'zod';
import { startCycle } from '../start-cycle.ts';
import { commandRow } from './command-row.ts';
import { targetId, tenantId } from './input-words.ts';

export const startCycleRow = commandRow({
  name: 'start-cycle',
  kind: 'act',
  permission: 'operate',
  title: 'Start an improvement cycle',
  summary: 'Analyses telemetry, takes up what gets a slot, and ends in a report. With dryRun it only lists opportunities.',
  input: z.strictObject({
    targetIds: z.array(targetId).min(1).max(1000).optional().describe('only these targets'),
    tenantId: tenantId.optional(),
    windowHours: z.number().positive().max(720).optional().describe('hours of telemetry to look at'),
    maxImprovements: z.number().int().positive().max(1000).optional().describe('most improvements to take up'),
    dryRun: z.boolean().default(false).describe('list opportunities, take up nothing'),
  }),
  output: z.object({ cycleId: z.string(), started: z.boolean().describe('false when the same request had started it before') }),
  example: { input: { windowHours: 6, maxImprovements: 1 }, output: { cycleId: 'cycle-2f6c', started: true } },
  run: async ({ targetIds, tenantId: tenant, windowHours, maxImprovements, dryRun }, dependencies, { caller, requestId }) => {
    const cause = `${caller.name}: ${requestId ?? `at ${dependencies.clock.now()}`}${tenant === undefined ? '' : ` for ${tenant}`}`;
    const started = await startCycle(dependencies, {
      trigger: 'command', cause, dryRun,
      ...(targetIds ? { targetIds } : {}), ...(tenant ? { tenantId: tenant } : {}), ...(windowHours ? { windowHours } : {}), ...(maxImprovements ? { maxImprovements } : {}),
    });
    return started.ok ? { ok: true, value: { cycleId: started.cycleId, started: started.started } } : started;
  },
});
