import type { Finding } from '../../../domain/opportunity.ts';
import { affectedPerHour, confidenceOf, type Detector } from '../detector.ts';
import { quantileOfMs } from '../tally.ts';

type Resource = { readonly metric: 'memoryUtilisation' | 'durationUtilisation' | 'concurrencyUtilisation'; readonly what: string; readonly used: number; readonly certain?: boolean };

/**
 * More than `utilisation` of a limit in use: memory (the REPORT lines' maximum), time (p99 against the function's time-out) or
 * concurrency (requests in progress on average, by Little's law; any throttling counts as all of it).
 * Only after minutes of it, but for throttling, which is certain at once. Gain: headroom back to the threshold.
 */
export const detectResourceExhaustion: Detector = (window, thresholds) => {
  const { total, target } = window;
  if (total.requests < thresholds.minRequests) return [];
  const longEnough = window.observedHours * 3600 >= thresholds.minUtilisationSeconds;
  const inProgress = (window.requestsPerHour / 3_600_000) * (total.durationUs / 1000 / total.requests);
  const resources: Resource[] = [
    { metric: 'memoryUtilisation', what: 'memory', used: total.memoryUsedMb / Math.max(1, total.memorySizeMb) },
    { metric: 'durationUtilisation', what: 'allowed time (p99)', used: quantileOfMs(total.durations, 0.99) / (target.limits.timeoutSeconds * 1000) },
    { metric: 'concurrencyUtilisation', what: 'concurrency', used: window.throttles > 0 ? 1 : inProgress / target.limits.concurrency, certain: window.throttles > 0 },
  ];
  return resources.filter(({ used, certain }) => used > thresholds.utilisation && (longEnough || certain === true)).map(({ metric, what, used }): Finding => ({
    kind: 'resource-exhaustion',
    key: `resource-exhaustion::${metric}`,
    title: `${Math.round(Math.min(used, 1) * 100)} % of the ${what} is in use`,
    severity: used >= 0.95 ? 'high' : 'medium',
    confidence: confidenceOf(0.9, total.requests, thresholds.minRequests),
    risk: 'medium',
    gainPercent: Math.round(Math.min(1, 1 - thresholds.utilisation / used) * 1000) / 10,
    affectedUsersPerHour: affectedPerHour(window, 1),
    occurrencesPerDay: 24,
    evidence: { kind: 'metric', metric, baseline: thresholds.utilisation, current: used, changePercent: (used / thresholds.utilisation - 1) * 100, since: Math.round(window.from), requests: total.requests },
  }));
};
