import { meanOfMs } from '../tally.ts';
import { aloneMsPerRequest } from './alone.ts';
import type { GainModel } from './estimated-gain.ts';
import { gainOfSaving } from './gain-of-saving.ts';

/**
 * What one call for all keys would save a request. It is taken to last as long as the longest of the single calls does now: the other end
 * has to find every key, and the slowest of them decides. So a first call that opens the connection is not counted as saved, nor calls
 * that overlap already. At best it lasts as long as an average call; at worst twice as long as the longest.
 */
export const gainOfBatching = (callId: string): GainModel => (total) => {
  const call = total.calls[callId];
  if (call === undefined) return undefined;
  const aloneMs = aloneMsPerRequest(call);
  const meanMs = call.callUs / 1000 / Math.max(1, call.calls);
  const longestMs = Math.max(meanMs, meanOfMs(call.callMs));
  const gainWith = (batchMs: number): number => gainOfSaving(total, call, aloneMs - Math.min(aloneMs, batchMs));
  return { percent: gainWith(longestMs), low: gainWith(2 * longestMs), high: gainWith(meanMs) };
};
