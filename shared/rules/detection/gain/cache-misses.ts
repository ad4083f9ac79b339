import type { VersionSlice } from '../../../domain/version-slice.ts';
import type { SeenCalls } from '../evidence-window.ts';
import { isRead } from '../is-read.ts';
import { aloneMsPerRequest } from './alone.ts';
import { repeatedShares } from './caching.ts';
import type { GainModel } from './estimated-gain.ts';
import { gainOfSaving } from './gain-of-saving.ts';

const FEWEST = 20;
const SAME_COUNT = 0.1;

/** The read that a miss of the cache leads to: made as often as the cache misses, to within a tenth. Of several the one that takes longest. */
export const readBehind = (calls: readonly SeenCalls[], misses: number): SeenCalls | undefined =>
  calls.filter((call) => isRead(call) && Math.abs(call.calls / Math.max(1, misses) - 1) <= SAME_COUNT).sort((a, b) => b.aloneUs - a.aloneUs)[0];

/**
 * What fewer misses would save. Where one read is made as often as the cache misses: its calls that asked for what was asked for within the
 * last minute, which a cache that works would have answered. Else the misses above `1 - hitRate`, each at what requests that miss take longer
 * than those that do not. Where neither can be measured, that share of misses itself, as a bare guess from nothing to twice as much.
 */
export const gainOfHits = (cache: string, hitRate: number, read: SeenCalls | undefined): GainModel => (total) => {
  const [hits, misses] = total.caches[cache] ?? [0, 0];
  const spared = Math.max(0, misses - (hits + misses) * (1 - hitRate)) / Math.max(1, misses);
  const call = read === undefined ? undefined : total.calls[read.id];
  if (call !== undefined) {
    const { across } = repeatedShares(call);
    const ofMisses = (share: number): number => gainOfSaving(total, call, aloneMsPerRequest(call), share);
    return { percent: ofMisses(Math.max(spared, across)), low: ofMisses(Math.min(spared, across)) };
  }
  return byDifference(total, cache, spared);
};

const byDifference = (total: VersionSlice, cache: string, spared: number) => {
  const [clean, cleanUs, missed, missedUs] = total.cacheCosts?.[cache] ?? [0, 0, 0, 0, 0];
  if (clean < FEWEST || missed < FEWEST) return { percent: spared * 50, low: 0, high: spared * 100 };
  const longerUs = Math.max(0, missedUs / missed - cleanUs / clean);
  // A request misses with its first look-up or not at all, nearly always: sparing misses spares requests.
  return { percent: (longerUs * missed * spared * 100) / Math.max(1, total.durationUs) };
};
