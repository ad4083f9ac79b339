import * as z from 'zod';
import { Instant } from './instant.ts';

const Count = z.number().int().nonnegative();

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

/** A metric of which nothing has been seen. */
export const quietMetric = (): MetricState => ({ points: 0, level: 0, spread: 0, fast: 0, alarm: 0, hours: {} });
