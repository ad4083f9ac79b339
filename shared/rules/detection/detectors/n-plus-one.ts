import { confidenceOf, affectedPerHour, callEvidence, findingKey, isRead, placeOf, severityOfGain, type DetectionThresholds, type Detector } from '../detector.ts';
import { aloneMsPerRequest, gainOfSaving } from '../call-gain.ts';
import type { SeenCalls } from '../evidence-window.ts';
import { quantileOfNumbers, shareAtLeast } from '../tally.ts';

/** Calls that the median request makes at least `minCalls` times with different keys. Other detectors leave them to this one. */
export const isRepeatedCall = (call: SeenCalls, { minCalls }: DetectionThresholds): boolean =>
  quantileOfNumbers(call.perRequest, 0.5) >= minCalls && quantileOfNumbers(call.keys, 0.5) > 1;

/**
 * Many calls of one shape from one place with different keys inside one request: the N+1 pattern, one after the other or not.
 * Gain: what one batched call instead of all of them would save, as it shows in the target's p95.
 * Evidence: probe records. Confidence: the share of those requests that make at least `minCalls`.
 */
export const detectNPlusOne: Detector = (window, thresholds) =>
  window.calls
    .filter((call) => call.requests >= thresholds.minRequests && isRepeatedCall(call, thresholds))
    .flatMap((call) => {
      const evidence = callEvidence(call, window);
      const gainPercent = gainOfSaving(window, call, aloneMsPerRequest(call) - evidence.msPerCall);
      if (gainPercent < thresholds.minGainPercent) return [];
      return [{
        kind: 'n-plus-one' as const,
        key: findingKey('n-plus-one', call.sites, call.shape),
        title: `${evidence.callsPerRequest.p50} calls of ${call.shape} in one request, from ${placeOf(call.sites)}`,
        severity: severityOfGain(gainPercent),
        confidence: confidenceOf(0.5 + shareAtLeast(call.perRequest, thresholds.minCalls) / 2, call.requests, 15),
        risk: isRead(call.method) ? ('low' as const) : ('medium' as const),
        gainPercent,
        affectedUsersPerHour: affectedPerHour(window, evidence.shareOfRequests),
        occurrencesPerDay: call.hoursPerDay,
        evidence: { kind: 'calls' as const, call: evidence },
      }];
    });
