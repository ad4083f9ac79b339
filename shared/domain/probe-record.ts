import * as z from 'zod';

/**
 * The calls of one shape from one place during one invocation, as the probe counted them.
 * `stack` holds raw bundle positions, innermost first (`file:line:column functionName`); they are resolved later.
 */
export const ProbeCall = z.object({
  shape: z.string(),
  /** The HTTP method; `CALL` where there is none. */
  method: z.string(),
  /** It only reads though its method does not say so, as `GetItem` by POST or a SELECT. */
  reads: z.boolean().optional(),
  stack: z.array(z.string()),
  count: z.number().int().positive(),
  totalMs: z.number().nonnegative(),
  maxMs: z.number().nonnegative(),
  distinctKeys: z.number().int().nonnegative(),
  /** Calls that asked for a key already asked for in this invocation. */
  repeats: z.number().int().nonnegative(),
  /** Calls that asked for a key that an earlier invocation of this environment asked for within the last minute. */
  seenBefore: z.number().int().nonnegative(),
  failed: z.number().int().nonnegative(),
  timedOut: z.number().int().nonnegative(),
  /** What is called, where the probe can tell. */
  kind: z.enum(['http', 'aws', 'database', 'cache', 'queue']).optional(),
});
export type ProbeCall = z.infer<typeof ProbeCall>;

/** `[index into calls, start in ms since the invocation began, duration in ms]`, in order of start, at most 40. */
export const ProbeSpan = z.tuple([z.number().int().nonnegative(), z.number(), z.number().nonnegative()]);

/** One invocation as the probe saw it: one line of plain JSON in the target's log. */
export const ProbeRecord = z.object({
  pawl: z.literal('invocation'),
  at: z.number(),
  requestId: z.string(),
  version: z.string(),
  environment: z.string(),
  /** What the caller asked for: the alias or version in the invoked ARN, `$LATEST` where it names none. */
  qualifier: z.string().optional(),
  cold: z.boolean(),
  route: z.string().optional(),
  /** `error`: the handler threw; `fault`: it answered with status 500 or above. */
  outcome: z.enum(['ok', 'error', 'fault']),
  status: z.number().int().optional(),
  durationMs: z.number().nonnegative(),
  error: z.object({ name: z.string(), message: z.string(), stack: z.array(z.string()) }).optional(),
  caller: z.string().optional(),
  inputBytes: z.number().int().nonnegative(),
  /** Entries of what was sent in, where it is a list or a batch. */
  items: z.number().int().nonnegative().optional(),
  /** From the start of the process until the handler was there; of a cold start only. */
  initMs: z.number().nonnegative().optional(),
  /** The most memory the process has held so far; told by one invocation in sixteen. */
  memoryUsedMb: z.number().nonnegative().optional(),
  /** `false`: left out by sampling, so that `calls` and `spans` are empty whatever it called. */
  detail: z.boolean().optional(),
  calls: z.array(ProbeCall),
  spans: z.array(ProbeSpan),
  cache: z.record(z.string(), z.object({ hits: z.number().int().nonnegative(), misses: z.number().int().nonnegative() })).optional(),
});
export type ProbeRecord = z.infer<typeof ProbeRecord>;

/** Written while a call has been waiting for more than a second, so that an invocation that is killed leaves evidence. */
export const PendingCallRecord = z.object({
  pawl: z.literal('pending'),
  at: z.number(),
  requestId: z.string(),
  version: z.string(),
  environment: z.string(),
  /** What the caller asked for: the alias or version in the invoked ARN, `$LATEST` where it names none. */
  qualifier: z.string().optional(),
  shape: z.string(),
  method: z.string(),
  stack: z.array(z.string()),
  elapsedMs: z.number().nonnegative(),
});
export type PendingCallRecord = z.infer<typeof PendingCallRecord>;
