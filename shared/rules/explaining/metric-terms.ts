import type { Evidence } from '../../domain/evidence.ts';
import type { ExplainedSeries, SeriesUnit } from '../../domain/explanation.ts';
import { DETECTION_THRESHOLDS, type DetectionThresholds } from '../detection/detector.ts';

/** The metrics that a change is told of. */
export type MetricName = Extract<Evidence, { kind: 'metric' }>['metric'];

/** How a metric is called and read. `limit`: the size that matters, from what is usual. */
export type MetricTerms = {
  readonly label: string;
  readonly unit: SeriesUnit;
  readonly bad: ExplainedSeries['bad'];
  readonly limit?: (usual: number, thresholds: DetectionThresholds) => number;
};

const slower = (usual: number, { latencyIncrease }: DetectionThresholds): number => usual * (1 + latencyIncrease);
const used = (_: number, { utilisation }: DetectionThresholds): number => utilisation;

/** Every metric in the words that terminal and report share. */
export const METRIC_TERMS = {
  latencyP50Ms: { label: 'median latency', unit: 'ms', bad: 'above', limit: slower },
  latencyP95Ms: { label: 'p95 latency', unit: 'ms', bad: 'above', limit: slower },
  failureRate: { label: 'failure rate', unit: 'share', bad: 'above', limit: (usual, { failureIncrease }) => usual + failureIncrease },
  requestsPerMinute: { label: 'requests a minute', unit: 'per-minute', bad: 'below', limit: (usual, { throughputDrop }) => usual * (1 - throughputDrop) },
  memoryUtilisation: { label: 'memory used', unit: 'share', bad: 'above', limit: used },
  durationUtilisation: { label: 'time-out used', unit: 'share', bad: 'above', limit: used },
  concurrencyUtilisation: { label: 'concurrency used', unit: 'share', bad: 'above', limit: used },
  throttlesPerMinute: { label: 'requests turned away a minute', unit: 'per-minute', bad: 'above' },
  timeoutRate: { label: 'time-outs', unit: 'share', bad: 'above' },
  coldStartShare: { label: 'cold starts', unit: 'share', bad: 'above' },
} as const satisfies Record<MetricName, MetricTerms>;

/** The line beyond which a change of this metric matters, by the named thresholds; `undefined` where any at all does. */
export const limitOf = (metric: MetricName, usual: number, thresholds: DetectionThresholds = DETECTION_THRESHOLDS): number | undefined => {
  const terms: MetricTerms = METRIC_TERMS[metric];
  return terms.limit?.(usual, thresholds);
};
