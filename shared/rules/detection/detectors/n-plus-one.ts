import { confidenceOf, affectedPerHour, callEvidence, findingKey, placeOf, severityOfGain, type DetectionThresholds, type Detector } from '../detector.ts';
import { isRead } from '../is-read.ts';
import type { SeenCalls } from '../evidence-window.ts';
import { gainOfBatching } from '../gain/batching.ts';
import { estimatedGain, sureOfGain } from '../gain/estimated-gain.ts';
import { quantileOfNumbers, shareAtLeast } from '../tally.ts';

/** Calls that the median request makes at least `minCalls` times with different keys. Other detectors leave them to this one. */
export const isRepeatedCall = (call: SeenCalls, { minCalls }: DetectionThresholds): boolean =>
  quantileOfNumbers(call.perRequest, 0.5) >= minCalls && quantileOfNumbers(call.keys, 0.5) > 1;

/**
 * Many calls of one shape from one place with different keys inside one request: the N+1 pattern, one after the other or not.
 * Gain: what one batched call instead of all of them would save (`gain/batching.ts`).
 * Evidence: probe records. Confidence: the share of those requests that make at least `minCalls`.
 */
export const detectNPlusOne: Detector = (window, thresholds) =>
  window.calls
    .filter((call) => call.requests >= thresholds.minRequests && isRepeatedCall(call, thresholds))
    .flatMap((call) => {
      const evidence = callEvidence(call, window);
      const gain = estimatedGain(window, gainOfBatching(call.id));
      if (gain.gainPercent < thresholds.minGainPercent) return [];
      return [{
        kind: 'n-plus-one' as const,
        key: findingKey('n-plus-one', call.sites, call.shape),
        title: `${evidence.callsPerRequest.p50} calls of ${call.shape} in one request, from ${placeOf(call.sites)}`,
        severity: severityOfGain(gain.gainPercent),
        confidence: sureOfGain(confidenceOf(0.5 + shareAtLeast(call.perRequest, thresholds.minCalls) / 2, call.requests, 15), gain),
        risk: isRead(call) ? ('low' as const) : ('medium' as const),
        ...gain,
        affectedUsersPerHour: affectedPerHour(window, evidence.shareOfRequests),
        occurrencesPerDay: call.hoursPerDay,
        evidence: { kind: 'calls' as const, call: evidence },
      }];
    });
