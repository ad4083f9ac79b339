import type { Finding } from '../../../domain/opportunity.ts';
import { affectedPerHour, confidenceOf, type Detector } from '../detector.ts';

const SHARES = [
  { metric: 'memoryUtilisation', what: 'memory' },
  { metric: 'durationUtilisation', what: 'allowed time (p99)' },
  { metric: 'concurrencyUtilisation', what: 'concurrency' },
] as const;

/**
 * More than `utilisation` of a limit is in use, lastingly: memory (the REPORT lines' maximum), time (p99 against the function's time-out) or
 * concurrency (requests in progress on average, by Little's law); or requests are turned away minute after minute, which is all of it.
 * Gain: headroom back to the threshold.
 */
export const detectResourceExhaustion: Detector = (window, thresholds) => {
  const finding = (metric: (typeof SHARES)[number]['metric'] | 'throttlesPerMinute', title: string, used: number, evidence: Finding['evidence'], believed: number): Finding => ({
    kind: 'resource-exhaustion',
    key: `resource-exhaustion::${metric}`,
    title,
    severity: used >= 0.95 ? 'high' : 'medium',
    confidence: confidenceOf(0.95, believed, 1),
    risk: 'medium',
    gainPercent: Math.round(Math.max(0, Math.min(1, 1 - thresholds.utilisation / used)) * 1000) / 10,
    affectedUsersPerHour: affectedPerHour(window, 1),
    occurrencesPerDay: 24,
    evidence,
  });
  const requests = window.total.requests;
  const shares = SHARES.flatMap(({ metric, what }) => {
    const reading = window.metrics[metric];
    if (reading === undefined) return [];
    const { current, since, evidence } = reading;
    // What nearly reaches the limit is taken for it, since it is known to within its error.
    if (current < thresholds.utilisation - 0.04) return [];
    const changePercent = (current / thresholds.utilisation - 1) * 100;
    return [finding(metric, `${Math.round(Math.min(current, 1) * 100)} % of the ${what} is in use`, current, { kind: 'metric', metric, baseline: thresholds.utilisation, current, changePercent, since, requests }, evidence)];
  });
  const turnedAway = window.metrics.throttlesPerMinute;
  if (turnedAway === undefined) return shares;
  const { current, since, evidence } = turnedAway;
  return [...shares, finding('throttlesPerMinute', `${Math.max(1, Math.round(current))} requests a minute are turned away: all concurrency is in use`, 1, { kind: 'metric', metric: 'throttlesPerMinute', baseline: 0, current, changePercent: 100, since, requests }, evidence)];
};
