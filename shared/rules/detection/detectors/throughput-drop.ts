import { affectedPerHour, confidenceOfChange, type Detector } from '../detector.ts';
import { NEARLY_AS_LARGE } from '../metrics/read-metrics.ts';

/**
 * The target is asked at least `throughputDrop` less than usual at this hour, lastingly, all versions together.
 * The cause is as often outside as inside, so the risk of acting on it is high.
 */
export const detectThroughputDrop: Detector = (window, thresholds) => {
  const reading = window.metrics.requestsPerMinute;
  if (reading === undefined) return [];
  const { baseline, current, since, unusual } = reading;
  const drop = 1 - current / Math.max(baseline, 1);
  if (drop < thresholds.throughputDrop * NEARLY_AS_LARGE) return [];
  return [{
    kind: 'throughput-drop',
    key: 'throughput-drop::requests',
    title: `${Math.round(drop * 100)} % fewer requests than usual`,
    severity: drop >= 0.8 ? 'critical' : 'high',
    confidence: confidenceOfChange(reading, 0.93),
    risk: 'high',
    gainPercent: Math.round(drop * 1000) / 10,
    affectedUsersPerHour: affectedPerHour(window, 1),
    occurrencesPerDay: 24,
    evidence: { kind: 'metric', metric: 'requestsPerMinute', baseline, current, changePercent: -drop * 100, since, requests: window.total.requests, ...(unusual === undefined ? {} : { unusual }) },
  }];
};
