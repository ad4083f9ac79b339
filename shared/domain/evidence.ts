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
    metric: z.enum(['latencyP95Ms', 'failureRate', 'requestsPerMinute', 'memoryUtilisation', 'durationUtilisation', 'concurrencyUtilisation', 'timeoutRate']),
    baseline: z.number(),
    current: z.number(),
    changePercent: z.number(),
    since: Instant,
    requests: z.number().int().nonnegative(),
  }),
  z.object({
    kind: z.literal('cache'),
    cache: z.string(),
    hits: z.number().int().nonnegative(),
    misses: z.number().int().nonnegative(),
    requestsPerHour: z.number(),
  }),
]);
export type Evidence = z.infer<typeof Evidence>;
