/** A level that moved at once: from which step on, by how much, and how clearly (`clarity` 1: just enough to be believed). */
export type StepChange = { readonly firstAfter: number; readonly by: number; readonly standardError: number; readonly clarity: number };

const FEWEST_BEFORE = 3;
const FEWEST_AFTER = 2;
/** Steps that agree by accident are no proof of calm. */
const SMALLEST_SPREAD = 0.04;

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
const squares = (values: readonly number[]): number => values.reduce((sum, value) => sum + (value - mean(values)) ** 2, 0);

/** Student's t that chance exceeds about once in ten thousand splits: 3.9 for many degrees of freedom, far more for few. */
const believed = (degrees: number): number => 3.9 + 20 / degrees;

/**
 * The clearest rise of a series of levels (logarithms), if one is clear: what varies from step to step is the measure, not the number of
 * requests behind a step. At least three steps before and two after; one step between the two may be half of either. A rise that builds up
 * over many steps is the time of day more often than a change, and is left to those who know the time of day.
 */
export const stepUp = (levels: readonly number[]): StepChange | undefined => {
  let best: StepChange | undefined;
  for (let end = FEWEST_BEFORE; end <= levels.length - FEWEST_AFTER; end += 1) {
    for (const firstAfter of [end, end + 1].filter((index) => index <= levels.length - FEWEST_AFTER)) {
      const change = riseBetween(levels.slice(0, end), levels.slice(firstAfter), firstAfter);
      if (change !== undefined && change.clarity > (best?.clarity ?? 1)) best = change;
    }
  }
  return best;
};

const riseBetween = (before: readonly number[], after: readonly number[], firstAfter: number): StepChange | undefined => {
  const by = mean(after) - mean(before);
  const jump = (after[0] ?? 0) - (before.at(-1) ?? 0);
  if (by <= 0 || jump < by / 2) return undefined;
  const degrees = before.length + after.length - 2;
  const spread = Math.max(SMALLEST_SPREAD, Math.sqrt((squares(before) + squares(after)) / degrees));
  const standardError = spread * Math.sqrt(1 / before.length + 1 / after.length);
  return { firstAfter, by, standardError, clarity: by / standardError / believed(degrees) };
};
