import type { Finding } from '../../../domain/opportunity.ts';
import type { CallTally } from '../../../domain/version-slice.ts';
import { addCall, addVersion, quietCallTally, quietVersionSlice } from '../add-version.ts';
import type { DependencyHistory, DependencyStep } from '../dependency-history.ts';
import { affectedPerHour, confidenceOf, findingKey, severityOfGain, type Detector } from '../detector.ts';
import type { EvidenceWindow } from '../evidence-window.ts';
import { aloneMsPerRequest } from '../gain/alone.ts';
import { gainOfSaving } from '../gain/gain-of-saving.ts';
import { stepUp, type StepChange } from '../step-change.ts';
import { meanAboveMs, quantileOfMs } from '../tally.ts';

/** Fewer requests than this give no level of a step. */
const FEWEST_REQUESTS = 20;
/** Share of the requests' time below which nobody feels it. */
const LEAST_SHARE = 0.1;
/** Slow whatever it was before: as long as people wait without losing the thread (Nielsen 1993: one second), and most of the request. */
const SLOW_MS = 1000;
const DOMINATES = 0.5;
/** Nothing says that it could be faster. */
const MOST_CONFIDENCE_WITHOUT_CHANGE = 0.6;

/**
 * A database or another service that answers more slowly than it did: the median or the p95 of a request's longest such call stepped up by at
 * least `latencyIncrease` against the target's own earlier slices, more than they vary among themselves (`step-change.ts`), where these calls
 * are at least a tenth of the requests' time. Or, with little confidence, one that has always been slow: p95 from one second, and half of
 * its requests' time. Gain: back to what it was; for those that always were, answers within a second.
 */
export const detectSlowDependencies: Detector = (window, thresholds) =>
  window.dependencies.flatMap((dependency) => {
    const steps = dependency.steps.filter(({ calls }) => calls.requests >= FEWEST_REQUESTS);
    const sum = sumOf(steps);
    if (sum.requests < thresholds.minRequests) return [];
    const change = clearest(steps, Math.log(1 + thresholds.latencyIncrease));
    const finding = change === undefined ? alwaysSlow(window, dependency, sum) : gotSlower(window, dependency, steps, change);
    return finding === undefined || finding.gainPercent < thresholds.minGainPercent ? [] : [finding];
  });

const sumOf = (steps: readonly DependencyStep[]): CallTally => {
  const sum = quietCallTally();
  for (const { calls } of steps) addCall(sum, calls);
  return sum;
};

const clearest = (steps: readonly DependencyStep[], leastBy: number): StepChange | undefined =>
  [0.5, 0.95]
    .flatMap((q) => stepUp(steps.map(({ calls }) => Math.log(Math.max(0.05, quantileOfMs(calls.callMs, q))))) ?? [])
    .filter(({ by }) => by >= leastBy)
    .sort((a, b) => b.clarity - a.clarity)[0];

const shareOfTime = ({ aloneUs, requestUs }: CallTally): number => aloneUs / Math.max(1, requestUs);
const p50p95 = ({ callMs }: CallTally): { p50: number; p95: number } => ({ p50: quantileOfMs(callMs, 0.5), p95: quantileOfMs(callMs, 0.95) });

const gotSlower = (window: EvidenceWindow, dependency: DependencyHistory, steps: readonly DependencyStep[], change: StepChange): Finding | undefined => {
  const since = steps[change.firstAfter]?.from ?? window.from;
  const [before, after] = [sumOf(steps.filter(({ from }) => from < since)), sumOf(steps.slice(change.firstAfter))];
  const [usualMs, currentMs] = [p50p95(before), p50p95(after)];
  if (shareOfTime(after) < LEAST_SHARE) return undefined;
  const total = quietVersionSlice();
  for (const { did } of window.slices.filter(({ from }) => from >= since)) addVersion(total, did);
  const share = shareOf(after, total.records);
  const savedMs = (by: number): number => Math.max(0, aloneMsPerRequest(after) * (1 - Math.exp(-Math.max(0, by))));
  const gain = (by: number): number => Math.round(gainOfSaving(total, after, savedMs(by)) * 10) / 10;
  const gainPercent = gain(change.by);
  const grown = Math.max(currentMs.p50 / usualMs.p50, currentMs.p95 / usualMs.p95) - 1;
  return {
    ...described(window, dependency, share),
    title: `${dependency.shape} takes ${Math.round(grown * 100)} % longer than it did: ${Math.round(currentMs.p50)} ms instead of ${Math.round(usualMs.p50)} ms (p95 ${Math.round(currentMs.p95)} instead of ${Math.round(usualMs.p95)})`,
    severity: severityOfGain(gainPercent),
    confidence: confidenceOf(Math.min(0.95, 0.35 + 0.3 * change.clarity), after.requests, FEWEST_REQUESTS),
    gainPercent,
    gainInterval: { low: gain(change.by - 2 * change.standardError), high: gain(change.by + 2 * change.standardError) },
    evidence: { ...measured(window, dependency, after, share), usualMs, currentMs, since },
  };
};

const alwaysSlow = (window: EvidenceWindow, dependency: DependencyHistory, sum: CallTally): Finding | undefined => {
  const usualMs = p50p95(sum);
  if (usualMs.p95 < SLOW_MS || shareOfTime(sum) < DOMINATES) return undefined;
  const share = shareOf(sum, window.total.records);
  const gainPercent = Math.round(gainOfSaving(window.total, sum, meanAboveMs(sum.callMs, SLOW_MS)) * 10) / 10;
  return {
    ...described(window, dependency, share),
    title: `${dependency.shape} takes ${Math.round(shareOfTime(sum) * 100)} % of its requests' time: ${Math.round(usualMs.p50)} ms, p95 ${Math.round(usualMs.p95)} ms`,
    severity: 'low',
    confidence: confidenceOf(MOST_CONFIDENCE_WITHOUT_CHANGE, sum.requests, FEWEST_REQUESTS),
    gainPercent,
    evidence: { ...measured(window, dependency, sum, share), usualMs, currentMs: usualMs, since: Math.round(window.from) },
  };
};

const sitesOf = (window: EvidenceWindow, { callId }: DependencyHistory) => window.calls.find(({ id }) => id === callId)?.sites ?? [];
const shareOf = (calls: CallTally, records: number): number => Math.min(1, calls.requests / Math.max(1, records));

const described = (window: EvidenceWindow, dependency: DependencyHistory, share: number) => ({
  kind: 'slow-dependency' as const,
  key: findingKey('slow-dependency', sitesOf(window, dependency), `${dependency.method} ${dependency.shape}`),
  risk: 'medium' as const,
  affectedUsersPerHour: affectedPerHour(window, share),
  occurrencesPerDay: 24,
});

const measured = (window: EvidenceWindow, dependency: DependencyHistory, calls: CallTally, share: number) => ({
  kind: 'dependency' as const,
  shape: dependency.shape,
  method: dependency.method,
  sites: sitesOf(window, dependency),
  calls: calls.calls,
  requests: calls.requests,
  shareOfRequests: share,
  failed: calls.failed,
  timedOut: calls.timedOut,
  shareOfTime: shareOfTime(calls),
});
