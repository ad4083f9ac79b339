import * as z from 'zod';
import { Instant } from '../instant.ts';
import { Estimate } from '../outcome.ts';

/** What was kept, and what it has been worth since, as far as it was measured while both versions served. */
export const Gain = z.object({
  improvementId: z.string(),
  targetId: z.string(),
  tenantId: z.string().optional(),
  title: z.string(),
  /** When it was kept. */
  at: Instant,
  /** p95 less, in percent. */
  latencyReductionPercent: Estimate.optional(),
  failureRateChange: Estimate,
  /** Requests that it has served in these days: the rate while it was judged times the time since, not counted. */
  requestsSince: z.number().int(),
  /** Seconds that callers waited less: the mean duration's difference times those requests. */
  secondsSaved: Estimate.optional(),
  failuresSpared: Estimate,
});
export type Gain = z.infer<typeof Gain>;

/** What was taken back and had measurably done harm: what it would have done to everybody in one hour of the same traffic. */
export const Prevention = z.object({
  improvementId: z.string(),
  targetId: z.string(),
  tenantId: z.string().optional(),
  title: z.string(),
  origin: z.enum(['opportunity', 'proposal', 'deployment']),
  at: Instant,
  why: z.string(),
  degradationPercent: z.number(),
  /** In one hour. */
  failuresPrevented: Estimate,
  /** In one hour. */
  secondsPrevented: Estimate.optional(),
});
export type Prevention = z.infer<typeof Prevention>;

/** Cost and impact over some days. Money in micro-dollars; intervals are 95 %. */
export const LedgerView = z.object({
  from: Instant,
  until: Instant,
  spent: z.object({
    microUsd: z.number().int(),
    tokens: z.number().int(),
    byTarget: z.array(z.object({ targetId: z.string(), microUsd: z.number().int() })),
    days: z.array(z.object({ day: z.string(), microUsd: z.number().int() })),
  }),
  gained: z.array(Gain),
  prevented: z.array(Prevention),
  totals: z.object({ secondsSaved: Estimate, failuresSpared: Estimate, failuresPrevented: Estimate, secondsPrevented: Estimate }),
});
export type LedgerView = z.infer<typeof LedgerView>;
