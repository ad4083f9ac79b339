import { describe, expect, it } from 'vitest';
import { calibrated, fitConfidence } from '../../../../../../shared/rules/scoring/calibration/confidence-fit.ts';
import { reliabilityOfOutcomes } from '../../../../../../shared/rules/scoring/calibration/reliability.ts';
import { statedOutcomes } from '../../../../../../shared/rules/scoring/calibration/stated-outcomes.ts';
import { kept, lesson } from '../../lessons/lesson-of.ts';

const byModel = { author: 'model:here/m', statedConfidence: 0.9 };

describe('what authors said of their own remedies', () => {
  it('is set beside what came of them: promoted or not, rejected before traffic too', () => {
    const lessons = [kept(1, byModel), lesson(2, byModel), lesson(3, { ...byModel, result: 'rejected' }), lesson(4, { ...byModel, result: 'superseded' }), lesson(5, { ...byModel, result: 'abstained' }), kept(6, { statedConfidence: 0.8 })];
    expect(statedOutcomes(lessons, 'model')).toEqual([{ confidence: 0.9, cameTrue: true }, { confidence: 0.9, cameTrue: false }, { confidence: 0.9, cameTrue: false }]);
    expect(statedOutcomes(lessons, 'recipe')).toEqual([{ confidence: 0.8, cameTrue: true }]);
  });

  it('counts what was promoted and taken back later once, as what it was in the end', () => {
    expect(statedOutcomes([kept(1, byModel), lesson(1, { ...byModel, id: 'imp-1#reverted', result: 'reverted', at: 9e8 })], 'model')).toEqual([{ confidence: 0.9, cameTrue: false }]);
  });

  it('lowers the word of a model that is mostly wrong, with a Brier score that gets better by it', () => {
    const outcomes = statedOutcomes(Array.from({ length: 12 }, (_, number) => (number % 4 === 0 ? kept(number, byModel) : lesson(number, byModel))), 'model');
    expect(calibrated(0.9, fitConfidence(outcomes))).toBeLessThan(0.55);
    const { rows, brier } = reliabilityOfOutcomes(outcomes);
    expect(rows).toMatchObject([{ from: 0.85, outcomes: 12, claimed: expect.closeTo(0.9, 10) as number, cameTrue: 0.25 }]);
    expect(brier?.claimed).toBeCloseTo(0.25 * 0.01 + 0.75 * 0.81, 10);
    expect(brier?.calibrated).toBeLessThan((brier?.claimed ?? 0) / 2);
  });
});
