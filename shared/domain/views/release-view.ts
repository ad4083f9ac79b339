import * as z from 'zod';
import { Claim } from '../claim.ts';
import { Instant } from '../instant.ts';
import { Estimate } from '../outcome.ts';
import { Moment } from '../release.ts';

/** What one version did: the share of failures with its 95 % interval. */
const Side = z.object({ requests: z.number().int(), failures: z.number().int(), failureRate: Estimate, p50Ms: z.number().optional(), p95Ms: z.number().optional() });

/** A candidate beside the stable version: what was measured, period by period, and how sure the judge became. */
export const ReleaseView = z.object({
  functionName: z.string(),
  alias: z.string(),
  stableVersion: z.string(),
  candidateVersion: z.string().optional(),
  branch: z.string().optional(),
  commit: z.string().optional(),
  mergeCommit: z.string().optional(),
  weight: z.number(),
  exposedAt: Instant.optional(),
  watchedUntil: Instant.optional(),
  periodSeconds: z.number(),
  claim: Claim.optional(),
  periods: z.array(z.object({ at: Instant, weight: z.number(), stable: Side, candidate: Side })),
  totals: z.object({ stable: Side, candidate: Side }),
  /** One curve a question: natural logarithms of the evidence at the end of each period, and the height at which it decides. */
  evidence: z.array(z.object({ name: z.string(), label: z.string(), means: z.enum(['harm', 'no-harm', 'gain']), decidesAt: z.number(), points: z.array(z.tuple([Instant, z.number()])) })),
  moments: z.array(Moment),
  /** The judge's last word in one sentence. */
  verdict: z.string().optional(),
});
export type ReleaseView = z.infer<typeof ReleaseView>;
