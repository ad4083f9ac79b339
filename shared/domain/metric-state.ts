import * as z from 'zod';
import { Instant } from './instant.ts';

const Count = z.number().int().nonnegative();

/** What is watched of a target, minute by minute. */
export const MetricName = z.enum([
  'latencyP50Ms', 'latencyP95Ms', 'failureRate', 'timeoutRate', 'requestsPerMinute', 'throttlesPerMinute', 'coldStartShare',
  'memoryUtilisation', 'durationUtilisation', 'concurrencyUtilisation',
]);
export type MetricName = z.infer<typeof MetricName>;

/** What is remembered of one metric, 2 KB at most 4; its meaning is in `shared/rules/detection/metrics/metric-watch.ts`. */
export const MetricState = z.object({
  v: z.literal(1),
  /** Time of the last point taken in. */
  lastAt: Instant,
  /** Points that came at or before `lastAt`: counted, and left out. */
  late: Count,
  /** Evidence of a change for the worse, in natural logarithm, 0–60. */
  evidence: z.number().min(0).max(60),
  /** When that change began, while there is evidence. */
  since: Instant.optional(),
  /** What is expected when, packed. */
  expectation: z.string().max(1700),
  /** The last deviations and their scatter, packed. */
  recent: z.string().max(600),
  /** Means of four hours for four weeks, packed, where slow changes are looked for. */
  trend: z.string().max(800).optional(),
});
export type MetricState = z.infer<typeof MetricState>;

/** What is known of each metric; one that another version wrote, or that is damaged, starts anew. */
export const MetricStates = z.partialRecord(MetricName, MetricState.optional().catch(undefined)).catch({});
export type MetricStates = z.infer<typeof MetricStates>;
