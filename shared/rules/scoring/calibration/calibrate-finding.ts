import type { Lesson } from '../../../domain/lesson.ts';
import type { Finding } from '../../../domain/opportunity.ts';
import { calibrated, claimedOutcomes, fitConfidence } from './confidence-fit.ts';
import { realisedShare } from './realised-share.ts';

/** What a detector claimed, before experience spoke. */
export type Claimed = Pick<Finding, 'gainPercent' | 'confidence'>;

/** Corrects findings of one target by its lessons: the gain by what such gains came to, the confidence by how often such claims came true. `claimed` keeps the detector's own. */
export const calibration = (lessons: readonly Lesson[]): ((finding: Finding) => Finding & { readonly claimed: Claimed }) => {
  const fit = fitConfidence(claimedOutcomes(lessons));
  return (finding) => {
    const { share } = realisedShare(finding.kind, lessons);
    const { gainInterval } = finding;
    return {
      ...finding,
      gainPercent: percent(finding.gainPercent * share),
      ...(gainInterval === undefined ? {} : { gainInterval: { low: percent(gainInterval.low * share), high: percent(gainInterval.high * share) } }),
      confidence: calibrated(finding.confidence, fit),
      claimed: { gainPercent: finding.gainPercent, confidence: finding.confidence },
    };
  };
};

const percent = (value: number): number => Math.round(Math.min(100, value) * 10) / 10;
