import type { Claim } from '../../domain/claim.ts';
import { failureDifferenceStep, pastFailureRate } from './failure-difference.ts';
import type { JudgeSettings } from './judge-settings.ts';
import { phiInForce } from './judge-settings.ts';
import type { JudgeState } from './judge-state.ts';
import type { Counts } from './minute.ts';
import type { EventSplit } from './rate-ratio.ts';
import { addMinute, logEvidence } from './rate-ratio.ts';

/** The events a claim is about, and the log rate ratio below which at least half of it is shown. */
function claimTest(claim: Claim, canary: Counts, stable: Counts): Pick<EventSplit, 'canaryEvents' | 'stableEvents'> & { logMargin: number } {
  if (claim.on === 'latency') return { canaryEvents: canary.slowClaim, stableEvents: stable.slow, logMargin: 0 };
  const event = claim.on === 'failures' ? 'failures' : 'slowClaim';
  return { canaryEvents: canary[event], stableEvents: stable[event], logMargin: Math.log(1 - claim.gain / 2) };
}

/**
 * Adds one minute to the evidence for promotion: the claim is at least half true; latency is within the margin
 * (canary slower than (1 + margin)·c more rarely than stable slower than c); failures are at most the stable version's plus some points.
 * `stablePast` must not contain this minute. Both sides must have requests.
 */
export function addGain(gain: JudgeState['gain'], canary: Counts, stable: Counts, stablePast: JudgeState['stablePast'], settings: JudgeSettings): JudgeState['gain'] {
  const share = canary.requests / (canary.requests + stable.requests);
  const phi = phiInForce(settings);
  const { claim } = settings;
  const claimed = claim === null ? null : claimTest(claim, canary, stable);
  return {
    claim:
      claimed === null
        ? gain.claim
        : addMinute(gain.claim, { ...claimed, share }, { logMargin: claimed.logMargin, phi: claim?.on === 'failures' ? phi.failures : phi.latency, direction: 'gain' }),
    latency: addMinute(
      gain.latency,
      { canaryEvents: canary.slowMargin, stableEvents: stable.slow, share },
      { logMargin: 0, phi: phi.latency, direction: 'gain' },
    ),
    failures: gain.failures + failureDifferenceStep({ canary, stable }, { pastRate: pastFailureRate(stablePast), points: settings.failurePoints, phi: phi.failures }),
  };
}

/** Natural logarithm of the evidence for promotion, per test. */
export const gainEvidence = (gain: JudgeState['gain']): JudgeState['best'] => ({
  claim: logEvidence(gain.claim),
  latency: logEvidence(gain.latency),
  failures: gain.failures,
});

/** The highest each test has ever been: having been above what is needed once is enough. */
export function raiseBest(best: JudgeState['best'], now: JudgeState['best']): JudgeState['best'] {
  return {
    claim: Math.max(best.claim, now.claim),
    latency: Math.max(best.latency, now.latency),
    failures: Math.max(best.failures, now.failures),
  };
}

/** Which promotion tests have been passed. No claim needs no proof; fewer failures, once shown, imply "not many more". */
export function proven(best: JudgeState['best'], { claim, promotionEvidence }: Pick<JudgeSettings, 'claim' | 'promotionEvidence'>): {
  claim: boolean;
  failures: boolean;
  latency: boolean;
} {
  const required = Math.log(promotionEvidence);
  const isClaimShown = best.claim >= required;
  return {
    claim: claim === null || isClaimShown,
    failures: best.failures >= required || (claim?.on === 'failures' && isClaimShown),
    latency: best.latency >= required,
  };
}

/** All promotion tests have been passed. */
export function isProven(best: JudgeState['best'], settings: Pick<JudgeSettings, 'claim' | 'promotionEvidence'>): boolean {
  const { claim, failures, latency } = proven(best, settings);
  return claim && failures && latency;
}
