import * as z from 'zod';
import { Evidence } from './evidence.ts';
import { Instant } from './instant.ts';
import { CrossedThreshold } from './lesson.ts';

export const Severity = z.enum(['critical', 'high', 'medium', 'low']);
export type Severity = z.infer<typeof Severity>;

export const Risk = z.enum(['low', 'medium', 'high']);
export type Risk = z.infer<typeof Risk>;

export const OpportunityKind = z.enum([
  'latency-degradation', 'error-spike', 'recurring-exception', 'timeout', 'throughput-drop', 'resource-exhaustion',
  'n-plus-one', 'redundant-calls', 'low-cache-hit-rate', 'sequential-waits', 'slow-dependency', 'dependency-failures',
  'super-linear-work', 'cold-starts', 'over-provisioned-memory', 'slow-regression', 'log-pattern',
]);
export type OpportunityKind = z.infer<typeof OpportunityKind>;

/** What a detector found, before it is scored. */
export const Finding = z.object({
  kind: OpportunityKind,
  /** Names the same thing in the next cycle too: kind, place, shape. */
  key: z.string(),
  title: z.string(),
  severity: Severity,
  /** 0–1: how sure the detector is that this is real. */
  confidence: z.number().min(0).max(1),
  risk: Risk,
  /** By how many percent the affected measure should improve. */
  gainPercent: z.number().min(0).max(100),
  /** 95 % interval of the gain, in percent, where the evidence tells one. */
  gainInterval: z.object({ low: z.number(), high: z.number() }).optional(),
  affectedUsersPerHour: z.number().nonnegative(),
  occurrencesPerDay: z.number().nonnegative(),
  evidence: Evidence,
});
export type Finding = z.infer<typeof Finding>;

export const Priority = z.enum(['critical', 'high', 'medium', 'low']);
export type Priority = z.infer<typeof Priority>;

/** Something worth doing, found in signals. */
export const Opportunity = Finding.extend({
  id: z.string(),
  targetId: z.string(),
  tenantId: z.string().optional(),
  /** Touches more than one tenant: needs an approval that names it. */
  systemWide: z.boolean(),
  impactScore: z.number().nonnegative(),
  priority: Priority,
  firstSeenAt: Instant,
  lastSeenAt: Instant,
  /** Gain and confidence as the detector claimed them; those above are corrected by what came true of earlier claims. */
  claimed: z.object({ gainPercent: z.number(), confidence: z.number() }).optional(),
  crossed: CrossedThreshold.optional(),
});
export type Opportunity = z.infer<typeof Opportunity>;
