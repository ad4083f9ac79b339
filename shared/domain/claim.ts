import * as z from 'zod';

/** A share between 0 and 1: by how much the named measure should fall. */
const Gain = z.number().min(0).max(1);

/** What a remedy says it will improve, so that the judge can hold it to its word. */
export const Claim = z.discriminatedUnion('on', [
  z.object({ on: z.literal('latency'), gain: Gain }),
  z.object({ on: z.literal('failures'), gain: Gain }),
  z.object({ on: z.literal('slow-requests'), gain: Gain, thresholdMs: z.number().positive() }),
]);
export type Claim = z.infer<typeof Claim>;
