import type { Finding } from '../../../domain/opportunity.ts';
import { affectedPerHour, type Detector } from '../detector.ts';
import type { SlowChange, TrendingMetric } from '../metrics/slow-change.ts';

const inMs = (value: number): string => `${Math.round(value)} ms`;
const inPercent = (value: number): string => `${(value * 100).toFixed(1)} %`;

/** What has moved, in words; and how a value of it is written. */
const TOLD: { readonly [metric in TrendingMetric]: { readonly what: string; readonly shown: (value: number) => string } } = {
  latencyP95Ms: { what: 'p95', shown: inMs },
  failureRate: { what: 'The failure rate', shown: inPercent },
  requestsPerMinute: { what: 'Traffic', shown: (value) => `${Math.round(value)} requests a minute` },
  memoryUtilisation: { what: 'Memory in use', shown: inPercent },
  durationUtilisation: { what: 'The slowest requests\u{2019} share of their allowed time', shown: inPercent },
};

const gainPercent = ({ name, baseline, current }: SlowChange): number => {
  const share = name === 'requestsPerMinute' ? 1 - current / Math.max(baseline, 1e-9) : 1 - baseline / Math.max(current, 1e-9);
  return Math.round(Math.max(0, Math.min(1, share)) * 1000) / 10;
};

/**
 * A metric has moved over days by what matters, too slowly for a minute to show it: growing data, a leak, one small step after the other
 * (`metrics/slow-change.ts`). Not told while the same metric is found to have degraded at once. Gain: back to where it was.
 */
export const detectSlowRegressions: Detector = (window) =>
  window.slowChanges().filter(({ name }) => window.metrics[name] === undefined).map((change): Finding => {
    const { name, baseline, current, since, pValue, steps } = change;
    const { what, shown } = TOLD[name];
    const days = Math.max(1, Math.round((window.now - since) / 86_400_000));
    return {
      kind: 'slow-regression',
      key: `slow-regression::${name}`,
      title: `${what} went from ${shown(baseline)} to ${shown(current)} within ${days === 1 ? 'a day' : `${days} days`}`,
      severity: name === 'requestsPerMinute' ? 'low' : 'medium',
      confidence: Math.round(Math.max(0, 0.9 - 20 * pValue) * 1000) / 1000,
      risk: name === 'requestsPerMinute' ? 'high' : 'medium',
      gainPercent: gainPercent(change),
      affectedUsersPerHour: affectedPerHour(window, 1),
      occurrencesPerDay: 24,
      evidence: { kind: 'trend', metric: name, baseline, current, changePercent: (current / Math.max(baseline, 1e-9) - 1) * 100, since, pValue, steps: [...steps], requests: window.total.requests },
    };
  });
