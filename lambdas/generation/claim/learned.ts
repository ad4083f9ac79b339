import type { Lesson } from '../../../shared/domain/lesson.ts';

/** So much of a claim is kept, whatever became of earlier ones: a recipe that claims nothing could never be proven better again. */
const LEAST = 0.2;

/**
 * How much of what this recipe would claim on this target, left to itself, came true so far: a share from .2 to 1. Starts from 1 with
 * the weight of one lesson, so that a single bad run does not silence a recipe.
 *
 * What a lesson holds is the claim as it was made, and that was lowered by the lessons before it. Measured against that, the shortfall
 * shrinks with the claim, and the correction comes to rest at the square root of the truth. So each claim is first raised again by the
 * share that was in force when it was made, which follows from the lessons before it. A lesson's `expectedGain` does not say it: that is the detector's, of
 * which recipes claim a part by their own arithmetic, and claims on slow requests have none.
 */
export function learnedShare(lessons: readonly Lesson[], recipe: string, targetId: string): number {
  const own = lessons.filter(({ author, targetId: on }) => on === targetId && (author === recipe || author.endsWith(`:${recipe}`))).toSorted((a, b) => a.at - b.at);
  let known = 1;
  let sum = 1;
  let share = 1;
  for (const { claimedGain, measuredGain } of own) {
    if (claimedGain === undefined || claimedGain <= 0 || measuredGain === undefined) continue;
    const uncorrected = claimedGain / share;
    sum += Math.min(1, Math.max(0, measuredGain / uncorrected));
    known += 1;
    share = Math.max(LEAST, sum / known);
  }
  return share;
}
