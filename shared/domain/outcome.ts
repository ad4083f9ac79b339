import * as z from 'zod';

/** A number with the interval in which it probably lies. */
export const Estimate = z.object({ value: z.number(), low: z.number(), high: z.number() });
export type Estimate = z.infer<typeof Estimate>;

const Figures = z.object({
  requests: z.number().int().nonnegative(),
  failureRate: z.number(),
  latencyP50Ms: z.number().optional(),
  latencyP95Ms: z.number().optional(),
  latencyP99Ms: z.number().optional(),
});

/** What an improvement really did: the candidate against the stable version serving at the same time. */
export const Outcome = z.object({
  control: z.enum(['concurrent', 'before-after']),
  stable: Figures,
  candidate: Figures,
  latencyReductionMs: Estimate.optional(),
  latencyReductionPercent: Estimate.optional(),
  /** By how much the mean duration is less: what all requests together wait less follows from it. */
  meanReductionMs: Estimate.optional(),
  /** Of both versions together while they were compared. */
  requestsPerMinute: z.number().nonnegative().optional(),
  errorRateChange: Estimate,
  throughputChange: z.number(),
  degradationPercent: z.number(),
});
export type Outcome = z.infer<typeof Outcome>;
