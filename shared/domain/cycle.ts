import * as z from 'zod';
import { Instant } from './instant.ts';

/** One pass: started by schedule, person, agent, alarm or telemetry; ends in a report. */
export const Cycle = z.object({
  id: z.string(),
  targetIds: z.array(z.string()),
  tenantId: z.string().optional(),
  /** `proposal` and `deployment` give a patch or an owner's deployment its report; they analyse nothing. */
  trigger: z.enum(['schedule', 'command', 'alarm', 'telemetry', 'proposal', 'deployment']),
  cause: z.string(),
  emergency: z.boolean(),
  windowHours: z.number().positive(),
  maxImprovements: z.number().int().positive(),
  dryRun: z.boolean(),
  state: z.enum(['running', 'completed', 'failed']),
  startedAt: Instant,
  endedAt: Instant.optional(),
  failure: z.string().optional(),
  telemetryAnalyzed: z.object({ metrics: z.number().int(), logs: z.number().int(), events: z.number().int() }),
  opportunityIds: z.array(z.string()),
  improvementIds: z.array(z.string()),
  phaseMs: z.record(z.string(), z.number()),
  /** Targets whose aliases too many callers pass by, each with a sentence. */
  notProtected: z.array(z.object({ targetId: z.string(), reason: z.string() })).optional(),
  reportKey: z.string().optional(),
});
export type Cycle = z.infer<typeof Cycle>;
