import type { Instant } from '../../../domain/instant.ts';
import type { MetricName } from '../../../domain/metric-state.ts';
import { ScoredMetric, type Unusual, type WatchedAnomalies } from '../../../domain/watched-anomalies.ts';
import { ALERT_THRESHOLD, AnomalyDetector } from '../anomaly/anomaly-detector.ts';
import { METRIC_KINDS } from './metric-kinds.ts';

/** What became unusual that long before a change began, or later, speaks for the change. */
const BEFORE_MS = 10 * 60_000;

type Scored = { readonly detector: AnomalyDetector; last: Unusual | undefined };

/** The scores of a target's main metrics while points are taken in; `keep` writes what was learnt into `anomalies`. */
export type OpenScores = { feed(name: MetricName, at: Instant, value: number): void; relearn(): void; keep(): void };

const isScored = (name: MetricName): name is ScoredMetric => (ScoredMetric.options as readonly string[]).includes(name);

/**
 * Scores each point of a main metric, in its own unit, and remembers the last time it became unusual for the worse. Alone this raises nothing: it is
 * about one point in a thousand of a healthy metric. It makes Pawl look more closely, and speaks for a change that evidence has confirmed.
 */
export const openScores = (anomalies: WatchedAnomalies): OpenScores => {
  const open = new Map<ScoredMetric, Scored>();
  const scoredOf = (name: ScoredMetric): Scored => {
    const known = open.get(name);
    if (known !== undefined) return known;
    const scored = { detector: AnomalyDetector.restore(anomalies[name]?.detector), last: anomalies[name]?.last };
    open.set(name, scored);
    return scored;
  };
  return {
    feed(name, at, value) {
      if (!isScored(name)) return;
      const scored = scoredOf(name);
      const { score, deviation } = scored.detector.feed(at, value);
      if (score >= ALERT_THRESHOLD && deviation * METRIC_KINDS[name].bad > 0) scored.last = { at, score: Math.round(score * 1000) / 1000 };
    },
    /** After a deployment, where that changes what is usual. */
    relearn() {
      for (const name of ScoredMetric.options) {
        if (!METRIC_KINDS[name].relearns || !(open.has(name) || anomalies[name] !== undefined)) continue;
        const scored = scoredOf(name);
        scored.detector.relearn();
        scored.last = undefined;
      }
    },
    keep() {
      for (const [name, { detector, last }] of open) anomalies[name] = { detector: detector.state(), ...(last === undefined ? {} : { last }) };
    },
  };
};

/** When the metric became unusual by itself about when this change began, or since. */
export const unusualSince = (anomalies: WatchedAnomalies, name: MetricName, since: Instant): Unusual | undefined => {
  const last = isScored(name) ? anomalies[name]?.last : undefined;
  return last !== undefined && last.at >= since - BEFORE_MS ? last : undefined;
};
