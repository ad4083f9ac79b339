import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../../../lab/judge/random.ts';
import type { Lesson } from '../../../../../../shared/domain/lesson.ts';
import { realisedRatio, realisedShare } from '../../../../../../shared/rules/scoring/calibration/realised-share.ts';

const lesson = (over: Partial<Lesson>): Lesson => ({ id: 'l', improvementId: 'i', targetId: 'orders', opportunityKey: 'k', opportunityKind: 'n-plus-one', author: 'recipe:batch-calls', claimedGain: 0.4, measuredGain: 0.4, result: 'promoted', text: '', at: 0, ...over });
const half = (n: number, kind: Lesson['opportunityKind'] = 'n-plus-one'): Lesson[] => Array.from({ length: n }, () => lesson({ measuredGain: 0.2, opportunityKind: kind }));

describe('what came of claimed gains', () => {
  it('is all of it, while nothing was measured', () => {
    expect(realisedShare('n-plus-one', []).share).toBe(1);
  });

  it('counts a rollback as nothing gained, and one of them as no more than caution', () => {
    const { share } = realisedShare('n-plus-one', [lesson({ result: 'rolled-back', measuredGain: undefined })]);
    expect(share).toBeGreaterThan(0.5);
    expect(share).toBeLessThan(0.8);
  });

  it('counts what was reverted after its promotion as nothing gained, whatever its canary had measured', () => {
    expect(realisedRatio(lesson({ result: 'reverted', measuredGain: 0.8 }))).toBe(0);
  });

  it('comes ever nearer to what is measured, and surer of it', () => {
    const [two, twenty, two_hundred] = [2, 20, 200].map((n) => realisedShare('n-plus-one', half(n)));
    expect(two?.share).toBeGreaterThan(twenty?.share ?? 1);
    expect(twenty?.share).toBeGreaterThan(two_hundred?.share ?? 1);
    expect(two_hundred?.share).toBeCloseTo(0.5, 1);
    expect(two_hundred?.deviation).toBeLessThan(two?.deviation ?? 0);
  });

  it('teaches a kind that was never tried a little, and less than the kind itself', () => {
    const lessons = half(10);
    const [own, other] = [realisedShare('n-plus-one', lessons).share, realisedShare('timeout', lessons).share];
    expect(own).toBeLessThan(other);
    expect(other).toBeLessThan(1);
  });

  it('is nearer to the truth than the plain mean of few outcomes, over many targets', () => {
    const random = seededRandom(7);
    const normal = (): number => random.normal();
    let [plain, shrunk] = [0, 0];
    for (let target = 0; target < 400; target += 1) {
      const truths = (['n-plus-one', 'timeout', 'redundant-calls'] as const).map((kind) => ({ kind, truth: Math.max(0, 0.9 + 0.2 * normal()) }));
      const lessons = truths.flatMap(({ kind, truth }) => [0, 1].map(() => lesson({ opportunityKind: kind, claimedGain: 0.4, measuredGain: 0.4 * Math.max(0, truth + 0.4 * normal()) })));
      for (const { kind, truth } of truths) {
        const ratios = lessons.filter(({ opportunityKind }) => opportunityKind === kind).map((each) => realisedRatio(each) ?? 0);
        plain += (ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length - truth) ** 2;
        shrunk += (realisedShare(kind, lessons).share - truth) ** 2;
      }
    }
    expect(shrunk).toBeLessThan(plain * 0.7);
  });

  it('is measured on the claim of the detector where there is one, on that of the remedy otherwise', () => {
    expect(realisedRatio(lesson({ expectedGain: 0.8, claimedGain: 0.4, measuredGain: 0.4 }))).toBe(0.5);
    expect(realisedRatio(lesson({ claimedGain: 0.4, measuredGain: 0.4 }))).toBe(1);
    expect(realisedRatio(lesson({ claimedGain: undefined }))).toBeUndefined();
    expect(realisedRatio(lesson({ claimedGain: 0 }))).toBeUndefined();
  });

  it('stays within bounds whatever was measured', () => {
    const anyLesson = fc.record({ measuredGain: fc.option(fc.double({ min: -5, max: 5, noNaN: true }), { nil: undefined }), claimedGain: fc.double({ min: 0, max: 1, noNaN: true }), opportunityKind: fc.constantFrom('n-plus-one', 'timeout', 'error-spike'), result: fc.constantFrom('promoted' as const, 'rolled-back' as const, 'inconclusive' as const) });
    fc.assert(fc.property(fc.array(anyLesson, { maxLength: 30 }), (all) => {
      const { share, deviation } = realisedShare('timeout', all.map((one) => lesson(one)));
      expect(share).toBeGreaterThanOrEqual(0.05);
      expect(share).toBeLessThanOrEqual(1.5);
      expect(deviation).toBeGreaterThan(0);
    }));
  });
});
