import type { Finding, Severity } from '../../../domain/opportunity.ts';
import type { CallTally } from '../../../domain/version-slice.ts';
import { wilsonInterval } from '../../judge/wilson-interval.ts';
import { addCall, quietCallTally } from '../add-version.ts';
import type { DependencyHistory, DependencyStep } from '../dependency-history.ts';
import { affectedPerHour, confidenceOf, findingKey, type Detector } from '../detector.ts';
import type { EvidenceWindow } from '../evidence-window.ts';
import { quantileOfMs } from '../tally.ts';

const HOUR_MS = 3_600_000;
/** Lasting failure, of every hundredth request, at more than `exceptionsPerHour`: the requirements' number for exceptions. */
const LASTING_SHARE = 0.01;
const FEWEST_FAILURES = 10;
/** Failures come in bursts: one cause fails several requests, which count as one. */
const BURST = 4;
/** Below this share of given-up calls they are the time-out detector's, which names the call as well. */
const STALLING = 0.9;

/**
 * A database or another service that fails: calls of one shape that come back with an error, refuse, or are given up, in the last hour. Either
 * `failureIncrease` more of the requests that make them than before (and more than chance and bursts explain), or lastingly: more than
 * `exceptionsPerHour` an hour and at least one in a hundred. Told with it: whether the requests survive that, by trying again or doing
 * without. Gain: the share of the target's failures that come with it; of those that survive, the share that would be spared the detour.
 */
export const detectDependencyFailures: Detector = (window, thresholds) =>
  window.dependencies.flatMap((dependency) => {
    const recentFrom = window.now - thresholds.exceptionRecentHours * HOUR_MS;
    const recent = dependency.steps.filter(({ to }) => to > recentFrom);
    const [now, usual] = [sumOf(recent), sumOf(dependency.steps.filter(({ to }) => to <= recentFrom))];
    const failing = now.failedRequests ?? 0;
    const hours = Math.max(recent.reduce((ms, { from, to }) => ms + Math.max(0, Math.min(to, window.now) - from), 0), 1000) / HOUR_MS;
    const [share, before] = [shareFailing(now), shareFailing(usual)];
    const clear = wilsonInterval(failing, now.requests, BURST).low > wilsonInterval(usual.failedRequests ?? 0, usual.requests, BURST).high;
    const more = usual.requests >= thresholds.minRequests && share >= before + thresholds.failureIncrease && clear;
    const lasting = failing / hours > thresholds.exceptionsPerHour && share >= LASTING_SHARE;
    if (failing < FEWEST_FAILURES || (!more && !lasting) || isStalling(window, dependency, now, thresholds.minTimeouts)) return [];
    return [findingOf(window, dependency, { now, usual, hours, since: sinceOf(dependency.steps, recent, more) })];
  });

const sumOf = (steps: readonly DependencyStep[]): CallTally => {
  const sum = quietCallTally();
  for (const { calls } of steps) addCall(sum, calls);
  return sum;
};

const shareFailing = ({ failedRequests = 0, requests }: CallTally): number => failedRequests / Math.max(1, requests);

const isStalling = (window: EvidenceWindow, { method, shape }: DependencyHistory, now: CallTally, minTimeouts: number): boolean =>
  now.timedOut >= STALLING * now.failed && window.stalls.some((stall) => stall.shape === shape && stall.method === method && stall.stalls >= minTimeouts);

/** The first of the recent steps that fails, or of the whole window when it has been so before. */
const sinceOf = (all: readonly DependencyStep[], recent: readonly DependencyStep[], isNew: boolean): number =>
  (isNew ? recent : all).find(({ calls }) => (calls.failedRequests ?? 0) > 0)?.from ?? 0;

/** Of the target's requests, those that fail with it. */
const severityOf = (share: number): Severity => (share >= 0.05 ? 'critical' : share >= 0.01 ? 'high' : share > 0 ? 'medium' : 'low');

type Seen = { readonly now: CallTally; readonly usual: CallTally; readonly hours: number; readonly since: number };

const findingOf = (window: EvidenceWindow, { method, shape, callId }: DependencyHistory, { now, usual, hours, since }: Seen): Finding => {
  const failing = now.failedRequests ?? 0;
  const survived = now.survived ?? 0;
  const sites = window.calls.find(({ id }) => id === callId)?.sites ?? [];
  const shareOfRequests = Math.min(1, now.requests / Math.max(1, window.requestsPerHour * hours));
  const lost = ((failing - survived) / Math.max(1, now.requests)) * shareOfRequests;
  const targetFailures = Math.max(failing - survived, (window.total.failures / Math.max(1, window.total.requests)) * window.requestsPerHour * hours);
  const gainOfLost = ((failing - survived) / Math.max(1, targetFailures)) * 100;
  const gainOfSurvived = shareFailing(now) * shareOfRequests * 100;
  const outcome = survived === failing ? 'the requests survive it' : survived === 0 ? 'and the requests with it' : `${Math.round((survived / failing) * 100)} % of the requests survive it`;
  const times = (tally: CallTally) => ({ p50: quantileOfMs(tally.callMs, 0.5), p95: quantileOfMs(tally.callMs, 0.95) });
  return {
    kind: 'dependency-failures',
    key: findingKey('dependency-failures', sites, `${method} ${shape}`),
    title: `${shape} ${now.timedOut > now.failed / 2 ? 'is given up' : 'fails'} in ${(shareFailing(now) * 100).toFixed(1)} % of the requests that call it (${Math.round(failing / hours)} an hour, ${(shareFailing(usual) * 100).toFixed(1)} % before); ${outcome}`,
    severity: severityOf(lost),
    confidence: confidenceOf(0.95, failing, 3),
    risk: 'medium',
    gainPercent: Math.round(Math.max(gainOfLost, gainOfSurvived) * 10) / 10,
    affectedUsersPerHour: affectedPerHour(window, shareFailing(now) * shareOfRequests),
    occurrencesPerDay: 24,
    evidence: {
      kind: 'dependency', shape, method, sites, calls: now.calls, requests: now.requests, shareOfRequests,
      failed: now.failed, timedOut: now.timedOut, usualMs: times(usual.requests > 0 ? usual : now), currentMs: times(now),
      shareOfTime: now.aloneUs / Math.max(1, now.requestUs), since,
    },
  };
};
