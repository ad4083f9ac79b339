import { MetricName } from '../../../domain/metric-state.ts';
import type { TargetState } from '../../../domain/target-state.ts';
import { METRIC_KINDS } from './metric-kinds.ts';
import { MetricWatch } from './metric-watch.ts';
import { relearnScores, scorePoint } from './score-point.ts';

type Metrics = Pick<TargetState, 'metrics' | 'anomalies'>;

/** Takes one point of one metric in, in place: in the metric's own unit, worked out from `requests` requests. */
export const feedMetric = ({ metrics, anomalies }: Metrics, name: MetricName, atMs: number, value: number, requests: number): void => {
  const watch = MetricWatch.restore(name, metrics[name]);
  watch.feed(atMs, value, requests);
  metrics[name] = watch.state();
  scorePoint(anomalies, name, atMs, value);
};

/** After a deployment: what it may have changed is learnt anew, in place. */
export const relearnMetrics = ({ metrics, anomalies }: Metrics): void => {
  relearnScores(anomalies);
  for (const name of MetricName.options) {
    const known = metrics[name];
    if (known === undefined || !METRIC_KINDS[name].relearns) continue;
    const watch = MetricWatch.restore(name, known);
    watch.relearn();
    metrics[name] = watch.state();
  }
};
