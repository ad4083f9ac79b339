import type { CodeSite } from '../../domain/code-site.ts';
import type { CallEvidence, Evidence } from '../../domain/evidence.ts';
import { redactMessage } from '../clustering/mask.ts';
import { METRIC_TERMS, type MetricName } from './metric-terms.ts';
import { showValue } from './show-value.ts';
import { showCount, showInstant, showMs, showPercent, showShare } from './figures.ts';

/** Characters of a template that are shown. */
const LONGEST = 400;

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

const showMetric = (metric: MetricName, value: number): string => showValue(value, METRIC_TERMS[metric].unit);

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
    ['Error', redactMessage(`${name}: ${template}`, LONGEST)],
    ...place(sites),
    ['Seen', `${showCount(count)} times, ${showCount(perHour)} an hour, last at ${showInstant(lastSeenAt)}`],
    ['Requests', showCount(requests)],
  ],
  metric: ({ metric, baseline, current, changePercent, since, requests, unusual }) => [
    ['Measure', METRIC_TERMS[metric].label],
    ['Before → now', `${showMetric(metric, baseline)} → ${showMetric(metric, current)} (${changePercent >= 0 ? '+' : '−'}${showPercent(Math.abs(changePercent))})`],
    ['Since', showInstant(since)],
    ...(unusual === undefined ? [] : [['Unusual in itself', `${unusual.score.toFixed(2)} of 1, at ${showInstant(unusual.at)}`] as const]),
    ['Requests', showCount(requests)],
  ],
  cache: ({ cache, hits, misses, requestsPerHour }) => [
    ['Cache', cache],
    ['Hit rate', `${showShare(hits / Math.max(1, hits + misses))} (${showCount(hits)} hits, ${showCount(misses)} misses)`],
    ['Asked', `${showCount(requestsPerHour)} times an hour`],
  ],
  dependency: ({ shape, sites, calls, failed, timedOut, usualMs, currentMs, shareOfTime, since }) => [
    ['Call', shape],
    ...place(sites),
    ['Median, before → now', `${showMs(usualMs.p50)} → ${showMs(currentMs.p50)}`],
    ['p95, before → now', `${showMs(usualMs.p95)} → ${showMs(currentMs.p95)}`],
    ['Failed', `${showCount(failed)} of ${showCount(calls)} calls, ${showCount(timedOut)} of them timed out`],
    ['Share of the time of its requests', showShare(shareOfTime)],
    ['Since', showInstant(since)],
  ],
  growth: ({ route, exponent, measuredIn, sizes, requests }) => [
    ...(route === undefined ? [] : [['Route', route] as const]),
    ['Time grows as size to the power', `${exponent.value.toFixed(2)} (${exponent.low.toFixed(2)} to ${exponent.high.toFixed(2)})`],
    ['Sizes seen', sizes.map(({ size, ms }) => `${showCount(size)} ${measuredIn}: ${showMs(ms)}`).join(', ')],
    ['Requests', showCount(requests)],
  ],
  'cold-starts': ({ requests, coldStarts, coldMs, warmMs, initMs }) => [
    ['Cold starts', `${showCount(coldStarts)} of ${showCount(requests)} requests`],
    ['Median, cold and warm', `${showMs(coldMs.p50)} and ${showMs(warmMs.p50)}`],
    ...(initMs === undefined ? [] : [['Before the handler begins', showMs(initMs)] as const]),
  ],
  memory: ({ memorySizeMb, memoryUsedMb, proposedMb, usdPerMonth, requests }) => [
    ['Memory', `${showCount(memorySizeMb)} MB paid for, ${showCount(memoryUsedMb)} MB used at most`],
    ['Proposed', `${showCount(proposedMb)} MB`],
    ['A month', `$${usdPerMonth.now.toFixed(2)} → $${usdPerMonth.proposed.toFixed(2)}`],
    ['Requests', showCount(requests)],
  ],
  trend: ({ metric, baseline, current, changePercent, since, pValue, requests }) => [
    ['Measure', METRIC_TERMS[metric].label],
    ['Before → now', `${showMetric(metric, baseline)} → ${showMetric(metric, current)} (${changePercent >= 0 ? '+' : '−'}${showPercent(Math.abs(changePercent))})`],
    ['Changed about', showInstant(since)],
    ['By chance', `p = ${pValue.toPrecision(1)}`],
    ['Requests', showCount(requests)],
  ],
  'log-pattern': ({ template, level, count, usualPerHour, currentPerHour, since }) => [
    ['Log line', redactMessage(`${level}: ${template}`, LONGEST)],
    ['An hour, before → now', `${showCount(usualPerHour)} → ${showCount(currentPerHour)} (${showCount(count)} lines)`],
    ['Since', showInstant(since)],
  ],
};

/** Why an opportunity was believed, as facts that a person can check. */
// The table's type says that each kind meets its own function; the compiler cannot see that through the index.
export const whyFacts = (evidence: Evidence): Fact[] => (FACTS[evidence.kind] as (evidence: Evidence) => Fact[])(evidence);
