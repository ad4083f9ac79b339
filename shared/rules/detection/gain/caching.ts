import type { CallTally } from '../../../domain/version-slice.ts';
import { aloneMsPerRequest } from './alone.ts';
import type { GainModel } from './estimated-gain.ts';
import { gainOfSaving } from './gain-of-saving.ts';

/** Of the calls, those that asked again within their own request; of those that did not, what an earlier request of the environment had asked for. */
export const repeatedShares = (call: Pick<CallTally, 'calls' | 'repeats' | 'seenBefore'>): { within: number; across: number } => ({
  within: Math.min(1, call.repeats / Math.max(1, call.calls)),
  across: Math.min(1, call.seenBefore / Math.max(1, call.calls)),
});

/**
 * What answering repeated reads from memory would save. Repeats within a request spare each request a part of its calls. What earlier
 * requests asked for spares some requests everything and the others nothing, which moves a p95 only once most are spared.
 * Measured hits only: a cache that keeps longer than the minute in which the probe remembers would hit more often.
 */
export const gainOfCaching = (callId: string, use: { readonly within: boolean; readonly across: boolean }): GainModel => (total) => {
  const call = total.calls[callId];
  if (call === undefined) return undefined;
  const { within, across } = repeatedShares(call);
  const aloneMs = aloneMsPerRequest(call);
  const byRepeats = use.within ? gainOfSaving(total, call, aloneMs * within) : 0;
  const byMemory = use.across ? gainOfSaving(total, call, aloneMs, across) : 0;
  return { percent: Math.max(byRepeats, byMemory) };
};
