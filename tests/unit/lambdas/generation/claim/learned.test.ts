import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { learnedShare } from '../../../../../lambdas/generation/claim/learned.ts';
import type { Lesson } from '../../../../../shared/domain/lesson.ts';

const lessonOf = (at: number, claimedGain: number, measuredGain: number): Lesson => ({
  id: `l${at}`, improvementId: `i${at}`, targetId: 'shop', author: 'recipe:batch-calls', claimedGain, measuredGain, result: 'promoted', text: '', at,
});

/** Claims of .5 each, lowered by what was learned `lag` lessons ago; of the .5 only `truth` comes true, give or take `noise`. */
function sharesOver(rounds: number, truth: number, { lag = 0, noise = () => 0 }: { lag?: number; noise?: (round: number) => number } = {}): number[] {
  const lessons: Lesson[] = [];
  const shares: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const share = learnedShare(lessons.slice(0, Math.max(0, lessons.length - lag)), 'batch-calls', 'shop');
    shares.push(share);
    lessons.push(lessonOf(round, Math.round(0.5 * share * 100) / 100, 0.5 * (truth + noise(round))));
  }
  return shares;
}

describe('what was learned of a recipe on a target', () => {
  test.each([0.9, 0.6, 0.3])('comes to rest at the truth when only %d of each claim comes true', (truth) => {
    expect(sharesOver(60, truth).at(-1)).toBeCloseTo(truth, 1);
  });

  test('measured against the lowered claims alone it would rest far above the truth', () => {
    const share = sharesOver(60, 0.3).at(-1) ?? 1;
    expect(Math.abs(share - 0.3)).toBeLessThan(Math.abs(share - Math.sqrt(0.3)) / 4);
  });

  test('also comes to rest when claims are made before the latest lessons are in', () => {
    expect(sharesOver(80, 0.5, { lag: 3 }).at(-1)).toBeCloseTo(0.5, 1);
  });

  test('comes near the truth when measurements scatter evenly around it', () => {
    expect(sharesOver(200, 0.5, { noise: (round) => (round % 2 === 0 ? 0.2 : -0.2) }).at(-1)).toBeCloseTo(0.5, 1);
  });

  test('does not fall when every claim comes true', () => {
    expect(sharesOver(20, 1.2).every((share) => share === 1)).toBe(true);
  });

  test('goes by when lessons were learned, not by the order in which they are given', () => {
    const lessons = [lessonOf(1, 0.5, 0.1), lessonOf(2, 0.3, 0.1), lessonOf(3, 0.23, 0.1)];
    expect(learnedShare(lessons.toReversed(), 'batch-calls', 'shop')).toBe(learnedShare(lessons, 'batch-calls', 'shop'));
  });

  test('stays between a fifth and the whole, whatever was measured', () => {
    const outcome = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: -1, max: 1, noNaN: true }));
    fc.assert(fc.property(fc.array(outcome, { maxLength: 12 }), (outcomes) => {
      const share = learnedShare(outcomes.map(([claimed, measured], at) => lessonOf(at, claimed, measured)), 'batch-calls', 'shop');
      expect(share).toBeGreaterThanOrEqual(0.2);
      expect(share).toBeLessThanOrEqual(1);
    }));
  });
});
