import { quantileMs } from '../../../domain/histogram.ts';
import type { Target } from '../../../domain/target.ts';
import type { MetricName } from '../metric-terms.ts';
import type { PooledPeriod } from './pooled-periods.ts';

export type TargetLimits = Pick<Target['limits'], 'timeoutSeconds' | 'concurrency'>;

type Measure = (pool: PooledPeriod, limits: TargetLimits) => number | undefined;

const FEWEST_FOR_A_QUANTILE = 5;

const quantile = (q: number): Measure => ({ served }) => (served.requests < FEWEST_FOR_A_QUANTILE ? undefined : quantileMs(served.durations, q));
const share = (of: 'failures' | 'timeouts' | 'coldStarts'): Measure => ({ served }) => (served.requests === 0 ? undefined : served[of] / served.requests);

/** Mean of a histogram, each bucket at its middle. */
const totalMs = (durations: PooledPeriod['served']['durations']): number => Object.entries(durations).reduce((sum, [bucket, count]) => sum + count * 1.01 ** (Number(bucket) - 0.5), 0);

/** The metrics that periods can be asked for; memory and throttles are not told by request, and stand in the slices. */
const PERIOD_MEASURES: { readonly [Metric in MetricName]?: Measure } = {
  latencyP50Ms: quantile(0.5),
  latencyP95Ms: quantile(0.95),
  failureRate: share('failures'),
  timeoutRate: share('timeouts'),
  coldStartShare: share('coldStarts'),
  requestsPerMinute: ({ allRequests, seconds }) => (allRequests * 60) / seconds,
  durationUtilisation: (pool, { timeoutSeconds }) => {
    const p99 = quantile(0.99)(pool, { timeoutSeconds, concurrency: 1 });
    return p99 === undefined ? undefined : p99 / (timeoutSeconds * 1000);
  },
  // Little's law: requests in progress are arrivals a second times seconds each.
  concurrencyUtilisation: ({ served, allRequests, seconds }, { concurrency }) =>
    served.requests === 0 ? undefined : ((totalMs(served.durations) / served.requests / 1000) * (allRequests / seconds)) / concurrency,
};

/** How a metric is read from pooled periods; `undefined` when they do not hold it. */
export const periodMeasure = (metric: MetricName): Measure | undefined => PERIOD_MEASURES[metric];
