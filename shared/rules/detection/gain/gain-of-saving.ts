import type { Tally, VersionSlice } from '../../../domain/version-slice.ts';
import { gainAtP95, p95GainAfter } from '../tally.ts';

/** Requests that would be faster: how many, what they take in all, how that is spread. */
export type AffectedRequests = { readonly requests: number; readonly requestUs: number; readonly requestMs: Tally };

const MOST_PERCENT = 95;

/**
 * By how many percent a target would get faster if the `affected` of its requests were spared `savedMs` each, on average. `share`: of them,
 * those that are spared it (a cache spares some requests the whole call and others nothing); the others stay as they are.
 * The larger of two views: the p95 read again with those requests made faster in proportion, and the mean (for what happens too rarely, or
 * to requests too quick, to show in the p95). What few requests suffer weighs little in either. 0 to 95.
 */
export const gainOfSaving = (total: Pick<VersionSlice, 'durations' | 'durationUs'>, affected: AffectedRequests, savedMs: number, share = 1): number => {
  const meanMs = affected.requestUs / 1000 / Math.max(1, affected.requests);
  const savedShare = Math.max(0, Math.min(MOST_PERCENT / 100, savedMs / Math.max(meanMs, 0.001)));
  const atP95 = gainAtP95(total.durations, affected.requestMs, 1 - savedShare, share);
  return larger(atP95, (savedShare * share * affected.requestUs * 100) / Math.max(1, total.durationUs));
};

/**
 * The same where what a request is spared depends on how slow it is: `savedMs` of a request of that rank (0–1) among the affected, by their
 * duration.
 */
export const gainOfSavingByRank = (total: Pick<VersionSlice, 'durations' | 'durationUs'>, affected: AffectedRequests, savedMs: (rank: number) => number): number => {
  let savedUs = 0;
  const atP95 = p95GainAfter(total.durations, affected.requestMs, (ms, rank, count) => {
    const saved = Math.max(0, Math.min((MOST_PERCENT / 100) * ms, savedMs(rank)));
    savedUs += saved * 1000 * count;
    return ms - saved;
  });
  return larger(atP95, (savedUs * 100) / Math.max(1, total.durationUs));
};

const larger = (atP95: number, atMean: number): number => Math.max(0, Math.min(MOST_PERCENT, Math.max(atP95, atMean)));
