import type { CallEvidence } from '../../domain/evidence.ts';
import type { Finding, Severity } from '../../domain/opportunity.ts';
import type { CodeSite } from '../../domain/code-site.ts';
import type { EvidenceWindow, SeenCalls } from './evidence-window.ts';
import { quantileOfMs, quantileOfNumbers } from './tally.ts';
import { hashName } from './text-key.ts';

/** How large something must be to matter (the requirements' numbers), and how often it must have been seen to be believed. */
export const DETECTION_THRESHOLDS = {
  /** Share by which the p95 must have grown. */
  latencyIncrease: 0.2,
  /** Points of failure rate (0–1). */
  failureIncrease: 0.05,
  utilisation: 0.8,
  /** A limit is in use when it is so for minutes: the first moments of a service are full of cold starts. */
  minUtilisationSeconds: 300,
  throughputDrop: 0.3,
  exceptionsPerHour: 10,
  exceptionRecentHours: 1,
  minExceptions: 3,
  minTimeouts: 3,
  cacheHitRate: 0.5,
  cacheRequestsPerHour: 100,
  /** Calls of one shape by the median request that makes any. */
  minCalls: 3,
  /** Share of calls that ask for what was asked for within the last minute. Half comes about by chance where keys are skewed. */
  seenBeforeShare: 0.6,
  /** Share of the request's time that a wait must take to be worth overlapping. */
  waitShare: 0.1,
  minRequests: 50,
  minGainPercent: 5,
} as const satisfies Record<string, number>;
export type DetectionThresholds = { readonly [name in keyof typeof DETECTION_THRESHOLDS]: number };

/** Sees one target's window and says what it finds. One file each; a healthy window gives none. */
export type Detector = (window: EvidenceWindow, thresholds: DetectionThresholds) => Finding[];

/** How sure: `consistency` (0–1) of what was seen, discounted while few samples carry it; `half` samples discount by half. */
export const confidenceOf = (consistency: number, samples: number, half: number): number =>
  Math.round(Math.max(0, Math.min(0.99, consistency * (samples / (samples + half)))) * 1000) / 1000;

/** How sure of a confirmed change: surer where the anomaly detector was struck by it too. */
export const confidenceOfChange = ({ evidence, unusual }: { readonly evidence: number; readonly unusual?: unknown }, consistency: number): number =>
  confidenceOf(unusual === undefined ? consistency - 0.03 : consistency, evidence, 1);

/** Names the same thing in the next cycle and the next version: kind, place in the source, shape. Lines move with every commit, so they are left out. */
export const findingKey = (kind: Finding['kind'], sites: readonly CodeSite[], what: string): string =>
  `${kind}:${sites.slice(0, 3).map((site) => `${site.path}#${site.functionName ?? ''}`).join('<')}:${what.length > 80 ? hashName(what) : what}`;

/** Severity of a gain in percent, for patterns that make requests slower than they need be. */
export const severityOfGain = (gainPercent: number): Severity => (gainPercent >= 40 ? 'high' : gainPercent >= 15 ? 'medium' : 'low');

export const shareOfRequests = (call: Pick<SeenCalls, 'requests'>, window: EvidenceWindow): number => Math.min(1, call.requests / Math.max(1, window.total.records));

/** The requests affected, as users or requests an hour. */
export const affectedPerHour = (window: EvidenceWindow, share: number): number => Math.round(window.usersPerHour * Math.min(1, share) * 100) / 100;

/** The evidence about one kind of call, per request that makes it. */
export const callEvidence = (call: SeenCalls, window: EvidenceWindow): CallEvidence => ({
  shape: call.shape,
  method: call.method,
  sites: call.sites,
  requests: call.requests,
  shareOfRequests: shareOfRequests(call, window),
  callsPerRequest: { p50: quantileOfNumbers(call.perRequest, 0.5), p95: quantileOfNumbers(call.perRequest, 0.95) },
  distinctKeysPerRequest: { p50: quantileOfNumbers(call.keys, 0.5) },
  repeatsPerRequest: call.repeats / Math.max(1, call.requests),
  seenBeforeShare: Math.min(1, call.seenBefore / Math.max(1, call.calls)),
  msPerCall: call.callUs / 1000 / Math.max(1, call.calls),
  msPerRequest: call.callUs / 1000 / Math.max(1, call.requests),
  requestMs: { p50: quantileOfMs(call.requestMs, 0.5), p95: quantileOfMs(call.requestMs, 0.95) },
  concurrency: Math.max(1, quantileOfNumbers(call.inFlight, 0.5)),
});

/** Where it is, for a title: `enrichOrder ← orderPage (src/orders.ts:40)`; the line is the outermost of the three that calls lead through. */
export const placeOf = (sites: readonly CodeSite[]): string => {
  const shown = sites.slice(0, 3);
  const line = shown.at(-1);
  if (line === undefined) return 'an unknown place';
  const names = shown.flatMap(({ functionName }) => (functionName === undefined ? [] : [functionName]));
  const place = `${line.path}:${line.line}`;
  return names.length === 0 ? place : `${names.join(' ← ')} (${place})`;
};
