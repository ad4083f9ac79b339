import type { Instant } from '../../../domain/instant.ts';
import { MetricName } from '../../../domain/metric-state.ts';
import type { TargetState } from '../../../domain/target-state.ts';
import type { Unusual } from '../../../domain/watched-anomalies.ts';
import { evidenceNeeded, LEAST_EVIDENCE, METRICS_A_TARGET } from '../../discovery/evidence-needed.ts';
import { fromScale } from './metric-kinds.ts';
import { MetricWatch } from './metric-watch.ts';
import { unusualSince } from './score-point.ts';

/**
 * A metric that got worse by what matters. `baseline`: what was to be expected now; `current`: robust mean since it began; in the metric's own unit; `unusual`: when
 * the anomaly detector, which knows nothing of thresholds, was struck by it too.
 */
export type MetricReading = { readonly name: MetricName; readonly baseline: number; readonly current: number; readonly since: Instant; readonly evidence: number; readonly unusual?: Unusual };

type Watched = Pick<TargetState, 'metrics'> & Partial<Pick<TargetState, 'anomalies'>>;

/** Says of a metric with that evidence of a change since then whether it is to be believed, among all the metrics that are watched. */
export type IsDiscovered = (name: MetricName, since: Instant, evidence: number) => boolean;

/** A size is known to within its error only: what comes so near to the one that matters is taken for it. */
export const NEARLY_AS_LARGE = 0.78;

const ALONE = evidenceNeeded({ metricsWatched: METRICS_A_TARGET, discoveries: 0 });

/** As if no other target were watched. */
export const discoveredAlone: IsDiscovered = (_name, _since, evidence) => evidence >= ALONE;

/** The metrics that have got worse by what matters, as far as their evidence makes it worth asking whether that is to be believed. */
export const suspectedMetrics = ({ metrics, anomalies = {} }: Watched): MetricReading[] =>
  MetricName.options.flatMap((name) => {
    const state = metrics[name];
    if (state === undefined || state.evidence < LEAST_EVIDENCE) return [];
    const watch = MetricWatch.restore(name, state);
    const change = watch.change();
    if (change?.matters !== true) return [];
    const { kind } = watch;
    const { expected } = watch.bandAt(watch.lastAt);
    const current = 'limit' in kind.against ? fromScale(kind, kind.against.limit + kind.bad * change.size) : watch.worseBy(change.size);
    const unusual = unusualSince(anomalies, name, change.since);
    return [{ name, baseline: expected, current, since: change.since, evidence: change.evidence, ...(unusual === undefined ? {} : { unusual }) }];
  });

/** Those that are believed, by name. */
export const readMetrics = (state: Watched, isDiscovered: IsDiscovered = discoveredAlone): { readonly [name in MetricName]?: MetricReading } =>
  Object.fromEntries(suspectedMetrics(state).flatMap((reading) => (isDiscovered(reading.name, reading.since, reading.evidence) ? [[reading.name, reading]] : [])));
