import type { ExplainedScore } from '../../domain/explanation.ts';
import type { Lesson } from '../../domain/lesson.ts';
import type { Opportunity } from '../../domain/opportunity.ts';
import { baseScore, impactScore, type Scored } from '../scoring/impact.ts';
import { cleanText } from './clean-text.ts';
import { showPercent, showShare } from './figures.ts';

/** Worth one point before it is weighted, with every weight at one. */
const UNIT: Scored = { gainPercent: 100, affectedUsersPerHour: 1, occurrencesPerDay: 1, severity: 'medium', confidence: 1, risk: 'low' };

const weightOf = (part: Partial<Scored>): number => impactScore({ ...UNIT, ...part }) / baseScore(UNIT);

/** The score in its parts. The weights are asked of the formula itself, so that what is shown is what was computed. */
export const explainedScore = (opportunity: Opportunity, lessons: readonly Lesson[]): ExplainedScore => {
  const { gainPercent, affectedUsersPerHour, occurrencesPerDay, severity, confidence, risk, impactScore: score, priority } = opportunity;
  const experience = [intervalOf(opportunity), correctionOf(opportunity), experienceOf(opportunity, lessons)].filter((sentence) => sentence !== undefined).join(' ');
  return {
    gainPercent, affectedUsersPerHour, occurrencesPerDay, severity, confidence, risk, score, priority,
    severityWeight: weightOf({ severity }),
    confidenceWeight: weightOf({ confidence }),
    riskWeight: weightOf({ risk }),
    ...(experience === '' ? {} : { experience: cleanText(experience, 300) }),
  };
};

const intervalOf = ({ gainInterval }: Opportunity): string | undefined => (gainInterval === undefined ? undefined : `The gain lies between ${showPercent(gainInterval.low)} and ${showPercent(gainInterval.high)} (95 %).`);

/** That experience changed what the detector claimed, where it did. */
const correctionOf = ({ claimed, gainPercent, confidence }: Opportunity): string | undefined =>
  claimed === undefined || (Math.abs(claimed.gainPercent - gainPercent) < 0.5 && Math.abs(claimed.confidence - confidence) < 0.005)
    ? undefined
    : `The detector claimed ${showPercent(claimed.gainPercent)} and was ${showShare(claimed.confidence)} sure; what came true of earlier claims corrected it.`;

/** What was claimed and what came true, of remedies of this kind on this target; those that never met traffic taught nothing about it. */
const experienceOf = ({ kind, targetId }: Opportunity, lessons: readonly Lesson[]): string | undefined => {
  const tried = lessons.filter((lesson) => lesson.targetId === targetId && lesson.opportunityKind === kind && ['promoted', 'rolled-back', 'inconclusive', 'reverted'].includes(lesson.result));
  if (tried.length === 0) return undefined;
  const kept = tried.filter(({ result }) => result === 'promoted').length;
  const measured = tried.filter((lesson): lesson is Lesson & { claimedGain: number; measuredGain: number } => lesson.claimedGain !== undefined && lesson.measuredGain !== undefined);
  const mean = (of: (lesson: { claimedGain: number; measuredGain: number }) => number): string => showPercent((100 * measured.reduce((sum, lesson) => sum + of(lesson), 0)) / measured.length);
  const gains = measured.length === 0 ? '' : `; ${mean(({ claimedGain }) => claimedGain)} claimed and ${mean(({ measuredGain }) => measuredGain)} measured on average`;
  return `${tried.length} ${tried.length === 1 ? 'remedy' : 'remedies'} of this kind met traffic here before, ${kept} of them stayed${gains}.`;
};
