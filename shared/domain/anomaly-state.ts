import * as z from 'zod';

/**
 * What the detector of one metric keeps between two points: 2.5 KB whatever it was fed. `memory` holds its numbers as base64 of
 * 32-bit floats, in which it also reckons, so that a restored detector continues with the very same scores.
 */
export const AnomalyState = z.object({
  version: z.literal(1),
  /** Time of the last point fed, milliseconds since the epoch; null before the first. */
  lastMs: z.number().nullable(),
  /** The first value; memory holds values as distances from it, so that small movements of a large value are not rounded away. */
  origin: z.number(),
  memory: z.base64().max(4000),
});
export type AnomalyState = z.infer<typeof AnomalyState>;
