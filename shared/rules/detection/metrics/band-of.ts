import type { MetricName, MetricState } from '../../../domain/metric-state.ts';
import { MetricWatch } from './metric-watch.ts';

/** What a metric was expected to be at a moment by what is known now, with where about 99 % of healthy points lie; in the metric's own unit. */
export const bandOf = (state: MetricState, name: MetricName): ((atMs: number) => { expected: number; low: number; high: number }) => {
  const watch = MetricWatch.restore(name, state);
  return (atMs) => watch.bandAt(atMs);
};
