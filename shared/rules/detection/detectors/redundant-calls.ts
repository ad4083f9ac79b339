import { affectedPerHour, callEvidence, confidenceOf, findingKey, placeOf, severityOfGain, type Detector } from '../detector.ts';
import { isRead } from '../is-read.ts';
import { gainOfCaching, repeatedShares } from '../gain/caching.ts';
import { estimatedGain, sureOfGain } from '../gain/estimated-gain.ts';
import { isRepeatedCall } from './n-plus-one.ts';

const FEWEST_PER_HOUR = 100;

/**
 * Reads that ask again for what was just asked for: the same key within the invocation (every second request does so), or what an earlier
 * invocation of the same environment fetched within the last minute (`seenBeforeShare` of the calls, at more than 100 calls an hour).
 * Gain: what a cache would save, from the measured calls. Calls of an N+1 group are left to that detector.
 */
export const detectRedundantCalls: Detector = (window, thresholds) =>
  window.calls
    .filter((call) => call.requests >= thresholds.minRequests && isRead(call) && !isRepeatedCall(call, thresholds))
    .flatMap((call) => {
      const evidence = callEvidence(call, window);
      const shares = repeatedShares(call);
      const within = evidence.repeatsPerRequest >= 0.5;
      const across = evidence.seenBeforeShare >= thresholds.seenBeforeShare && call.calls / window.observedHours > FEWEST_PER_HOUR;
      if (!within && !across) return [];
      const spared = Math.max(across ? shares.across : 0, within ? shares.within : 0);
      const gain = estimatedGain(window, gainOfCaching(call.id, { within, across }));
      if (gain.gainPercent < thresholds.minGainPercent) return [];
      return [{
        kind: 'redundant-calls' as const,
        key: findingKey('redundant-calls', call.sites, call.shape),
        title: `${Math.round(spared * 100)} % of the calls of ${call.shape} ask for what is known, from ${placeOf(call.sites)}`,
        severity: severityOfGain(gain.gainPercent),
        confidence: sureOfGain(confidenceOf(0.6 + 0.4 * spared, call.requests, 15), gain),
        risk: 'medium' as const,
        ...gain,
        affectedUsersPerHour: affectedPerHour(window, evidence.shareOfRequests),
        occurrencesPerDay: call.hoursPerDay,
        evidence: { kind: 'calls' as const, call: evidence },
      }];
    });
