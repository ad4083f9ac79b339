import * as z from 'zod';
import { CodeSite } from './code-site.ts';
import { Instant } from './instant.ts';

/** Calls of one shape from one place in the code, over the window. Times and counts are per request that makes such a call. */
export const CallEvidence = z.object({
  shape: z.string(),
  method: z.string(),
  /** Innermost first: the line that calls out, then its callers in the target's own code. */
  sites: z.array(CodeSite),
  requests: z.number().int().nonnegative(),
  shareOfRequests: z.number(),
  callsPerRequest: z.object({ p50: z.number(), p95: z.number() }),
  distinctKeysPerRequest: z.object({ p50: z.number() }),
  repeatsPerRequest: z.number(),
  seenBeforeShare: z.number(),
  msPerCall: z.number(),
  msPerRequest: z.number(),
  requestMs: z.object({ p50: z.number(), p95: z.number() }),
  /** Most calls in flight at once in the median request: 1 means one after the other. */
  concurrency: z.number(),
});
export type CallEvidence = z.infer<typeof CallEvidence>;

/** Why an opportunity is believed: what was measured, from when to when. */
export const Evidence = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('calls'), call: CallEvidence }),
  z.object({
    kind: z.literal('sequential-waits'),
    /** In order of start; each began only after the one before had ended. */
    calls: z.array(CallEvidence),
    savableMs: z.number(),
    requestMs: z.object({ p50: z.number(), p95: z.number() }),
    requests: z.number().int().nonnegative(),
    shareOfRequests: z.number(),
  }),
  z.object({
    kind: z.literal('stalled-call'),
    shape: z.string(),
    method: z.string(),
    sites: z.array(CodeSite),
    stalls: z.number().int().positive(),
    stalledMs: z.number(),
    timeouts: z.number().int().nonnegative(),
    requests: z.number().int().nonnegative(),
    /** 99th percentile of the calls of this shape that came back. */
    usualP99Ms: z.number(),
  }),
  z.object({
    kind: z.literal('errors'),
    name: z.string(),
    template: z.string(),
    sites: z.array(CodeSite),
    count: z.number().int().positive(),
    perHour: z.number(),
    requests: z.number().int().nonnegative(),
    lastSeenAt: Instant,
    /** Redacted and shortened. */
    samples: z.array(z.string()).max(5),
  }),
  z.object({
    kind: z.literal('metric'),
    metric: z.enum(['latencyP50Ms', 'latencyP95Ms', 'failureRate', 'requestsPerMinute', 'memoryUtilisation', 'durationUtilisation', 'concurrencyUtilisation', 'throttlesPerMinute', 'timeoutRate', 'coldStartShare']),
    baseline: z.number(),
    current: z.number(),
    changePercent: z.number(),
    since: Instant,
    requests: z.number().int().nonnegative(),
    /** When the anomaly detector, which knows nothing of thresholds, was struck by it too, and how much (0–1). */
    unusual: z.object({ at: Instant, score: z.number() }).optional(),
  }),
  z.object({
    kind: z.literal('cache'),
    cache: z.string(),
    hits: z.number().int().nonnegative(),
    misses: z.number().int().nonnegative(),
    requestsPerHour: z.number(),
  }),
  /** Calls of one shape that got slower, or that fail: a database, another service. */
  z.object({
    kind: z.literal('dependency'),
    shape: z.string(),
    method: z.string(),
    sites: z.array(CodeSite),
    calls: z.number().int().nonnegative(),
    requests: z.number().int().nonnegative(),
    shareOfRequests: z.number(),
    failed: z.number().int().nonnegative(),
    timedOut: z.number().int().nonnegative(),
    /** Before and now, milliseconds of the longest such call of a request. */
    usualMs: z.object({ p50: z.number(), p95: z.number() }),
    currentMs: z.object({ p50: z.number(), p95: z.number() }),
    /** Of the time of the requests that make it (0–1), while they wait for nothing else. */
    shareOfTime: z.number(),
    since: Instant,
  }),
  /** Time against input size: how work grows. */
  z.object({
    kind: z.literal('growth'),
    route: z.string().optional(),
    /** Time grows as size to this power, with its interval. */
    exponent: z.object({ value: z.number(), low: z.number(), high: z.number() }),
    measuredIn: z.enum(['bytes', 'items']),
    /** In order of size: geometric middle of the bucket, its requests, their typical time without waiting for calls. */
    sizes: z.array(z.object({ size: z.number(), requests: z.number().int().positive(), ms: z.number() })).max(24),
    requests: z.number().int().nonnegative(),
  }),
  z.object({
    kind: z.literal('cold-starts'),
    requests: z.number().int().nonnegative(),
    coldStarts: z.number().int().nonnegative(),
    coldMs: z.object({ p50: z.number(), p95: z.number() }),
    warmMs: z.object({ p50: z.number(), p95: z.number() }),
    /** Median time before the handler could begin, where the platform tells it. */
    initMs: z.number().optional(),
  }),
  /** Memory that is paid for and not used. */
  z.object({
    kind: z.literal('memory'),
    memorySizeMb: z.number(),
    memoryUsedMb: z.number(),
    proposedMb: z.number(),
    requests: z.number().int().nonnegative(),
    /** At public prices and the requests seen. */
    usdPerMonth: z.object({ now: z.number(), proposed: z.number() }),
    /** Share of a request's time in which it waits for calls (0–1): less memory is less processor, which waiting does not need. */
    waitingShare: z.number().optional(),
  }),
  /** A level that moved over days, too slowly for a minute to show it. */
  z.object({
    kind: z.literal('trend'),
    metric: z.enum(['latencyP95Ms', 'failureRate', 'requestsPerMinute', 'memoryUtilisation', 'durationUtilisation']),
    baseline: z.number(),
    current: z.number(),
    changePercent: z.number(),
    since: Instant,
    /** Of the change point, by permutation. */
    pValue: z.number(),
    steps: z.array(z.object({ at: Instant, value: z.number() })).max(120),
    requests: z.number().int().nonnegative(),
  }),
  /** What the log says that it did not say before, far more often than before, or no longer. */
  z.object({
    kind: z.literal('log-pattern'),
    what: z.enum(['new', 'burst', 'gone']),
    template: z.string(),
    level: z.enum(['error', 'warning', 'info']),
    count: z.number().int().nonnegative(),
    usualPerHour: z.number(),
    currentPerHour: z.number(),
    since: Instant,
    samples: z.array(z.string()).max(5),
  }),
]);
export type Evidence = z.infer<typeof Evidence>;
