import type { MetricName, MetricStates } from '../../../domain/metric-state.ts';
import { MetricName as Name } from '../../../domain/metric-state.ts';
import { METRIC_KINDS } from './metric-kinds.ts';
import { MetricWatch } from './metric-watch.ts';

/** Takes one point of one metric in, in place: in the metric's own unit, worked out from `requests` requests. */
export const feedMetric = (metrics: MetricStates, name: MetricName, atMs: number, value: number, requests: number): void => {
  const watch = MetricWatch.restore(name, metrics[name]);
  watch.feed(atMs, value, requests);
  metrics[name] = watch.state();
};

/** After a deployment: what it may have changed is learnt anew, in place. */
export const relearnMetrics = (metrics: MetricStates): void => {
  for (const name of Name.options) {
    const known = metrics[name];
    if (known === undefined || !METRIC_KINDS[name].relearns) continue;
    const watch = MetricWatch.restore(name, known);
    watch.relearn();
    metrics[name] = watch.state();
  }
};
