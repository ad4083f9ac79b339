import type { Evidence } from '../../domain/evidence.ts';
import { capital } from './capital.ts';
import { showCount, showInstant, showMs, showShare } from './figures.ts';
import { METRIC_TERMS } from './metric-terms.ts';
import { showRate } from './show-value.ts';

type HeadlineOf = { readonly [Kind in Evidence['kind']]: (evidence: Extract<Evidence, { kind: Kind }>) => string };

const since = (at: number): string => `since ${showInstant(at).slice(0, 16)} UTC`;
const change = (percent: number): string => `${percent < 0 ? '−' : '+'}${Math.abs(percent) >= 9.5 ? Math.round(Math.abs(percent)) : Math.abs(percent).toFixed(1)} %`;
const number = (value: number): string => (Number.isInteger(value) ? showCount(value) : value.toFixed(1));

const HEADLINES: HeadlineOf = {
  calls: ({ call }) =>
    call.callsPerRequest.p50 > 1
      ? `The median request makes ${number(call.callsPerRequest.p50)} calls of ${call.shape}: ${showMs(call.msPerRequest)} of its time, where it takes ${showMs(call.requestMs.p50)}.`
      : `${showShare(call.seenBeforeShare)} of the calls of ${call.shape} ask for what was asked for a moment before; a request spends ${showMs(call.msPerRequest)} in them.`,
  'sequential-waits': ({ calls, savableMs, requestMs }) => `${calls.length} calls wait for each other though they may not need to: about ${showMs(savableMs)} of the median request's ${showMs(requestMs.p50)}.`,
  'stalled-call': ({ shape, stalls, timeouts, usualP99Ms }) => `${shape} stalled ${number(stalls)} times, and ${number(timeouts)} requests timed out over it; usually it is back within ${showMs(usualP99Ms)}.`,
  errors: ({ name, count, perHour }) => `${name} came up ${number(count)} times, ${number(Math.round(perHour))} an hour.`,
  metric: ({ metric, baseline, current, changePercent, since: began }) => {
    const { label, unit } = METRIC_TERMS[metric];
    const named = capital(label);
    if (metric.endsWith('Utilisation')) return `${named}: ${showShare(current)}, where ${showShare(baseline)} is the most that leaves headroom; ${since(began)}.`;
    return `${named}: ${showRate(current, unit)} where ${showRate(baseline, unit)} is usual${baseline > 0 ? ` (${change(changePercent)})` : ''}, ${since(began)}.`;
  },
  cache: ({ cache, hits, misses, requestsPerHour }) => `The cache ${cache} has ${showShare(hits / Math.max(1, hits + misses))} of what it is asked for, ${number(Math.round(requestsPerHour))} times an hour.`,
  dependency: ({ shape, calls, failed, usualMs, currentMs, since: began }) =>
    failed * 20 > calls ? `${shape} fails ${showShare(failed / Math.max(1, calls))} of its calls, ${since(began)}.` : `${shape} takes ${showMs(currentMs.p50)} at the median where ${showMs(usualMs.p50)} was usual, ${since(began)}.`,
  growth: ({ exponent, route }) => `The work${route === undefined ? '' : ` of ${route}`} grows as the input's size to the power ${exponent.value.toFixed(2)}: twice the input takes ${(2 ** exponent.value).toFixed(1)} times as long.`,
  'cold-starts': ({ coldStarts, requests, coldMs, warmMs }) => `${showShare(coldStarts / Math.max(1, requests))} of the requests start cold and take ${showMs(coldMs.p50)} instead of ${showMs(warmMs.p50)}.`,
  memory: ({ memorySizeMb, memoryUsedMb, usdPerMonth }) => `${number(memorySizeMb)} MB are paid for and ${number(memoryUsedMb)} MB used at most: $${Math.max(0, usdPerMonth.now - usdPerMonth.proposed).toFixed(2)} a month.`,
  trend: ({ metric, baseline, current, changePercent, since: began }) => {
    const { label, unit } = METRIC_TERMS[metric];
    return `Slowly, over days: ${label} went from ${showRate(baseline, unit)} to ${showRate(current, unit)} (${change(changePercent)}), ${since(began)}.`;
  },
  'log-pattern': ({ what, currentPerHour, usualPerHour, since: began }) =>
    ({
      new: `A line that was never logged before: ${number(Math.round(currentPerHour))} an hour, ${since(began)}.`,
      burst: `A line is logged ${number(Math.round(currentPerHour))} times an hour instead of ${number(Math.round(usualPerHour))}, ${since(began)}.`,
      gone: `A line that used to come ${number(Math.round(usualPerHour))} times an hour stopped, ${since(began)}.`,
    })[what],
};

/** What was seen, in one sentence. */
// The table's type says that each kind meets its own function; the compiler cannot see that through the index.
export const headlineOf = (evidence: Evidence): string => (HEADLINES[evidence.kind] as (evidence: Evidence) => string)(evidence);
