import { affectedPerHour, confidenceOf, severityOfGain, type Detector } from '../detector.ts';
import { gainOfHits, readBehind } from '../gain/cache-misses.ts';
import { estimatedGain, sureOfGain } from '../gain/estimated-gain.ts';

const FEWEST_LOOKUPS = 50;
/** Hits and misses come in runs of one key: as many look-ups count as one. */
const LOOKUPS_TOGETHER = 4;

/** How sure it is that the cache hits less often than `asked`: the distance in standard errors, three of which are as good as certain. */
const consistencyOf = (hitRate: number, asked: number, lookups: number): number =>
  Math.min(1, 0.5 + (asked - hitRate) / Math.sqrt((asked * (1 - asked) * LOOKUPS_TOGETHER) / lookups) / 6);

/**
 * A cache of the target's that misses more than it hits, at more than `cacheRequestsPerHour` look-ups.
 * Gain: what the misses cost that a cache which works would spare (`gain/cache-misses.ts`).
 */
export const detectLowCacheHitRate: Detector = (window, thresholds) =>
  Object.entries(window.total.caches).flatMap(([cache, [hits, misses]]) => {
    const lookups = hits + misses;
    const hitRate = hits / Math.max(1, lookups);
    const requestsPerHour = lookups / window.observedHours;
    if (lookups < FEWEST_LOOKUPS || hitRate >= thresholds.cacheHitRate || requestsPerHour <= thresholds.cacheRequestsPerHour) return [];
    const gain = estimatedGain(window, gainOfHits(cache, thresholds.cacheHitRate, readBehind(window.calls, misses)));
    const share = Math.min(1, lookups / Math.max(1, window.total.requests));
    return [{
      kind: 'low-cache-hit-rate' as const,
      key: `low-cache-hit-rate::${cache}`,
      title: `The cache ${cache} answers ${Math.round(hitRate * 100)} % of its look-ups`,
      severity: severityOfGain(gain.gainPercent),
      confidence: sureOfGain(confidenceOf(consistencyOf(hitRate, thresholds.cacheHitRate, lookups), lookups, 25), gain),
      risk: 'medium' as const,
      ...gain,
      affectedUsersPerHour: affectedPerHour(window, share),
      occurrencesPerDay: 24,
      evidence: { kind: 'cache' as const, cache, hits, misses, requestsPerHour },
    }];
  });
