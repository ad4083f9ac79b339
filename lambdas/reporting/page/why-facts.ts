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

/** Why an opportunity was believed, as facts that a person can check. */
export const whyFacts = (evidence: Evidence): Fact[] => {
  switch (evidence.kind) {
    case 'calls':
      return callFacts(evidence.call);
    case 'sequential-waits':
      return [
        ['Calls, one after the other', evidence.calls.map(({ shape, msPerCall }) => `${shape} (${showMs(msPerCall)})`).join(' → ')],
        ...place(evidence.calls[0]?.sites ?? []),
        ['Could be saved', `${showMs(evidence.savableMs)} of a request that takes ${showMs(evidence.requestMs.p50)} at the median`],
        ['Requests', `${showCount(evidence.requests)}, ${showShare(evidence.shareOfRequests)} of all`],
      ];
    case 'stalled-call':
      return [
        ['Call', evidence.shape],
        ...place(evidence.sites),
        ['Stalled', `${showCount(evidence.stalls)} times, for ${showMs(evidence.stalledMs)}`],
        ['Ended in a time-out', showCount(evidence.timeouts)],
        ['Usually back within', `${showMs(evidence.usualP99Ms)} (99th percentile)`],
        ['Requests', showCount(evidence.requests)],
      ];
    case 'errors':
      return [
        ['Error', `${evidence.name}: ${evidence.template}`],
        ...place(evidence.sites),
        ['Seen', `${showCount(evidence.count)} times, ${showCount(evidence.perHour)} an hour, last at ${showInstant(evidence.lastSeenAt)}`],
        ['Requests', showCount(evidence.requests)],
      ];
    case 'metric':
      return [
        ['Measure', METRIC[evidence.metric]],
        ['Before → now', `${showMetric(evidence.metric, evidence.baseline)} → ${showMetric(evidence.metric, evidence.current)} (${evidence.changePercent >= 0 ? '+' : '−'}${showPercent(Math.abs(evidence.changePercent))})`],
        ['Since', showInstant(evidence.since)],
        ['Requests', showCount(evidence.requests)],
      ];
    case 'cache':
      return [
        ['Cache', evidence.cache],
        ['Hit rate', `${showShare(evidence.hits / Math.max(1, evidence.hits + evidence.misses))} (${showCount(evidence.hits)} hits, ${showCount(evidence.misses)} misses)`],
        ['Asked', `${showCount(evidence.requestsPerHour)} times an hour`],
      ];
  }
};
