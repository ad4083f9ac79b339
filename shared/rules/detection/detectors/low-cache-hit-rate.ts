import { affectedPerHour, confidenceOf, severityOfGain, type Detector } from '../detector.ts';

const FEWEST_LOOKUPS = 50;

/**
 * A cache of the target's that misses more than it hits, at more than `cacheRequestsPerHour` look-ups.
 * Gain: the misses that would go if it hit as often as a cache should; what a miss costs is not measured, so this is modest.
 */
export const detectLowCacheHitRate: Detector = (window, thresholds) =>
  Object.entries(window.total.caches).flatMap(([cache, [hits, misses]]) => {
    const lookups = hits + misses;
    const hitRate = hits / Math.max(1, lookups);
    const requestsPerHour = lookups / window.observedHours;
    if (lookups < FEWEST_LOOKUPS || hitRate >= thresholds.cacheHitRate || requestsPerHour <= thresholds.cacheRequestsPerHour) return [];
    const gainPercent = Math.round((thresholds.cacheHitRate - hitRate) * 1000) / 10;
    const share = Math.min(1, lookups / Math.max(1, window.total.requests));
    return [{
      kind: 'low-cache-hit-rate' as const,
      key: `low-cache-hit-rate::${cache}`,
      title: `The cache ${cache} answers ${Math.round(hitRate * 100)} % of its look-ups`,
      severity: severityOfGain(gainPercent),
      // Sure when chance alone would hardly put a good cache below the threshold.
      confidence: confidenceOf(Math.min(1, 0.6 + (thresholds.cacheHitRate - hitRate)), lookups, 25),
      risk: 'medium' as const,
      gainPercent,
      affectedUsersPerHour: affectedPerHour(window, share),
      occurrencesPerDay: 24,
      evidence: { kind: 'cache' as const, cache, hits, misses, requestsPerHour },
    }];
  });
