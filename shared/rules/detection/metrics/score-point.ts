import type { Instant } from '../../../domain/instant.ts';
import type { MetricName } from '../../../domain/metric-state.ts';
import { ScoredMetric, type Unusual, type WatchedAnomalies } from '../../../domain/watched-anomalies.ts';
import { ALERT_THRESHOLD, AnomalyDetector } from '../anomaly/anomaly-detector.ts';
import { METRIC_KINDS } from './metric-kinds.ts';

/** What became unusual that long before a change began, or later, speaks for the change. */
const BEFORE_MS = 10 * 60_000;

/**
 * Scores a point of a main metric, in its own unit, in place, and remembers the last time it became unusual for the worse. Alone this raises nothing: it is
 * about one point in a thousand of a healthy metric. It makes Pawl look more closely, and speaks for a change that evidence has confirmed.
 */
export const scorePoint = (anomalies: WatchedAnomalies, name: MetricName, at: Instant, value: number): void => {
  const scored = ScoredMetric.safeParse(name).data;
  if (scored === undefined) return;
  const known = anomalies[scored];
  const detector = AnomalyDetector.restore(known?.detector);
  const { score, deviation } = detector.feed(at, value);
  const isAlert = score >= ALERT_THRESHOLD && deviation * METRIC_KINDS[scored].bad > 0;
  const last = isAlert ? { at, score: Math.round(score * 1000) / 1000 } : known?.last;
  anomalies[scored] = { detector: detector.state(), ...(last === undefined ? {} : { last }) };
};

/** After a deployment, where that changes what is usual. */
export const relearnScores = (anomalies: WatchedAnomalies): void => {
  for (const name of ScoredMetric.options) {
    const known = anomalies[name];
    if (known === undefined || !METRIC_KINDS[name].relearns) continue;
    const detector = AnomalyDetector.restore(known.detector);
    detector.relearn();
    anomalies[name] = { detector: detector.state() };
  }
};

/** When the metric became unusual by itself about when this change began, or since. */
export const unusualSince = (anomalies: WatchedAnomalies, name: MetricName, since: Instant): Unusual | undefined => {
  const scored = ScoredMetric.safeParse(name).data;
  const last = scored && anomalies[scored]?.last;
  return last !== undefined && last.at >= since - BEFORE_MS ? last : undefined;
};
