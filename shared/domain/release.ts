import * as z from 'zod';
import { Claim } from './claim.ts';
import { Instant } from './instant.ts';

/** A moment worth marking on a chart. */
export const Moment = z.object({ at: Instant, what: z.string() });

/** One judged period, kept for the report: counts of both versions, p95 and failures, and the evidence so far (natural logarithms of E). */
export const JudgedPeriod = z.object({
  startsAt: Instant,
  weight: z.number(),
  stable: z.object({ requests: z.number(), failures: z.number(), p50Ms: z.number().optional(), p95Ms: z.number().optional() }),
  candidate: z.object({ requests: z.number(), failures: z.number(), p50Ms: z.number().optional(), p95Ms: z.number().optional() }),
  logEvidence: z.record(z.string(), z.number()),
});
export type JudgedPeriod = z.infer<typeof JudgedPeriod>;

/**
 * A candidate exposed to real traffic beside the stable version. Written by the release effects and the tick only.
 * Effects record what they did (`branch`, `commit`, `candidateVersion`, `mergedHead`), so that whoever takes over knows how far it got.
 */
export const Release = z.object({
  improvementId: z.string(),
  targetId: z.string(),
  functionName: z.string(),
  alias: z.string(),
  /** Judged by what came through its alias only, because other aliases of the function serve the same versions to other tenants. */
  judgedByAlias: z.boolean().optional(),
  stableVersion: z.string(),
  stableCommit: z.string(),
  candidateVersion: z.string().optional(),
  branch: z.string().optional(),
  commit: z.string().optional(),
  /** The main branch's head that the merge expects; set before the merge is tried, so that a late writer cannot merge twice. */
  mergeOnto: z.string().optional(),
  mergeCommit: z.string().optional(),
  /** The main branch's head that the revert commit goes on top of; set before it is tried, so that a repeat makes the same commit. */
  revertOnto: z.string().optional(),
  revertCommit: z.string().optional(),
  weight: z.number().min(0).max(1),
  claim: Claim.optional(),
  /** The stable version's p95 over the hour before exposure: `c` of the judge. */
  latencyThresholdMs: z.number().positive().optional(),
  phi: z.object({ failures: z.number(), latency: z.number() }),
  margin: z.number(),
  exposedAt: Instant.optional(),
  /** The stable version's requests and failures over the hour before exposure. */
  stableBefore: z.object({ requests: z.number().int().nonnegative(), failures: z.number().int().nonnegative() }),
  /** The ramp's two steps, as shares of the traffic. */
  weights: z.tuple([z.number(), z.number()]),
  periodSeconds: z.number().positive(),
  burnInSeconds: z.number().nonnegative(),
  windowSeconds: z.number().positive(),
  extensionSeconds: z.number().nonnegative(),
  /** How long a promoted version stays watched. */
  afterWatchSeconds: z.number().nonnegative(),
  /** Opaque state of the judge. */
  judge: z.unknown().optional(),
  lastPeriodAt: Instant.optional(),
  beatAt: Instant,
  moments: z.array(Moment),
  periods: z.array(JudgedPeriod),
  verdict: z.unknown().optional(),
  /** After promotion: until when the old version is kept warm and the new one watched. */
  watchedUntil: Instant.optional(),
});
export type Release = z.infer<typeof Release>;
