import { affectedPerHour, callEvidence, confidenceOf, findingKey, isRead, placeOf, severityOfGain, type Detector } from '../detector.ts';
import { aloneMsPerRequest, gainOfSaving } from '../call-gain.ts';
import { isRepeatedCall } from './n-plus-one.ts';

const FEWEST_PER_HOUR = 100;

/**
 * Reads that ask again for what was just asked for: the same key within the invocation (every second request does so), or what an earlier
 * invocation of the same environment fetched within the last minute (`seenBeforeShare` of the calls, at more than 100 calls an hour).
 * Gain: what a cache would save, from the measured calls. Calls of an N+1 group are left to that detector.
 */
export const detectRedundantCalls: Detector = (window, thresholds) =>
  window.calls
    .filter((call) => call.requests >= thresholds.minRequests && isRead(call.method) && !isRepeatedCall(call, thresholds))
    .flatMap((call) => {
      const evidence = callEvidence(call, window);
      const repeatedShare = Math.min(1, call.repeats / Math.max(1, call.calls));
      const within = evidence.repeatsPerRequest >= 0.5;
      const across = evidence.seenBeforeShare >= thresholds.seenBeforeShare && call.calls / window.observedHours > FEWEST_PER_HOUR;
      if (!within && !across) return [];
      const spared = Math.max(across ? evidence.seenBeforeShare : 0, within ? repeatedShare : 0);
      const gainPercent = gainOfSaving(window, call, aloneMsPerRequest(call) * spared);
      if (gainPercent < thresholds.minGainPercent) return [];
      return [{
        kind: 'redundant-calls' as const,
        key: findingKey('redundant-calls', call.sites, call.shape),
        title: `${Math.round(spared * 100)} % of the calls of ${call.shape} ask for what is known, from ${placeOf(call.sites)}`,
        severity: severityOfGain(gainPercent),
        confidence: confidenceOf(0.6 + 0.4 * spared, call.requests, 15),
        risk: 'medium' as const,
        gainPercent,
        affectedUsersPerHour: affectedPerHour(window, evidence.shareOfRequests),
        occurrencesPerDay: call.hoursPerDay,
        evidence: { kind: 'calls' as const, call: evidence },
      }];
    });
