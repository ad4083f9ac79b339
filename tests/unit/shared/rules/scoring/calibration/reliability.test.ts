import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../../../lab/judge/random.ts';
import type { Lesson } from '../../../../../../shared/domain/lesson.ts';
import { reliabilityOf } from '../../../../../../shared/rules/scoring/calibration/reliability.ts';

const lesson = (over: Partial<Lesson>): Lesson => ({ id: 'l', improvementId: 'i', targetId: 'orders', opportunityKind: 'n-plus-one', author: 'recipe:batch-calls', claimedGain: 0.4, measuredGain: 0.4, claimedConfidence: 0.9, result: 'promoted', text: '', at: 0, ...over });

describe('the reliability of claims', () => {
  it('has no rows and no score while there are no outcomes', () => {
    expect(reliabilityOf([lesson({ result: 'abstained', measuredGain: undefined })])).toEqual({ rows: [], brier: undefined, kinds: [] });
  });

  it('sets how sure claims were beside how often they came true', () => {
    const lessons = [lesson({}), lesson({}), lesson({}), lesson({ result: 'rolled-back' }), lesson({ claimedConfidence: 0.6, result: 'inconclusive' })];
    const { rows } = reliabilityOf(lessons);
    expect(rows.map(({ from, to, outcomes, cameTrue }) => [from, to, outcomes, cameTrue])).toEqual([[0.5, 0.7, 1, 0], [0.85, 1, 4, 0.75]]);
  });

  it('scores the correction on outcomes it was not fitted to: better for claims that were far too sure', () => {
    const random = seededRandom(3);
    const lessons = Array.from({ length: 60 }, () => lesson({ claimedConfidence: 0.95, result: random.uniform() < 0.5 ? 'promoted' : 'inconclusive' }));
    const { brier } = reliabilityOf(lessons);
    expect(brier?.claimed).toBeGreaterThan(0.35);
    expect(brier?.calibrated).toBeLessThan(0.28);
  });
});
