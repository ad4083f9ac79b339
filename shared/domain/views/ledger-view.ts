import * as z from 'zod';
import { Instant } from '../instant.ts';
import { Estimate } from '../outcome.ts';

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
  /** What was kept: p95 less in percent, and the seconds that callers waited less since, as far as it was measured. */
  gained: z.array(z.object({ improvementId: z.string(), targetId: z.string(), title: z.string(), at: Instant, latencyReductionPercent: Estimate.optional(), failureRateChange: Estimate, requestsSince: z.number().int(), secondsSaved: Estimate.optional(), failuresSpared: Estimate })),
  /** What was taken back before it served everybody: what it would have done to the rest of the traffic of its window. */
  prevented: z.array(z.object({ improvementId: z.string(), targetId: z.string(), title: z.string(), at: Instant, why: z.string(), degradationPercent: z.number().optional(), failuresPrevented: Estimate })),
  totals: z.object({ secondsSaved: Estimate, failuresSpared: Estimate, failuresPrevented: Estimate }),
});
export type LedgerView = z.infer<typeof LedgerView>;
