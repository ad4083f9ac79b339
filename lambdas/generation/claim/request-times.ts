import type { Evidence } from '../../../shared/domain/evidence.ts';

/** Median time of the requests that the evidence is about, in milliseconds, and their share of all. */
export type RequestTimes = { readonly p50Ms: number; readonly shareOfRequests: number };

/** `undefined` where the evidence is about all requests alike. */
export function requestTimes(evidence: Evidence): RequestTimes | undefined {
  if (evidence.kind === 'calls') return { p50Ms: evidence.call.requestMs.p50, shareOfRequests: evidence.call.shareOfRequests };
  return evidence.kind === 'sequential-waits' ? { p50Ms: evidence.requestMs.p50, shareOfRequests: evidence.shareOfRequests } : undefined;
}
