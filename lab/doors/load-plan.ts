import * as z from 'zod';

/** What a load process is told, as JSON: whom to ask, how often, for how long, and for what. */
export const LoadPlan = z.object({
  url: z.string(),
  token: z.string(),
  seconds: z.number().positive(),
  /** Not counted: connections are opened and code is compiled. */
  warmUpSeconds: z.number().nonnegative(),
  readsPerSecond: z.number().positive(),
  writesPerSecond: z.number().nonnegative(),
  listeners: z.number().int().nonnegative(),
  /** Of the reads, how many send the ETag that their address had last. */
  conditionalShare: z.number().min(0).max(1),
  seed: z.number().int(),
  /** Ways to read, each with its weight; one of its addresses is taken, the first ones most often. */
  reads: z.array(z.object({ name: z.string(), weight: z.number().positive(), paths: z.array(z.string()).min(1) })).min(1),
  writes: z.array(z.object({ name: z.string(), weight: z.number().positive(), path: z.string(), bodies: z.array(z.unknown()).min(1) })),
});
export type LoadPlan = z.infer<typeof LoadPlan>;

/** Milliseconds from the moment a request was due until its answer was whole: what waited because the sender was late is in it. */
export const Latencies = z.object({ count: z.number(), p50Ms: z.number(), p95Ms: z.number(), p99Ms: z.number(), maxMs: z.number() });
export type Latencies = z.infer<typeof Latencies>;

/** What came of it. `statuses`: answers by status. */
export const LoadResult = z.object({
  reads: Latencies,
  writes: Latencies,
  byName: z.record(z.string(), Latencies),
  statuses: z.record(z.string(), z.number()),
  /** No answer, 429, or a status of 500 and more, by name and what was answered. */
  errors: z.record(z.string(), z.number()),
  /** Understood and not possible as things stand, by name and what was answered. */
  refusals: z.record(z.string(), z.number()),
  notModified: z.number(),
  events: z.number(),
  megabytes: z.number(),
  skipped: z.number(),
  /** How late the sender itself was at worst: more than a few milliseconds, and the machine had no room for it. */
  latestSendMs: z.number(),
});
export type LoadResult = z.infer<typeof LoadResult>;
