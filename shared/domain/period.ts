import * as z from 'zod';
import { Histogram } from './histogram.ts';
import { Instant } from './instant.ts';

/** What one version did in one period. `failures`: errors, time-outs, and answers with status 500 or above. */
export const VersionPeriod = z.object({
  requests: z.number().int().nonnegative(),
  failures: z.number().int().nonnegative(),
  timeouts: z.number().int().nonnegative(),
  coldStarts: z.number().int().nonnegative(),
  durations: Histogram,
  /** The same requests by execution environment, for over-dispersion: environment → [requests, failures, slower than the release's or target's p95]. */
  environments: z.record(z.string(), z.tuple([z.number().int(), z.number().int(), z.number().int()])),
});
export type VersionPeriod = z.infer<typeof VersionPeriod>;

/**
 * One period of one target: the "minute" of the judge (60 s on AWS, shorter in the demo), by version.
 * A request belongs to the period in which it ended. A period is written for good once it is complete.
 */
export const Period = z.object({
  targetId: z.string(),
  startsAt: Instant,
  seconds: z.number().positive(),
  versions: z.record(z.string(), VersionPeriod),
  /** The same requests by the alias they came through, then by version: where tenants have aliases of their own. */
  aliases: z.record(z.string(), z.record(z.string(), VersionPeriod)).optional(),
});
export type Period = z.infer<typeof Period>;
