import * as z from 'zod';
import { Instant } from './instant.ts';

const Count = z.number().int().nonnegative();

/** Counts by bucket; what a bucket stands for is said where it is used (`shared/rules/detection/tally.ts`). */
export const Tally = z.record(z.string(), Count);
export type Tally = z.infer<typeof Tally>;

/** Calls of one shape from one place, added up over the requests of one slice. Times in whole microseconds, so that sums are exact. */
export const CallTally = z.object({
  requests: Count,
  calls: Count,
  callUs: Count,
  /** Time in which these calls were all that the request waited for: what it would be spared without them. */
  aloneUs: Count,
  requestUs: Count,
  repeats: Count,
  seenBefore: Count,
  failed: Count,
  timedOut: Count,
  perRequest: Tally,
  keys: Tally,
  inFlight: Tally,
  requestMs: Tally,
  /** The longest call of each request that had come back: for "how long does it usually take". */
  callMs: Tally,
  /** Requests in which a call failed, and those of them that succeeded nevertheless: it was tried again, or done without. */
  failedRequests: Count.optional(),
  survived: Count.optional(),
});
export type CallTally = z.infer<typeof CallTally>;

/**
 * Requests that waited in the same order. The key of the record is the order: call ids joined by `>` where the next began after
 * the one before had ended, by `|` where they overlapped. `waitUs` runs parallel to the ids of the key.
 */
export const WaitTally = z.object({
  requests: Count,
  requestUs: Count,
  waitUs: z.array(Count),
  /** The longest of the reads of each request, added up: what is left when they all overlap. */
  longestUs: Count.optional(),
  requestMs: Tally,
});
export type WaitTally = z.infer<typeof WaitTally>;

/** Calls that were still waiting when their invocation was killed, or that took longer than the time-out threshold. */
export const StallTally = z.object({ stalls: Count, stalledMs: Count, timeouts: Count });
export type StallTally = z.infer<typeof StallTally>;

/**
 * Own time of requests (without waiting for calls) against the size of their input: measure and power of two (`b10`: 1,024 to 2,047 bytes,
 * `i3`: 8 to 15 items) → requests, then sums of 100 × ln(size), 100 × ln(own microseconds) and the square of the latter.
 */
export const GrowthTally = z.record(z.string(), z.tuple([Count, Count, Count, Count]));
export type GrowthTally = z.infer<typeof GrowthTally>;

/** Requests that looked something up in a cache: those that missed nothing (requests, microseconds), those that did (requests, microseconds, misses). */
export const CacheCost = z.tuple([Count, Count, Count, Count, Count]);
export type CacheCost = z.infer<typeof CacheCost>;

/** What one version did in one slice. `records`: requests that left a probe record, the base of every share about calls. */
export const VersionSlice = z.object({
  requests: Count,
  failures: Count,
  timeouts: Count,
  coldStarts: Count,
  records: Count,
  durationUs: Count,
  memoryUsedMb: Count,
  memorySizeMb: Count,
  durations: Tally,
  routes: z.record(z.string(), Count),
  /** Distinct callers, as HyperLogLog registers (`shared/rules/detection/callers.ts`). */
  callers: z.string(),
  calls: z.record(z.string(), CallTally),
  waits: z.record(z.string(), WaitTally),
  stalls: z.record(z.string(), StallTally),
  errors: z.record(z.string(), Count),
  caches: z.record(z.string(), z.tuple([Count, Count])),
  cacheCosts: z.record(z.string(), CacheCost).optional(),
  /** By route. */
  growth: z.record(z.string(), GrowthTally).optional(),
  /** Requests whose whole timeline is known: how many, microseconds they took, microseconds of it in which they waited for no call. */
  own: z.tuple([Count, Count, Count]).optional(),
  /** First requests of an environment, but for those right after a deployment: how long they took, and the start-up before it. */
  cold: z.object({ ms: Tally, initMs: Tally }).optional(),
});
export type VersionSlice = z.infer<typeof VersionSlice>;

/** A stretch of the analysis window, `[from, to)`. Older slices are merged two by two, `level` says how often. */
export const Slice = z.object({
  from: Instant,
  to: Instant,
  level: Count,
  metrics: Count,
  logs: Count,
  events: Count,
  throttles: Count,
  /** Requests of which it is known what their callers asked for, and how many of them asked for no alias that is looked after. */
  asked: z.tuple([Count, Count]).optional(),
  versions: z.record(z.string(), VersionSlice),
});
export type Slice = z.infer<typeof Slice>;
