import type { Evidence } from '../../../domain/evidence.ts';
import type { ExplainedSeries } from '../../../domain/explanation.ts';
import { MOST_POINTS } from '../../../domain/explanation.ts';
import type { TargetState } from '../../../domain/target-state.ts';
import type { VersionSlice } from '../../../domain/version-slice.ts';
import { DETECTION_THRESHOLDS } from '../../detection/detector.ts';
import { quantileOfMs } from '../../detection/tally.ts';
import { clustersOf, onsetOf } from '../evidence-onset.ts';
import { limitOf, METRIC_TERMS, type MetricName } from '../metric-terms.ts';
import { dependencySeries } from './dependency-series.ts';
import { patternSeries } from './pattern-series.ts';
import { periodSeries, rounded, type PeriodsInView } from './period-series.ts';
import { sliceSeries, type SliceMeasure } from './slice-series.ts';

/** What a series can be drawn from: the periods in view, and the target's state with its slices. */
export type SeriesSource = { readonly view: PeriodsInView; readonly state: TargetState; readonly version: string };

type SeriesOf = { readonly [Kind in Evidence['kind']]: (evidence: Extract<Evidence, { kind: Kind }>, source: SeriesSource) => ExplainedSeries | undefined };

const fromSlices = ({ state, version, view }: SeriesSource, measure: SliceMeasure): ExplainedSeries | undefined => sliceSeries(state.slices, version, view.until, measure);

/** What calls cost shows in the target's p95 if anywhere. */
const latency = (_: unknown, { view }: SeriesSource): ExplainedSeries | undefined => periodSeries('latencyP95Ms', view, {});

const usedMemory: SliceMeasure['value'] = ({ memoryUsedMb, memorySizeMb }) => (memorySizeMb === 0 ? undefined : memoryUsedMb / memorySizeMb);

/** The band of a metric beneath a series from the slices. */
const withBand = (metric: MetricName, { view }: SeriesSource, series: ExplainedSeries | undefined): ExplainedSeries | undefined =>
  series && {
    ...series,
    points: series.points.map(([seconds, value]) => {
      const band = view.band(metric, series.from + seconds * 1000);
      return [seconds, value, rounded(band?.expected), rounded(band?.low), rounded(band?.high)];
    }),
  };

/** Metrics that are not told by request, from the slices. */
const SLICE_METRICS: { readonly [Metric in MetricName]?: SliceMeasure['value'] } = {
  memoryUtilisation: usedMemory,
  throttlesPerMinute: (_, hours, { throttles }) => throttles / (hours * 60),
};

const metricSeries = (metric: MetricName, evidence: { baseline: number; since: number }, source: SeriesSource): ExplainedSeries | undefined => {
  const { since, baseline } = evidence;
  const threshold = limitOf(metric, baseline);
  const value = SLICE_METRICS[metric];
  return value === undefined ? periodSeries(metric, source.view, { since, threshold }) : withBand(metric, source, fromSlices(source, { ...METRIC_TERMS[metric], since, threshold, value }));
};

const callIds = (state: TargetState, shape: string, method: string): string[] => Object.entries(state.calls).flatMap(([id, call]) => (call.shape === shape && call.method === method ? [id] : []));

const stallsIn = (slice: VersionSlice, ids: readonly string[]): number => ids.reduce((sum, id) => sum + (slice.stalls[id]?.stalls ?? 0), 0);

const SERIES: SeriesOf = {
  calls: latency,
  'sequential-waits': latency,
  growth: latency,
  metric: (evidence, source) => metricSeries(evidence.metric, evidence, source),
  trend: ({ metric, baseline, steps, since }) => {
    const [first] = steps;
    const last = steps.at(-1);
    if (first === undefined || last === undefined || steps.length < 2) return undefined;
    const threshold = limitOf(metric, baseline);
    const stepSeconds = Math.max(1, Math.round((last.at - first.at) / 1000 / (steps.length - 1)));
    const { label, unit, bad } = METRIC_TERMS[metric];
    return {
      measure: label, unit, bad, from: first.at, to: last.at + stepSeconds * 1000, stepSeconds, since, marks: [],
      points: steps.slice(-MOST_POINTS).map(({ at, value }) => [(at - first.at) / 1000, rounded(value), rounded(baseline), null, null]),
      ...(threshold === undefined ? {} : { threshold: Number(threshold.toPrecision(4)) }),
    };
  },
  errors: (evidence, source) => {
    const ids = clustersOf(evidence, source.state.errors);
    return fromSlices(source, {
      label: 'this error, an hour', unit: 'per-hour', bad: 'above', threshold: DETECTION_THRESHOLDS.exceptionsPerHour, since: onsetOf(evidence, source.state.errors),
      value: ({ errors }, hours) => ids.reduce((sum, id) => sum + (errors[id] ?? 0), 0) / hours,
    });
  },
  'stalled-call': ({ shape, method }, source) => {
    const ids = callIds(source.state, shape, method);
    return fromSlices(source, { label: 'stalled calls, an hour', unit: 'per-hour', bad: 'above', value: (slice, hours) => stallsIn(slice, ids) / hours });
  },
  cache: ({ cache }, source) =>
    fromSlices(source, {
      label: 'cache hit rate', unit: 'share', bad: 'below', threshold: DETECTION_THRESHOLDS.cacheHitRate,
      value: ({ caches }) => {
        const [hits, misses] = caches[cache] ?? [0, 0];
        return hits + misses === 0 ? undefined : hits / (hits + misses);
      },
    }),
  dependency: (evidence, source) => {
    const { shape, method, since } = evidence;
    const ids = callIds(source.state, shape, method);
    return dependencySeries(evidence, source.state) ?? fromSlices(source, {
      label: 'slowest such call of a request, p95', unit: 'ms', bad: 'above', since,
      value: ({ calls }) => {
        const called = ids.map((id) => calls[id]).filter((call) => call !== undefined);
        return called.length === 0 ? undefined : Math.max(...called.map(({ callMs }) => quantileOfMs(callMs, 0.95)));
      },
    });
  },
  'cold-starts': (_, { view }) => periodSeries('coldStartShare', view, {}),
  memory: (_, source) => withBand('memoryUtilisation', source, fromSlices(source, { ...METRIC_TERMS.memoryUtilisation, value: usedMemory })),
  'log-pattern': (evidence, { state }) => patternSeries(evidence, state),
};

/** The one series that shows what the evidence speaks of; `undefined` where nothing is known over time. */
// The table's type says that each kind meets its own function; the compiler cannot see that through the index.
export const evidenceSeries = (evidence: Evidence, source: SeriesSource): ExplainedSeries | undefined => (SERIES[evidence.kind] as (evidence: Evidence, source: SeriesSource) => ExplainedSeries | undefined)(evidence, source);
