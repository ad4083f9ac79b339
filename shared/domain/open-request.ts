import * as z from 'zod';
import { Instant } from './instant.ts';

/** What is known of a request that has not ended yet. */
export const OpenRequest = z.object({
  at: Instant,
  durationMs: z.number().nonnegative().optional(),
  /** What its caller asked for, an alias or a version. */
  qualifier: z.string().optional(),
  failed: z.boolean(),
  timedOut: z.boolean(),
  /** What made it fail is in a cluster already, as the probe or the runtime told it. */
  clustered: z.boolean(),
  /** The errors that it told last, shortened. */
  told: z.array(z.string()).optional(),
  /** A call that has been waiting since then. */
  waiting: z.object({ call: z.string(), since: Instant }).optional(),
});
export type OpenRequest = z.infer<typeof OpenRequest>;
