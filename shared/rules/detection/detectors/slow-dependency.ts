import type { Finding } from '../../../domain/opportunity.ts';
import type { CallTally } from '../../../domain/version-slice.ts';
import { addCall, addVersion, quietCallTally, quietVersionSlice } from '../add-version.ts';
import { hourlyLevels } from '../dependency-hours.ts';
import type { DependencyHistory, DependencyStep } from '../dependency-history.ts';
import { affectedPerHour, confidenceOf, findingKey, severityOfGain, type Detector } from '../detector.ts';
import type { EvidenceWindow } from '../evidence-window.ts';
import { aloneMsPerRequest } from '../gain/alone.ts';
import { gainOfSaving } from '../gain/gain-of-saving.ts';
import { risenSince, type Rise } from '../risen-hours.ts';
import { meanAboveMs, quantileOfMs } from '../tally.ts';

/** Fewer requests than this say nothing of how it is now. */
const FEWEST_REQUESTS = 20;
/** Share of the requests' time below which nobody feels it. */
const LEAST_SHARE = 0.1;
/** Slow whatever it was before: as long as people wait without losing the thread (Nielsen 1993: one second), and most of the request. */
const SLOW_MS = 1000;
const DOMINATES = 0.5;
/** Nothing says that it could be faster. */
const MOST_CONFIDENCE_WITHOUT_CHANGE = 0.6;
/** One day before says little of what is usual. */
const MOST_CONFIDENCE_AFTER_A_DAY = 0.68;
const HOUR_MS = 3_600_000;

/**
 * A database or another service that answers more slowly than it did: the median of a request's longest such call lies at least
 * `latencyIncrease` above what it was at the same time of day on any earlier day of the week (`risen-hours.ts`), for two hours or more, where these calls
 * are at least a tenth of the requests' time. Or, with little confidence, one that has always been slow: p95 from one second, and half of
 * its requests' time. Gain: back to what it was; for those that always were, answers within a second.
 */
export const detectSlowDependencies: Detector = (window, thresholds) =>
  window.dependencies.flatMap((dependency) => {
    const sum = sumOf(dependency.steps);
    if (sum.requests < thresholds.minRequests) return [];
    const rise = dependency.hours === undefined ? undefined : risenSince(hourlyLevels(dependency.hours), Math.log(1 + thresholds.latencyIncrease));
    const finding = rise === undefined ? alwaysSlow(window, dependency, sum) : gotSlower(window, dependency, rise);
    return finding === undefined || finding.gainPercent < thresholds.minGainPercent ? [] : [finding];
  });

const sumOf = (steps: readonly DependencyStep[]): CallTally => {
  const sum = quietCallTally();
  for (const { calls } of steps) addCall(sum, calls);
  return sum;
};

const shareOfTime = ({ aloneUs, requestUs }: CallTally): number => aloneUs / Math.max(1, requestUs);
const p50p95 = ({ callMs }: CallTally): { p50: number; p95: number } => ({ p50: quantileOfMs(callMs, 0.5), p95: quantileOfMs(callMs, 0.95) });

const gotSlower = (window: EvidenceWindow, dependency: DependencyHistory, rise: Rise): Finding | undefined => {
  const since = rise.fromHour * HOUR_MS;
  const steps = dependency.steps.filter(({ to }) => to > since);
  const after = sumOf(steps);
  if (after.requests < FEWEST_REQUESTS || shareOfTime(after) < LEAST_SHARE) return undefined;
  const total = quietVersionSlice();
  for (const { did } of window.slices.filter(({ to }) => to > since)) addVersion(total, did);
  const share = shareOf(after, total.records);
  const savedMs = (by: number): number => Math.max(0, aloneMsPerRequest(after) * (1 - Math.exp(-Math.max(0, by))));
  const gain = (by: number): number => Math.round(gainOfSaving(total, after, savedMs(by)) * 10) / 10;
  const gainPercent = gain(rise.by);
  const ratio = Math.exp(rise.by);
  const p95 = quantileOfMs(after.callMs, 0.95);
  const usualMs = { p50: Math.exp(rise.usual), p95: p95 / ratio };
  const currentMs = { p50: Math.exp(rise.current), p95 };
  const reach = 2 * rise.spread;
  return {
    ...described(window, dependency, share),
    title: `${dependency.shape} takes ${Math.round((ratio - 1) * 100)} % longer than at this time of day before: ${Math.round(currentMs.p50)} ms instead of ${Math.round(usualMs.p50)} ms`,
    severity: severityOfGain(gainPercent),
    confidence: confidenceOf(rise.days === 1 ? MOST_CONFIDENCE_AFTER_A_DAY : 0.95, rise.hours * rise.days, 1),
    gainPercent,
    gainInterval: { low: gain(rise.by - reach), high: gain(rise.by + reach) },
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
