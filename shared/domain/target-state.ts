import * as z from 'zod';
import { DependencyHours } from './dependency-hours.ts';
import { ErrorCluster } from './error-cluster.ts';
import { Instant } from './instant.ts';
import { LogPatterns, noLogPatterns } from './log-patterns.ts';
import { MetricPoint, MetricPool } from './metric-point.ts';
import { MetricStates } from './metric-state.ts';
import { OpenRequest } from './open-request.ts';
import { OpenStream } from './open-stream.ts';
import { Period } from './period.ts';
import { Slice, Tally } from './version-slice.ts';
import { WatchedAnomalies } from './watched-anomalies.ts';

const Count = z.number().int().nonnegative();

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
  /** By version and environment. */
  openStreams: z.record(z.string(), OpenStream).catch(() => ({})),
  slices: z.array(Slice),
  /** What the call ids in the slices stand for; `stack` as the probe gave it. */
  calls: z.record(z.string(), z.object({ shape: z.string(), method: z.string(), reads: z.boolean().optional(), stack: z.array(z.string()) })),
  /** By method and shape of call, of the dependencies called most. */
  dependencies: z.record(z.string(), DependencyHours).optional(),
  errors: z.record(z.string(), ErrorCluster),
  patterns: LogPatterns.catch(noLogPatterns),
  metrics: MetricStates,
  anomalies: WatchedAnomalies,
  /** The most memory, in megabytes, that a request of a day used: days since 1970 → megabytes. */
  memoryPeaks: z.record(z.string(), Count).optional(),
  /** The metric minute that is being filled. */
  point: MetricPoint.optional().catch(undefined),
  /** Requests of the serving version until they are enough for a point. */
  pool: MetricPool.optional().catch(undefined),
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
  ignored: z.object({ duplicates: Count, late: Count, skewed: Count.catch(0), unreadable: Count, sampledOut: Count }),
});
export type TargetState = z.infer<typeof TargetState>;

/** The state of a target of which nothing has been read. */
export const emptyTargetState = (targetId: string): TargetState => ({
  targetId,
  completeUntil: 0,
  periodsUntil: 0,
  lastTrafficAt: 0,
  openPeriods: [],
  openRequests: {},
  openStreams: {},
  slices: [],
  calls: {},
  errors: {},
  patterns: noLogPatterns(),
  metrics: {},
  anomalies: {},
  slow: { counted: 0, next: 200, durations: {} },
  recentEvents: {},
  recentLines: [],
  ignored: { duplicates: 0, late: 0, skewed: 0, unreadable: 0, sampledOut: 0 },
});
