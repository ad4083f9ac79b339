import * as z from 'zod';

/** How long the calls of one shape took, hour by hour for a week. Their meaning is in `shared/rules/detection/dependency-hours.ts`. */
export const DependencyHours = z.object({
  /** The hour that is being counted, in hours since the epoch, and the longest such call of each of its requests. */
  hour: z.number().int().nonnegative(),
  open: z.record(z.string(), z.number().int().nonnegative()),
  /** One value for each hour of the week, three characters each. */
  hours: z.string().max(504),
});
export type DependencyHours = z.infer<typeof DependencyHours>;
