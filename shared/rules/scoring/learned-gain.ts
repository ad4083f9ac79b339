import type { Finding } from '../../domain/opportunity.ts';
import type { Lesson } from '../../domain/lesson.ts';

/** How many lessons' worth of "as claimed" are believed before anything was measured. */
const PRIOR_LESSONS = 2;

/**
 * What earlier claims of this kind on this target came to: the mean of measured over claimed gain (each between 0 and 1.5), drawn towards 1
 * by a prior worth two lessons (empirical-Bayes shrinkage), so that one bad outcome teaches caution and does not silence the kind.
 * A release that was rolled back measured nothing of what it claimed.
 */
export const realisedShare = (kind: Finding['kind'], lessons: readonly Lesson[]): number => {
  const ratios = lessons.flatMap((lesson) => {
    if (lesson.opportunityKind !== kind || lesson.claimedGain === undefined || lesson.claimedGain <= 0) return [];
    if (lesson.result === 'rolled-back') return [0];
    return lesson.measuredGain === undefined ? [] : [Math.max(0, Math.min(1.5, lesson.measuredGain / lesson.claimedGain))];
  });
  return (PRIOR_LESSONS + ratios.reduce((sum, ratio) => sum + ratio, 0)) / (PRIOR_LESSONS + ratios.length);
};

/** The finding with the gain that experience leaves of it. `lessons` are those of its target. */
export const withLearnedGain = (finding: Finding, lessons: readonly Lesson[]): Finding => ({
  ...finding,
  gainPercent: Math.round(Math.min(100, finding.gainPercent * realisedShare(finding.kind, lessons)) * 10) / 10,
});
