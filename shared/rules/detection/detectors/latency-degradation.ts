import { confidenceOf, affectedPerHour, type Detector } from '../detector.ts';
import { expectedAt, isConfirmed } from '../metric.ts';

/**
 * The p95 lies at least `latencyIncrease` above its own baseline, and lastingly so: the cumulative-sum test of `metric.ts` has confirmed
 * it. A mean plus two deviations alone would cry wolf every night. At least `high`, as the requirements have it; gain: back to the baseline.
 */
export const detectLatencyDegradation: Detector = (window, thresholds) => {
  const { latency } = window.metrics;
  const baseline = Math.exp(expectedAt(latency, window.now));
  const current = Math.exp(latency.fast);
  const change = current / baseline - 1;
  if (!isConfirmed(latency) || latency.since === undefined || change < thresholds.latencyIncrease) return [];
  return [{
    kind: 'latency-degradation',
    key: 'latency-degradation::p95',
    title: `p95 is ${Math.round(change * 100)} % above its baseline: ${Math.round(current)} ms instead of ${Math.round(baseline)} ms`,
    severity: change >= 1 ? 'critical' : 'high',
    confidence: confidenceOf(0.95, latency.alarm, 2),
    risk: 'medium',
    gainPercent: Math.round((1 - baseline / current) * 1000) / 10,
    affectedUsersPerHour: affectedPerHour(window, 1),
    occurrencesPerDay: 24,
    evidence: { kind: 'metric', metric: 'latencyP95Ms', baseline, current, changePercent: change * 100, since: latency.since, requests: window.total.requests },
  }];
};
