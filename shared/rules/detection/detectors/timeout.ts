import { affectedPerHour, confidenceOf, findingKey, placeOf, type Detector } from '../detector.ts';
import type { SeenStall } from '../evidence-window.ts';
import type { Finding, Severity } from '../../../domain/opportunity.ts';
import { quantileOfMs } from '../tally.ts';

const severityOfRate = (share: number): Severity => (share >= 0.01 ? 'critical' : share >= 0.0005 ? 'high' : 'medium');

/**
 * Requests that ran into the function's time-out, or calls that took more than five seconds, at least `minTimeouts` of them.
 * Where the probe saw a call waiting when the invocation was killed, the finding names the call and where it is made; time-outs that
 * no such call explains are told as a rate. Gain: what a stalled request would be spared if it gave up at twice the usual time.
 */
export const detectTimeouts: Detector = (window, thresholds) => {
  const stalled = window.stalls.filter((stall) => stall.stalls >= thresholds.minTimeouts).map((stall): Finding => {
    const call = window.calls.find((one) => one.id === stall.id) ?? window.calls.find((one) => one.shape === stall.shape && one.method === stall.method);
    const usualP99Ms = quantileOfMs(call?.callMs ?? {}, 0.99);
    const stalledMs = stall.stalledMs / stall.stalls;
    const requests = (call?.requests ?? 0) + stall.timeouts;
    const share = stall.stalls / Math.max(1, window.total.requests);
    return {
      kind: 'timeout',
      key: findingKey('timeout', stall.sites, stall.shape),
      title: `${stall.shape} stalls (${stall.stalls} times in ${window.total.requests} requests), from ${placeOf(stall.sites)}`,
      severity: severityOfRate(share),
      confidence: confidenceOf(0.98, stall.stalls, 1),
      risk: 'low',
      gainPercent: Math.round(Math.max(0, 1 - Math.max(100, 2 * usualP99Ms) / Math.max(stalledMs, 1)) * 1000) / 10,
      affectedUsersPerHour: affectedPerHour(window, share),
      occurrencesPerDay: stall.hoursPerDay,
      evidence: { kind: 'stalled-call', shape: stall.shape, method: stall.method, sites: stall.sites, stalls: stall.stalls, stalledMs, timeouts: stall.timeouts, requests, usualP99Ms },
    };
  });
  const unexplained = window.total.timeouts - explained(window.stalls);
  return unexplained >= thresholds.minTimeouts ? [...stalled, unexplainedTimeouts(window, unexplained)] : stalled;
};

const explained = (stalls: readonly SeenStall[]): number => stalls.reduce((sum, stall) => sum + stall.timeouts, 0);

const unexplainedTimeouts = (window: Parameters<Detector>[0], timeouts: number): Finding => {
  const share = timeouts / Math.max(1, window.total.requests);
  return {
    kind: 'timeout',
    key: findingKey('timeout', [], 'unexplained'),
    title: `${timeouts} of ${window.total.requests} requests ran into the function's time-out`,
    severity: severityOfRate(share),
    confidence: confidenceOf(0.9, timeouts, 3),
    risk: 'medium',
    gainPercent: Math.round((timeouts / Math.max(timeouts, window.total.failures)) * 1000) / 10,
    affectedUsersPerHour: affectedPerHour(window, share),
    occurrencesPerDay: 24,
    evidence: { kind: 'metric', metric: 'timeoutRate', baseline: 0, current: share, changePercent: 100, since: Math.round(window.from), requests: window.total.requests },
  };
};
