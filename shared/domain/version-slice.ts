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
});
export type CallTally = z.infer<typeof CallTally>;

/**
 * Requests that waited in the same order. The key of the record is the order: call ids joined by `>` where the next began after
 * the one before had ended, by `|` where they overlapped. `waitUs` runs parallel to the ids of the key.
 */
export const WaitTally = z.object({ requests: Count, requestUs: Count, waitUs: z.array(Count), requestMs: Tally });
export type WaitTally = z.infer<typeof WaitTally>;

/** Calls that were still waiting when their invocation was killed, or that took longer than the time-out threshold. */
export const StallTally = z.object({ stalls: Count, stalledMs: Count, timeouts: Count });
export type StallTally = z.infer<typeof StallTally>;

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
