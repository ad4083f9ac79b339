import * as z from 'zod';
import { Histogram } from './histogram.ts';
import { Instant } from './instant.ts';

const Count = z.number().int().nonnegative();

/** A minute of all versions that is being filled. `busyMs`: time that its requests took together. */
export const MetricPoint = z.object({ from: Instant, requests: Count, throttles: Count, busyMs: z.number().nonnegative() });
export type MetricPoint = z.infer<typeof MetricPoint>;

/** Requests of the serving version since `from`, until they are enough to say something. Memory: most used by one request, of the size it had. */
export const MetricPool = z.object({ from: Instant, served: Count, failures: Count, timeouts: Count, cold: Count, memoryUsedMb: z.number().nonnegative(), memorySizeMb: z.number().nonnegative(), durations: Histogram });
export type MetricPool = z.infer<typeof MetricPool>;
