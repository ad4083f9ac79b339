import { NEARLY_AS_LARGE } from '../metrics/read-metrics.ts';
import { confidenceOfChange, affectedPerHour, type Detector } from '../detector.ts';

const PERCENTILES = [{ name: 'latencyP95Ms', called: 'p95' }, { name: 'latencyP50Ms', called: 'The median' }] as const;

/**
 * The p95, or else the median, lies at least `latencyIncrease` above what is usual at this hour, and lastingly so (`metrics/metric-watch.ts`).
 * A mean plus two deviations alone would cry wolf every night. At least `high`, as the requirements have it; gain: back to the baseline.
 */
export const detectLatencyDegradation: Detector = (window, thresholds) => {
  const found = PERCENTILES.flatMap(({ name, called }) => {
    const reading = window.metrics[name];
    if (reading === undefined || reading.current / reading.baseline - 1 < thresholds.latencyIncrease * NEARLY_AS_LARGE) return [];
    return [{ ...reading, name, called, change: reading.current / reading.baseline - 1 }];
  })[0];
  if (found === undefined) return [];
  const { name, called, change, baseline, current, since, unusual } = found;
  return [{
    kind: 'latency-degradation',
    key: 'latency-degradation::p95',
    title: `${called} is ${Math.round(change * 100)} % above its baseline: ${Math.round(current)} ms instead of ${Math.round(baseline)} ms`,
    severity: change >= 1 ? 'critical' : 'high',
    confidence: confidenceOfChange(found, 0.98),
    risk: 'medium',
    gainPercent: Math.round((1 - baseline / current) * 1000) / 10,
    affectedUsersPerHour: affectedPerHour(window, 1),
    occurrencesPerDay: 24,
    evidence: { kind: 'metric', metric: name, baseline, current, changePercent: change * 100, since, requests: window.total.requests, ...(unusual === undefined ? {} : { unusual }) },
  }];
};
