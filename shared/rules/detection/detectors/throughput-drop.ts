import { affectedPerHour, confidenceOf, type Detector } from '../detector.ts';
import { expectedAt, isConfirmed } from '../metric.ts';

/**
 * The target answers at least `throughputDrop` fewer requests than usual at this hour, lastingly, all versions together.
 * The cause is as often outside as inside, so the risk of acting on it is high.
 */
export const detectThroughputDrop: Detector = (window, thresholds) => {
  const { requests } = window.metrics;
  const baseline = Math.exp(expectedAt(requests, window.now)) - 1;
  const current = Math.max(0, Math.exp(requests.fast) - 1);
  const drop = 1 - current / Math.max(baseline, 1);
  if (!isConfirmed(requests) || requests.since === undefined || drop < thresholds.throughputDrop) return [];
  return [{
    kind: 'throughput-drop',
    key: 'throughput-drop::requests',
    title: `${Math.round(drop * 100)} % fewer requests than usual`,
    severity: drop >= 0.8 ? 'critical' : 'high',
    confidence: confidenceOf(0.9, requests.alarm, 4),
    risk: 'high',
    gainPercent: Math.round(drop * 1000) / 10,
    affectedUsersPerHour: affectedPerHour(window, 1),
    occurrencesPerDay: 24,
    evidence: { kind: 'metric', metric: 'requestsPerMinute', baseline, current, changePercent: -drop * 100, since: requests.since, requests: window.total.requests },
  }];
};
