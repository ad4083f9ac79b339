import type { Lesson } from '../../../domain/lesson.ts';
import { calibrated, claimedOutcomes, fitConfidence, type ClaimedOutcome } from './confidence-fit.ts';
import { realisedRatio, realisedShare, type RealisedShare } from './realised-share.ts';

/** Claims of about one confidence: how many, how sure they were on average, how sure they would be called now, and the share that came true. */
export type ReliabilityRow = { readonly from: number; readonly to: number; readonly outcomes: number; readonly claimed: number; readonly calibrated: number; readonly cameTrue: number };

/** How far claims can be trusted. The Brier scores (mean squared error of the stated probability; 0 is perfect, .25 is a coin) are before and after correction, each outcome left out of its own fit. */
export type Reliability = {
  readonly rows: readonly ReliabilityRow[];
  readonly brier: { readonly claimed: number; readonly calibrated: number } | undefined;
  readonly kinds: readonly ({ readonly kind: string } & RealisedShare)[];
};

const EDGES = [0, 0.5, 0.7, 0.85, 1] as const;
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** How far stated confidence can be trusted, whoever stated it: rows by confidence, and the Brier scores. */
export const reliabilityOfOutcomes = (outcomes: readonly ClaimedOutcome[]): Pick<Reliability, 'rows' | 'brier'> => {
  const corrected = outcomes.map(({ confidence }, index) => calibrated(confidence, fitConfidence(outcomes.toSpliced(index, 1))));
  const rows = EDGES.slice(1).flatMap((to, index): ReliabilityRow[] => {
    const from = EDGES[index] ?? 0;
    const inside = outcomes.flatMap((outcome, place) => (outcome.confidence >= from && (outcome.confidence < to || to === 1) ? [{ ...outcome, corrected: corrected[place] ?? outcome.confidence }] : []));
    if (inside.length === 0) return [];
    return [{ from, to, outcomes: inside.length, claimed: mean(inside.map(({ confidence }) => confidence)), calibrated: mean(inside.map((each) => each.corrected)), cameTrue: mean(inside.map((each) => Number(each.cameTrue))) }];
  });
  return { rows, brier: outcomes.length === 0 ? undefined : { claimed: brier(outcomes, outcomes.map(({ confidence }) => confidence)), calibrated: brier(outcomes, corrected) } };
};

export const reliabilityOf = (lessons: readonly Lesson[]): Reliability => {
  const kinds = new Set(lessons.flatMap((lesson) => (lesson.opportunityKind !== undefined && realisedRatio(lesson) !== undefined ? [lesson.opportunityKind] : [])));
  return {
    ...reliabilityOfOutcomes(claimedOutcomes(lessons)),
    kinds: [...kinds].sort().map((kind) => ({ kind, ...realisedShare(kind as Parameters<typeof realisedShare>[0], lessons) })),
  };
};

const brier = (outcomes: readonly ClaimedOutcome[], stated: readonly number[]): number => mean(outcomes.map(({ cameTrue }, index) => (Number(cameTrue) - (stated[index] ?? 0)) ** 2));
