import type { Improvement, ImprovementState } from '../../shared/domain/improvement.ts';
import type { Instant } from '../../shared/domain/instant.ts';
import type { Lesson } from '../../shared/domain/lesson.ts';

/** The step that learns follows at once. Where it never comes, an opportunity is not held for longer. */
const MOST_MS = 120_000;
/** What was superseded is free again at once. */
const TEACHES: ReadonlySet<ImprovementState> = new Set<ImprovementState>(['abstained', 'rejected', 'failed', 'rolled-back', 'inconclusive', 'reverted']);

/**
 * The opportunities of a target whose improvement has settled a moment ago and whose lesson is not there yet: they are still under way. A cycle that
 * begins in between would take them up again, and pay a model for the same answer.
 */
export const notYetLearned = (recent: readonly Improvement[], { targetId, lessons, now }: { readonly targetId: string; readonly lessons: readonly Lesson[]; readonly now: Instant }): string[] => {
  const learned = new Set(lessons.map(({ improvementId }) => improvementId));
  return recent
    .filter((one) => one.targetId === targetId && TEACHES.has(one.state) && now - one.stateSince < MOST_MS && !learned.has(one.id))
    .flatMap(({ opportunity }) => (opportunity === undefined ? [] : [opportunity.key]));
};
