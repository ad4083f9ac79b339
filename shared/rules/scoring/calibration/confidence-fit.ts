import type { Lesson } from '../../../domain/lesson.ts';
import { cameTrue } from './came-true.ts';

/** How claimed confidence maps to what came true: `logit(p) = offset + slope · logit(claimed)`. Offset 0 and slope 1 leave it as it is. */
export type ConfidenceFit = { readonly offset: number; readonly slope: number; readonly outcomes: number };

/** One claim and whether it came true. */
export type ClaimedOutcome = { readonly confidence: number; readonly cameTrue: boolean };

/** Before any outcome a claim is taken at its word; the prior's deviations say how many outcomes it takes to move that. */
const PRIOR_DEVIATION = { offset: 1, slope: 0.5 } as const;
const NEWTON_STEPS = 50;
const CONVERGED = 1e-10;
const LEAST = 0.01;
const MOST = 0.99;

const logit = (p: number): number => Math.log(p / (1 - p));
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const bounded = (p: number): number => Math.max(LEAST, Math.min(MOST, p));

/** The claims of a target's lessons that an outcome speaks about. */
export const claimedOutcomes = (lessons: readonly Lesson[]): ClaimedOutcome[] =>
  lessons.flatMap((lesson) => {
    const truth = cameTrue(lesson);
    return truth === undefined || lesson.claimedConfidence === undefined ? [] : [{ confidence: lesson.claimedConfidence, cameTrue: truth }];
  });

/**
 * Platt's logistic fit (1999) of outcomes on the logit of the claimed confidence, as a maximum a posteriori with normal priors around "as
 * claimed" (offset 0 ± 1, slope 1 ± .5), by Newton's method: the posterior is log-concave, so it has one maximum. The slope stays above zero:
 * more confidence never comes to mean less.
 */
export const fitConfidence = (outcomes: readonly ClaimedOutcome[]): ConfidenceFit => {
  let [offset, slope] = [0, 1];
  for (let step = 0; step < NEWTON_STEPS; step += 1) {
    // Gradient and negative Hessian of the log posterior.
    let gradientOffset = -offset / PRIOR_DEVIATION.offset ** 2;
    let gradientSlope = -(slope - 1) / PRIOR_DEVIATION.slope ** 2;
    let [a, b, c] = [1 / PRIOR_DEVIATION.offset ** 2, 0, 1 / PRIOR_DEVIATION.slope ** 2];
    for (const { confidence, cameTrue: truth } of outcomes) {
      const x = logit(bounded(confidence));
      const p = sigmoid(offset + slope * x);
      const weight = p * (1 - p);
      gradientOffset += Number(truth) - p;
      gradientSlope += (Number(truth) - p) * x;
      a += weight;
      b += weight * x;
      c += weight * x * x;
    }
    const determinant = a * c - b * b;
    const [moveOffset, moveSlope] = [(c * gradientOffset - b * gradientSlope) / determinant, (a * gradientSlope - b * gradientOffset) / determinant];
    // A step is never longer than the priors are wide: far from the maximum Newton overshoots.
    offset += Math.max(-1, Math.min(1, moveOffset));
    slope = Math.max(0.05, slope + Math.max(-0.5, Math.min(0.5, moveSlope)));
    if (Math.abs(moveOffset) + Math.abs(moveSlope) < CONVERGED) break;
  }
  return { offset, slope, outcomes: outcomes.length };
};

/** The confidence (0–1) that experience leaves of a claimed one. */
export const calibrated = (confidence: number, { offset, slope, outcomes }: ConfidenceFit): number =>
  outcomes === 0 ? confidence : Math.round(Math.min(MOST, sigmoid(offset + slope * logit(bounded(confidence)))) * 1000) / 1000;
