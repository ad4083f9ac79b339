import * as z from 'zod';
import { Ended } from './judge-state.ts';

export const VerdictKind = z.enum(['keep-watching', 'promote', 'roll-back', 'inconclusive']);
export type VerdictKind = z.infer<typeof VerdictKind>;

export const Reason = z.enum([...Ended.options, 'burn-in', 'watching', 'extended', 'proven']);
export type Reason = z.infer<typeof Reason>;

const rate = z.object({ events: z.number(), requests: z.number(), rate: z.number(), low: z.number(), high: z.number() });

/**
 * One test, as evidence: `harm` asks whether the canary is worse than tolerated, `promotion` whether it is good enough.
 * `evidence` against `required` (1/α shared among the harm metrics; 20 for promotion), and both as natural logarithms.
 * For `promotion` the evidence is the highest it has ever been. Rates carry 95 % Wilson intervals at the sample size over φ.
 */
export const MetricEvidence = z.object({
  question: z.enum(['harm', 'promotion']),
  metric: z.enum(['failures', 'latency', 'claim']),
  canary: rate,
  stable: rate,
  evidence: z.number(),
  required: z.number(),
  logEvidence: z.number(),
  logRequired: z.number(),
  reached: z.boolean(),
  phi: z.number(),
  minutes: z.number().int(),
});
export type MetricEvidence = z.infer<typeof MetricEvidence>;

/** The judge's word on a release, with everything needed to explain it. `minute` is the last one judged; `weight` the advice for the next. */
export const Verdict = z.object({
  kind: VerdictKind,
  reason: Reason,
  minute: z.number().int().nullable(),
  elapsedMinutes: z.number().int(),
  judgedMinutes: z.number().int(),
  weight: z.number(),
  evidence: z.array(MetricEvidence),
  degradationPercent: z.object({ latency: z.number().nullable(), failures: z.number(), worst: z.number() }),
  sentence: z.string(),
});
export type Verdict = z.infer<typeof Verdict>;
