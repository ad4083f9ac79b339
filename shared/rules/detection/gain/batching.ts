import type { CallTally } from '../../../domain/version-slice.ts';
import { meanOfMs, meanOfNumbers, quantileOfNumbers } from '../tally.ts';
import { aloneMsPerRequest } from './alone.ts';
import type { GainModel } from './estimated-gain.ts';
import { gainOfSaving, gainOfSavingByRank } from './gain-of-saving.ts';

/**
 * What one call for all keys would save a request. It is taken to last as long as the longest of the single calls does now: the other end
 * has to find every key, and the slowest of them decides. So a first call that opens the connection is not counted as saved, nor calls
 * that overlap already. At best it lasts as long as an average call; at worst twice as long as the longest.
 * Where the calls follow one another, a request waits in proportion to their number, and the slow requests are those with many: they are
 * spared most.
 */
export const gainOfBatching = (callId: string): GainModel => (total) => {
  const call = total.calls[callId];
  if (call === undefined) return undefined;
  const aloneMs = aloneMsPerRequest(call);
  const meanMs = call.callUs / 1000 / Math.max(1, call.calls);
  const longestMs = Math.max(meanMs, meanOfMs(call.callMs));
  const gainWith = (batchMs: number): number =>
    isOneByOne(call) ? gainOfSavingByRank(total, call, savedByCount(call, aloneMs, batchMs)) : gainOfSaving(total, call, Math.max(0, aloneMs - batchMs));
  return { percent: gainWith(longestMs), low: gainWith(2 * longestMs), high: gainWith(meanMs) };
};

const isOneByOne = ({ inFlight }: CallTally): boolean => quantileOfNumbers(inFlight, 0.5) <= 1;

/** The slower a request, the more calls it is taken to make; each takes its share of the time alone. */
const savedByCount = (call: CallTally, aloneMs: number, batchMs: number): ((rank: number) => number) => {
  const perCallMs = aloneMs / Math.max(1, meanOfNumbers(call.perRequest));
  return (rank) => Math.max(0, perCallMs * quantileOfNumbers(call.perRequest, rank) - batchMs);
};
