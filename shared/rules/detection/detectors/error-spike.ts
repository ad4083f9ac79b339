import { affectedPerHour, confidenceOfChange, type Detector } from '../detector.ts';
import { NEARLY_AS_LARGE } from '../metrics/read-metrics.ts';

/** The failure rate lies at least `failureIncrease` (points, 0–1) above what is usual, lastingly. Gain: the failures that are new. */
export const detectErrorSpike: Detector = (window, thresholds) => {
  const reading = window.metrics.failureRate;
  if (reading === undefined) return [];
  const { baseline, current, since, unusual } = reading;
  const points = current - baseline;
  if (points < thresholds.failureIncrease * NEARLY_AS_LARGE) return [];
  return [{
    kind: 'error-spike',
    key: 'error-spike::failures',
    title: `${(current * 100).toFixed(1)} % of the requests fail, ${(baseline * 100).toFixed(1)} % before`,
    severity: points >= 0.2 ? 'critical' : 'high',
    confidence: confidenceOfChange(reading, 0.98),
    risk: 'medium',
    gainPercent: Math.round((points / current) * 1000) / 10,
    affectedUsersPerHour: affectedPerHour(window, current),
    occurrencesPerDay: 24,
    evidence: { kind: 'metric', metric: 'failureRate', baseline, current, changePercent: (points / Math.max(baseline, 0.01)) * 100, since, requests: window.total.requests, ...(unusual === undefined ? {} : { unusual }) },
  }];
};
