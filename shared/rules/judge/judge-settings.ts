import * as z from 'zod';
import { Claim } from '../../domain/claim.ts';

/** Over-dispersion below which no estimate is believed: failures come in bursts more often than a quiet day shows. */
export const PHI_FLOOR = { failures: 2, latency: 1 } as const;

/**
 * How a release is judged. A "minute" is the period of one tick (`periodSeconds`, for the sentences); at one-second ticks all minutes here are seconds.
 * Of a `claim` at least half has to be shown.
 * `margin`: tolerated degradation of latency (0.1 = 10 %). `alpha`: chance of ever rolling back a harmless release.
 * `promotionEvidence`: evidence that each promotion test needs. `failureRatio`, `failurePoints`: tolerated failures, as a rate ratio (harm) and absolutely (promotion).
 * `weights`: the ramp's two steps. `stableBefore`: the stable version's failures before exposure; a better start of the failure test.
 * `control`: `before` when the minutes beside the canary's are recorded ones, for want of a concurrent control.
 */
export const JudgeSettings = z.object({
  periodSeconds: z.number().positive().default(60),
  margin: z.number().min(0).max(10).default(0.1),
  alpha: z.number().gt(0).lt(1).default(0.01),
  promotionEvidence: z.number().gt(1).default(20),
  failureRatio: z.number().min(1).default(1.25),
  failurePoints: z.number().gt(0).lt(1).default(0.005),
  phi: z
    .object({ failures: z.number().min(1).default(PHI_FLOOR.failures), latency: z.number().min(1).default(PHI_FLOOR.latency) })
    .default({ ...PHI_FLOOR }),
  claim: Claim.nullable().default(null),
  burnInMinutes: z.number().int().nonnegative().default(5),
  windowMinutes: z.number().int().positive().default(60),
  extensionMinutes: z.number().int().nonnegative().default(60),
  weights: z.tuple([z.number().gt(0).max(1), z.number().gt(0).max(1)]).default([0.1, 0.5]),
  stableBefore: z.object({ requests: z.number().int().nonnegative(), failures: z.number().int().nonnegative() }).nullable().default(null),
  control: z.enum(['concurrent', 'before']).default('concurrent'),
});
export type JudgeSettings = z.infer<typeof JudgeSettings>;

/** The over-dispersion in force for each metric: what was measured, but never below the floor. */
export const phiInForce = ({ phi }: JudgeSettings): { failures: number; latency: number } => ({
  failures: Math.max(PHI_FLOOR.failures, phi.failures),
  latency: Math.max(PHI_FLOOR.latency, phi.latency),
});

/** The latency, in milliseconds, that `slowClaim` counts against; `c` is the stable p95 before exposure. Without a claim it is `c` itself. */
export function claimThresholdMs(claim: Claim | null, cMs: number): number {
  if (claim?.on === 'slow-requests') return claim.thresholdMs;
  return claim?.on === 'latency' ? (1 - claim.gain / 2) * cMs : cMs;
}
