import type { Finding } from '../../../domain/opportunity.ts';
import type { VersionSlice } from '../../../domain/version-slice.ts';
import type { EvidenceWindow } from '../evidence-window.ts';
import { jackknifeInterval } from './jackknife.ts';

/** What a gain is estimated to be from some of the observed time, in percent; `undefined` where the thing does not occur in it. `low`, `high`: where the model itself leaves it open. */
export type GainModel = (total: VersionSlice) => { readonly percent: number; readonly low?: number; readonly high?: number } | undefined;

export type EstimatedGain = Required<Pick<Finding, 'gainPercent' | 'gainInterval'>> | Pick<Finding, 'gainPercent'>;

const tenths = (percent: number): number => Math.round(Math.max(0, Math.min(100, percent)) * 10) / 10;

/**
 * A gain with its 95 % interval: how it varies when one slice of those in which the thing occurs is left out at a time, and around that what
 * the model leaves open. Without an interval where it occurs in fewer than three slices.
 */
export const estimatedGain = (window: EvidenceWindow, model: GainModel): EstimatedGain => {
  const whole = model(window.total) ?? { percent: 0 };
  const gainPercent = tenths(whole.percent);
  if (window.slices.length < 3) return { gainPercent };
  const rest = window.withoutEachSlice();
  const interval = jackknifeInterval(whole.percent, window.slices.map(({ did }, index) => {
    const total = rest[index];
    return total === undefined || model(did) === undefined ? { weight: 0, estimate: 0 } : { weight: did.requests, estimate: model(total)?.percent ?? 0 };
  }));
  if (interval === undefined) return { gainPercent };
  const below = Math.max(0, whole.percent - (whole.low ?? whole.percent));
  const above = Math.max(0, (whole.high ?? whole.percent) - whole.percent);
  return { gainPercent, gainInterval: { low: tenths(interval.low - below), high: tenths(interval.high + above) } };
};

const UNSURE = 0.65;

/** A confidence, held below what counts as sure where the gain may as well be nothing. */
export const sureOfGain = (confidence: number, gain: EstimatedGain): number =>
  'gainInterval' in gain && gain.gainInterval !== undefined && gain.gainInterval.low <= 0 ? Math.min(confidence, UNSURE) : confidence;
