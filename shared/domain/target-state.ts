import * as z from 'zod';
import { Instant } from './instant.ts';
import { Period } from './period.ts';

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

/** Online state of one metric; its meaning is in `shared/rules/detection/metric.ts`. */
export const MetricState = z.object({
  points: Count,
  level: z.number(),
  spread: z.number(),
  fast: z.number(),
  alarm: z.number(),
  since: Instant.optional(),
  /** Per hour of the day (UTC): usual offset from the level, and how many points taught it. */
  hours: z.record(z.string(), z.tuple([z.number(), Count])),
});
export type MetricState = z.infer<typeof MetricState>;

/** What is known of a request that has not ended yet. */
export const OpenRequest = z.object({
  at: Instant,
  durationMs: z.number().nonnegative().optional(),
  /** What its caller asked for, an alias or a version. */
  qualifier: z.string().optional(),
  failed: z.boolean(),
  timedOut: z.boolean(),
  /** Its error is in a cluster already. */
  clustered: z.boolean(),
  /** A call that has been waiting since then. */
  waiting: z.object({ call: z.string(), since: Instant }).optional(),
});
export type OpenRequest = z.infer<typeof OpenRequest>;

/** One kind of error, however its message varies. `template` has `<*>` where messages differ. */
export const ErrorCluster = z.object({
  name: z.string(),
  template: z.string(),
  stack: z.array(z.string()),
  firstAt: Instant,
  lastAt: Instant,
  samples: z.array(z.string()),
});
export type ErrorCluster = z.infer<typeof ErrorCluster>;

/**
 * Everything that is remembered of one target's telemetry between two looks: at most 200 KB of JSON, whatever is logged.
 * Written in one piece with the cursor up to which it has read, so that no line counts twice.
 */
export const TargetState = z.object({
  targetId: z.string(),
  cursor: z.string().optional(),
  /** Everything before this moment has been read. */
  completeUntil: Instant,
  /** Periods that end at or before this moment are written for good. */
  periodsUntil: Instant,
  /** End of the last period that had traffic. */
  lastTrafficAt: Instant,
  openPeriods: z.array(Period),
  openRequests: z.record(z.string(), OpenRequest),
  slices: z.array(Slice),
  /** What the call ids in the slices stand for; `stack` as the probe gave it. */
  calls: z.record(z.string(), z.object({ shape: z.string(), method: z.string(), stack: z.array(z.string()) })),
  errors: z.record(z.string(), ErrorCluster),
  metrics: z.object({ latency: MetricState, failures: MetricState, requests: MetricState }),
  /** The metric minute that is being filled. */
  point: z.object({ from: Instant, requests: Count, served: Count, failures: Count, durations: Tally }).optional(),
  /** The version the alias named last, from the deployment events. */
  servingVersion: z.string().optional(),
  servingSince: Instant.optional(),
  /** For the share of slow requests by environment: a p95 of the target's own recent past. */
  slow: z.object({ thresholdMs: z.number().optional(), counted: Count, next: Count, durations: Tally }),
  /** Events of the de-duplication window: id → when. */
  recentEvents: z.record(z.string(), Instant),
  /** Hashes of the last lines, against a second delivery. */
  recentLines: z.array(z.number()),
  /** What could not be used, for the curious: never an error. */
  ignored: z.object({ duplicates: Count, late: Count, unreadable: Count, sampledOut: Count }),
});
export type TargetState = z.infer<typeof TargetState>;

const quietMetric = (): MetricState => ({ points: 0, level: 0, spread: 0, fast: 0, alarm: 0, hours: {} });

/** The state of a target of which nothing has been read. */
export const emptyTargetState = (targetId: string): TargetState => ({
  targetId,
  completeUntil: 0,
  periodsUntil: 0,
  lastTrafficAt: 0,
  openPeriods: [],
  openRequests: {},
  slices: [],
  calls: {},
  errors: {},
  metrics: { latency: quietMetric(), failures: quietMetric(), requests: quietMetric() },
  slow: { counted: 0, next: 200, durations: {} },
  recentEvents: {},
  recentLines: [],
  ignored: { duplicates: 0, late: 0, unreadable: 0, sampledOut: 0 },
});
