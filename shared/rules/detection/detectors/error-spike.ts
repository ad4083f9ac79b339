import { affectedPerHour, confidenceOf, type Detector } from '../detector.ts';
import { expectedAt, isConfirmed } from '../metric.ts';

/** The failure rate lies at least `failureIncrease` (points, 0–1) above its baseline, lastingly. Gain: the failures that are new. */
export const detectErrorSpike: Detector = (window, thresholds) => {
  const { failures } = window.metrics;
  const baseline = Math.max(0, expectedAt(failures, window.now));
  const current = failures.fast;
  const points = current - baseline;
  if (!isConfirmed(failures) || failures.since === undefined || points < thresholds.failureIncrease) return [];
  return [{
    kind: 'error-spike',
    key: 'error-spike::failures',
    title: `${(current * 100).toFixed(1)} % of the requests fail, ${(baseline * 100).toFixed(1)} % before`,
    severity: points >= 0.2 ? 'critical' : 'high',
    confidence: confidenceOf(0.95, failures.alarm, 2),
    risk: 'medium',
    gainPercent: Math.round((points / current) * 1000) / 10,
    affectedUsersPerHour: affectedPerHour(window, current),
    occurrencesPerDay: 24,
    evidence: { kind: 'metric', metric: 'failureRate', baseline, current, changePercent: (points / Math.max(baseline, 0.01)) * 100, since: failures.since, requests: window.total.requests },
  }];
};
