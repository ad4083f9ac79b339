import type { CodeSite } from '../../../shared/domain/code-site.ts';
import type { CallEvidence, Evidence } from '../../../shared/domain/evidence.ts';
import { showCount, showInstant, showMs, showPercent, showShare } from '../figures.ts';

/** One measured fact, as label and value. */
export type Fact = readonly [label: string, value: string];

const place = (sites: readonly CodeSite[]): Fact[] => {
  const site = sites[0];
  return site === undefined ? [] : [['Where', `${site.path}:${site.line}${site.functionName === undefined ? '' : ` in ${site.functionName}`}`]];
};

const decimal = (value: number): string => (Number.isInteger(value) ? String(value) : value.toFixed(1));

const callFacts = (call: CallEvidence): Fact[] => [
  ['Call', call.shape],
  ...place(call.sites),
  ['Calls in one request', `${decimal(call.callsPerRequest.p50)} at the median, ${decimal(call.callsPerRequest.p95)} at the 95th percentile`],
  ['Different keys', `${decimal(call.distinctKeysPerRequest.p50)} at the median`],
  ['Time in these calls', `${showMs(call.msPerRequest)} of a request that takes ${showMs(call.requestMs.p50)} at the median`],
  ['In flight at once', decimal(call.concurrency)],
  ['Seen shortly before', showShare(call.seenBeforeShare)],
  ['Requests', `${showCount(call.requests)}, ${showShare(call.shareOfRequests)} of all`],
];

const METRIC = {
  latencyP95Ms: 'p95 latency',
  failureRate: 'failure rate',
  requestsPerMinute: 'requests a minute',
  memoryUtilisation: 'memory used',
  durationUtilisation: 'time-out used',
  concurrencyUtilisation: 'concurrency used',
  timeoutRate: 'time-outs',
} as const;

const showMetric = (metric: keyof typeof METRIC, value: number): string => {
  if (metric === 'latencyP95Ms') return showMs(value);
  return metric === 'requestsPerMinute' ? showCount(value) : showShare(value);
};

type FactsByKind = { readonly [Kind in Evidence['kind']]: (evidence: Extract<Evidence, { kind: Kind }>) => Fact[] };

const FACTS: FactsByKind = {
  calls: ({ call }) => callFacts(call),
  'sequential-waits': ({ calls, savableMs, requestMs, requests, shareOfRequests }) => [
    ['Calls, one after the other', calls.map(({ shape, msPerCall }) => `${shape} (${showMs(msPerCall)})`).join(' → ')],
    ...place(calls[0]?.sites ?? []),
    ['Could be saved', `${showMs(savableMs)} of a request that takes ${showMs(requestMs.p50)} at the median`],
    ['Requests', `${showCount(requests)}, ${showShare(shareOfRequests)} of all`],
  ],
  'stalled-call': ({ shape, sites, stalls, stalledMs, timeouts, usualP99Ms, requests }) => [
    ['Call', shape],
    ...place(sites),
    ['Stalled', `${showCount(stalls)} times, for ${showMs(stalledMs)}`],
    ['Ended in a time-out', showCount(timeouts)],
    ['Usually back within', `${showMs(usualP99Ms)} (99th percentile)`],
    ['Requests', showCount(requests)],
  ],
  errors: ({ name, template, sites, count, perHour, lastSeenAt, requests }) => [
    ['Error', `${name}: ${template}`],
    ...place(sites),
    ['Seen', `${showCount(count)} times, ${showCount(perHour)} an hour, last at ${showInstant(lastSeenAt)}`],
    ['Requests', showCount(requests)],
  ],
  metric: ({ metric, baseline, current, changePercent, since, requests }) => [
    ['Measure', METRIC[metric]],
    ['Before → now', `${showMetric(metric, baseline)} → ${showMetric(metric, current)} (${changePercent >= 0 ? '+' : '−'}${showPercent(Math.abs(changePercent))})`],
    ['Since', showInstant(since)],
    ['Requests', showCount(requests)],
  ],
  cache: ({ cache, hits, misses, requestsPerHour }) => [
    ['Cache', cache],
    ['Hit rate', `${showShare(hits / Math.max(1, hits + misses))} (${showCount(hits)} hits, ${showCount(misses)} misses)`],
    ['Asked', `${showCount(requestsPerHour)} times an hour`],
  ],
};

/** Why an opportunity was believed, as facts that a person can check. */
// The table's type says that each kind meets its own function; the compiler cannot see that through the index.
export const whyFacts = (evidence: Evidence): Fact[] => (FACTS[evidence.kind] as (evidence: Evidence) => Fact[])(evidence);
