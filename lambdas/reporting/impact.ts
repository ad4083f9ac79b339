import type { Improvement } from '../../shared/domain/improvement.ts';
import type { Estimate } from '../../shared/domain/outcome.ts';

/** The measured reduction, in percent, of what the remedy's claim is about, with its interval. */
const measuredReduction = ({ remedy, outcome }: Improvement): Estimate | undefined => {
  if (outcome === undefined) return undefined;
  if (remedy?.claim?.on === 'latency') return outcome.latencyReductionPercent;
  if (remedy?.claim?.on !== 'failures' || outcome.stable.failureRate === 0) return undefined;
  const { value, low, high } = outcome.errorRateChange;
  const percent = (change: number): number => (-100 * change) / outcome.stable.failureRate;
  return { value: percent(value), low: percent(high), high: percent(low) };
};

/**
 * The impact score with its expected gain replaced by the measured one: the score is linear in the gain, so it scales by their ratio.
 * `undefined` when nothing was measured on what was claimed (a claim on slow requests, no claim, no traffic).
 */
export const measuredImpact = (improvement: Improvement): Estimate | undefined => {
  const reduction = measuredReduction(improvement);
  const { opportunity } = improvement;
  if (reduction === undefined || opportunity === undefined || opportunity.gainPercent === 0) return undefined;
  const scale = opportunity.impactScore / opportunity.gainPercent;
  return { value: reduction.value * scale, low: reduction.low * scale, high: reduction.high * scale };
};
