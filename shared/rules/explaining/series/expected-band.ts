import type { Instant } from '../../../domain/instant.ts';
import type { MetricName } from '../metric-terms.ts';

export type Band = { readonly expected: number; readonly low: number; readonly high: number };

/** What a metric was expected to be at a moment, in the units of its series; `undefined` where nothing was learned of it. */
export type ExpectedBand = (metric: MetricName, at: Instant) => Band | undefined;
