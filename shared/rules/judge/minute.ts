import * as z from 'zod';

const count = z.number().int().nonnegative();

/**
 * What one version did in one minute.
 * `slow`: slower than `c`, the stable version's p95 over the hour before exposure.
 * `slowMargin`: slower than `(1 + margin)·c`.
 * `slowClaim`: slower than the claim's own threshold: `(1 − gain/2)·c` for a claim on latency, the named milliseconds for one on slow requests.
 * `p95Ms`, when known, only serves the degradation percentage of the report; no decision reads it.
 */
export const Counts = z
  .object({
    requests: count,
    failures: count,
    slow: count,
    slowMargin: count,
    slowClaim: count,
    p95Ms: z.number().nonnegative().optional(),
  })
  .refine(
    ({ requests, failures, slow, slowMargin, slowClaim }) => Math.max(failures, slow, slowMargin, slowClaim) <= requests,
    { error: 'a count of failures or slow requests is larger than the number of requests' },
  );
export type Counts = z.infer<typeof Counts>;

/**
 * One complete minute of a release: the concurrent counts of both versions.
 * `minute` numbers the periods one by one (an index, or whole minutes since the epoch; at one-second ticks, seconds), so that a gap is seen.
 * `weight`: the canary's share of the traffic that was asked for (0–1). A side is `null` when its telemetry is missing; no traffic is zeros.
 */
export const Minute = z.object({
  minute: z.number().int(),
  weight: z.number().min(0).max(1),
  canary: Counts.nullable(),
  stable: Counts.nullable(),
});
export type Minute = z.infer<typeof Minute>;

export const NO_COUNTS: Counts = { requests: 0, failures: 0, slow: 0, slowMargin: 0, slowClaim: 0 };
