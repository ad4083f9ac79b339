import * as z from 'zod';
import { Instant } from './instant.ts';

/** What has been discovered, over all targets: how many in the thirty days that began at `from`, and which episodes (target, metric, onset), with when. */
export const DiscoveryLedger = z.object({ from: Instant, discoveries: z.number().int().nonnegative(), episodes: z.record(z.string(), Instant) });
export type DiscoveryLedger = z.infer<typeof DiscoveryLedger>;
