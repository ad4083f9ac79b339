import type { Instant } from '../../../domain/instant.ts';
import { MetricName } from '../../../domain/metric-state.ts';
import type { TargetState } from '../../../domain/target-state.ts';
import { METRIC_KINDS } from './metric-kinds.ts';
import { MetricWatch } from './metric-watch.ts';
import { openScores } from './score-point.ts';

/** A target's metrics while points are taken in: each is unpacked when it is first needed, and packed again by `keep`. */
export type OpenMetrics = {
  /** Takes one point of one metric in: in the metric's own unit, worked out from `requests` requests. */
  feed(name: MetricName, atMs: number, value: number, requests: number): void;
  /** Time of the last point taken in. */
  lastAt(name: MetricName): Instant | undefined;
  /** After a deployment: what it may have changed is learnt anew. */
  relearn(): void;
  /** Writes what was learnt into the state. What is kept goes on exactly where it stood, so it makes no difference how often this is done. */
  keep(): void;
};

export const openMetrics = ({ metrics, anomalies }: Pick<TargetState, 'metrics' | 'anomalies'>): OpenMetrics => {
  const open = new Map<MetricName, MetricWatch>();
  const scores = openScores(anomalies);
  const watchOf = (name: MetricName): MetricWatch => {
    const known = open.get(name);
    if (known !== undefined) return known;
    const watch = MetricWatch.restore(name, metrics[name]);
    open.set(name, watch);
    return watch;
  };
  return {
    feed(name, atMs, value, requests) {
      watchOf(name).feed(atMs, value, requests);
      scores.feed(name, atMs, value);
    },
    lastAt: (name) => open.get(name)?.lastAt ?? metrics[name]?.lastAt,
    relearn() {
      scores.relearn();
      for (const name of MetricName.options) if (METRIC_KINDS[name].relearns && (open.has(name) || metrics[name] !== undefined)) watchOf(name).relearn();
    },
    keep() {
      for (const [name, watch] of open) metrics[name] = watch.state();
      scores.keep();
    },
  };
};
