import type { Lesson } from '../../../shared/domain/lesson.ts';

/**
 * How much of what this recipe claimed on this target came true so far: measured over claimed, as a share from .2 to 1.
 * Starts from 1 with the weight of one lesson, so that a single bad run does not silence a recipe.
 */
export function learnedShare(lessons: readonly Lesson[], recipe: string, targetId: string): number {
  const ratios = lessons.flatMap(({ author, targetId: on, claimedGain, measuredGain }) =>
    on === targetId && (author === recipe || author.endsWith(`:${recipe}`)) && claimedGain !== undefined && claimedGain > 0 && measuredGain !== undefined
      ? [Math.min(1, Math.max(0, measuredGain / claimedGain))]
      : [],
  );
  const mean = (1 + ratios.reduce((sum, ratio) => sum + ratio, 0)) / (1 + ratios.length);
  return Math.max(0.2, mean);
}
