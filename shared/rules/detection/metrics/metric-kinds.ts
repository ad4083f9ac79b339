import type { MetricName } from '../../../domain/metric-state.ts';
import { DETECTION_THRESHOLDS } from '../detector.ts';

/**
 * How a metric is watched. Everything but `scale` is on the scale on which it is watched: natural logarithms of durations and counts, so
 * that a fifth more is the same at any level; shares of requests and of limits as they are.
 */
export type MetricKind = {
  /** `1`: more is worse. `-1`: less is worse. */
  readonly bad: 1 | -1;
  /** A logarithm of the value plus this, or the value itself. */
  readonly scale: { readonly logarithmOfPlus: number } | 'plain';
  /** Against what is expected at that hour, or against a limit that holds always. */
  readonly against: { readonly change: number } | { readonly limit: number };
  /** What the hypothesis "nothing is wrong" allows: a change up to this, or a value that far below the limit. */
  readonly tolerated: number;
  /** Smaller deviations are no wonder, however constant the metric was. */
  readonly smallestSpread: number;
  /** What is tolerated besides while no earlier day, no earlier week has shown what is usual at this hour. */
  readonly unknownDay: number;
  readonly unknownWeek: number;
  /** A share of the requests: its chance scatter follows from their number. */
  readonly isShare: boolean;
  /** A quantile of the requests' durations, which fewer requests tell less exactly. */
  readonly scattersByRequests: boolean;
  /** Whether a deployment starts it anew. */
  readonly relearns: boolean;
  /** Whether slow changes over days are looked for. */
  readonly hasTrend: boolean;
};

const { latencyIncrease, failureIncrease, throughputDrop, utilisation } = DETECTION_THRESHOLDS;

const LATENCY: MetricKind = {
  bad: 1, scale: { logarithmOfPlus: 0.1 }, against: { change: Math.log(1 + latencyIncrease) }, tolerated: Math.log(1 + latencyIncrease) / 6,
  smallestSpread: 0.03, unknownDay: 0.05, unknownWeek: 0.1, isShare: false, scattersByRequests: true, relearns: true, hasTrend: false,
};
const SHARE: MetricKind = {
  bad: 1, scale: 'plain', against: { change: failureIncrease }, tolerated: failureIncrease / 6,
  smallestSpread: 0.002, unknownDay: 0.01, unknownWeek: 0.005, isShare: true, scattersByRequests: false, relearns: true, hasTrend: false,
};
const UTILISATION: MetricKind = {
  bad: 1, scale: 'plain', against: { limit: utilisation }, tolerated: 0.1,
  smallestSpread: 0.02, unknownDay: 0, unknownWeek: 0, isShare: false, scattersByRequests: false, relearns: true, hasTrend: false,
};

export const METRIC_KINDS: { readonly [name in MetricName]: MetricKind } = {
  latencyP50Ms: LATENCY,
  latencyP95Ms: { ...LATENCY, hasTrend: true },
  failureRate: { ...SHARE, hasTrend: true },
  timeoutRate: SHARE,
  requestsPerMinute: {
    ...LATENCY, bad: -1, scale: { logarithmOfPlus: 1 }, against: { change: -Math.log(1 - throughputDrop) }, tolerated: -Math.log(1 - throughputDrop) / 6,
    smallestSpread: 0.05, unknownDay: 0.5, unknownWeek: 0.9, scattersByRequests: false, relearns: false, hasTrend: true,
  },
  throttlesPerMinute: { ...UTILISATION, scale: { logarithmOfPlus: 1 }, against: { limit: Math.log(2) }, tolerated: Math.log(2), smallestSpread: 0.3 },
  coldStartShare: { ...SHARE, against: { change: 2 * failureIncrease }, tolerated: failureIncrease },
  memoryUtilisation: { ...UTILISATION, hasTrend: true },
  durationUtilisation: { ...UTILISATION, scattersByRequests: true, hasTrend: true },
  concurrencyUtilisation: UTILISATION,
};

const LARGEST = 1e12;

/** A value as it is watched. Anything beyond a million millions is taken for that. */
export const toScale = ({ scale }: MetricKind, value: number): number => {
  const bounded = Math.max(-LARGEST, Math.min(LARGEST, value));
  return scale === 'plain' ? bounded : Math.log(Math.max(0, bounded) + scale.logarithmOfPlus);
};

/** Back to the metric's own unit; none is ever negative. */
export const fromScale = ({ scale }: MetricKind, watched: number): number => Math.max(0, scale === 'plain' ? watched : Math.exp(watched) - scale.logarithmOfPlus);
