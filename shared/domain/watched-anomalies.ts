import * as z from 'zod';
import { AnomalyState } from './anomaly-state.ts';
import { Instant } from './instant.ts';

/** The metrics whose every point is scored for how unusual it is. */
export const ScoredMetric = z.enum(['latencyP95Ms', 'failureRate', 'requestsPerMinute']);
export type ScoredMetric = z.infer<typeof ScoredMetric>;

/** When a metric last became unusual for the worse, and how unusual (0–1). */
export const Unusual = z.object({ at: Instant, score: z.number() });
export type Unusual = z.infer<typeof Unusual>;

/** What the anomaly detector remembers of each scored metric; one that another version wrote starts anew. */
export const WatchedAnomalies = z.partialRecord(ScoredMetric, z.object({ detector: AnomalyState, last: Unusual.optional() }).optional().catch(undefined)).catch({});
export type WatchedAnomalies = z.infer<typeof WatchedAnomalies>;
