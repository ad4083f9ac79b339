import * as z from 'zod';
import { Instant } from '../instant.ts';
import { AutonomyLevel } from '../target.ts';
import { OpportunityRow } from './opportunity-row.ts';

export const RoutingView = z.object({ version: z.string(), additional: z.object({ version: z.string(), weight: z.number() }).optional() });

/** One target as it stands. */
export const TargetView = z.object({
  id: z.string(),
  functionName: z.string(),
  alias: z.string(),
  tenantId: z.string().optional(),
  shared: z.boolean(),
  autonomy: z.object({ recipe: AutonomyLevel, model: AutonomyLevel, person: AutonomyLevel }),
  /** Absent while nobody can be asked, because nothing runs there. */
  routing: RoutingView.optional(),
  /** How each tenant's own alias routes; only of tenants that the caller may see. */
  tenants: z.record(z.string(), RoutingView).optional(),
  pausedBy: z.string().optional(),
  /** Why what is done there does not reach all callers. */
  notProtected: z.string().optional(),
  lastPromotedCommit: z.string().optional(),
  watching: z.object({ improvementId: z.string(), weight: z.number(), exposedAt: Instant.optional() }).optional(),
  /** The last complete minutes; absent before there is any telemetry. */
  health: z.object({ until: Instant, requestsPerMinute: z.number(), failureRate: z.number(), p50Ms: z.number().optional(), p95Ms: z.number().optional() }).optional(),
  opportunities: z.number().int(),
  /** List prices of the last 24 hours; absent where nothing is billed. */
  usdADay: z.number().optional(),
});
export type TargetView = z.infer<typeof TargetView>;

/** One period of a target over all versions: seconds after the series' `from`, requests, failures, p50 and p95 in milliseconds (`null`: nothing was served). */
export const HealthPoint = z.tuple([z.number(), z.number(), z.number(), z.number().nullable(), z.number().nullable()]);
export type HealthPoint = z.infer<typeof HealthPoint>;

/** A target with its series: at most 10,080 points, a week of minutes. */
export const TargetDetail = z.object({
  target: TargetView,
  series: z.object({ from: Instant, stepSeconds: z.number().positive(), points: z.array(HealthPoint).max(10_080) }),
  /** Versions that came and went, in time order. */
  moments: z.array(z.object({ at: Instant, what: z.string(), improvementId: z.string().optional() })),
  opportunities: z.array(OpportunityRow),
});
export type TargetDetail = z.infer<typeof TargetDetail>;
