import type { JudgeSettings } from './judge-settings.ts';
import { phiInForce } from './judge-settings.ts';
import type { Ended, JudgeState } from './judge-state.ts';
import type { Counts } from './minute.ts';
import { addMinute, logEvidence } from './rate-ratio.ts';

/** The metrics that can show harm. α is shared out evenly among them. */
export const HARM_METRICS = ['failures', 'latency'] as const;

/** Adds one minute to the evidence that failures or slow requests are worse than tolerated. Both sides must have requests. */
export function addHarm(harm: JudgeState['harm'], canary: Counts, stable: Counts, settings: JudgeSettings): JudgeState['harm'] {
  const share = canary.requests / (canary.requests + stable.requests);
  const phi = phiInForce(settings);
  return {
    failures: addMinute(
      harm.failures,
      { canaryEvents: canary.failures, stableEvents: stable.failures, share },
      { logMargin: Math.log(settings.failureRatio), phi: phi.failures, direction: 'harm' },
    ),
    latency: addMinute(
      harm.latency,
      { canaryEvents: canary.slowMargin, stableEvents: stable.slow, share },
      { logMargin: 0, phi: phi.latency, direction: 'harm' },
    ),
  };
}

/** Natural logarithm of the evidence of harm, per metric. */
export const harmEvidence = (harm: JudgeState['harm']): { failures: number; latency: number } => ({
  failures: logEvidence(harm.failures),
  latency: logEvidence(harm.latency),
});

/** The evidence that one metric alone needs: its share of α. */
export const requiredForHarm = ({ alpha }: Pick<JudgeSettings, 'alpha'>): number => HARM_METRICS.length / alpha;

/**
 * Harm, and where. The mean of the metrics' evidence is itself evidence against "nothing got worse", so it is held against 1/α:
 * one metric above its own share decides, and two that are each nearly there decide together.
 */
export function findHarm(harm: JudgeState['harm'], settings: Pick<JudgeSettings, 'alpha'>): Extract<Ended, `harm-${string}`> | null {
  const { failures, latency } = harmEvidence(harm);
  const logRequired = Math.log(requiredForHarm(settings));
  if (Math.max(failures, latency) >= logRequired) return failures >= latency ? 'harm-failures' : 'harm-latency';
  const largest = Math.max(failures, latency);
  const logSum = largest + Math.log1p(Math.exp(-Math.abs(failures - latency)));
  return logSum >= logRequired ? 'harm-together' : null;
}
