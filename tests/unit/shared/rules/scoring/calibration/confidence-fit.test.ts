import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../../../lab/judge/random.ts';
import { calibrated, fitConfidence, type ClaimedOutcome } from '../../../../../../shared/rules/scoring/calibration/confidence-fit.ts';

/** Outcomes of claims whose true chance is `truth(claimed)`. */
const outcomesOf = (n: number, seed: number, truth: (confidence: number) => number): ClaimedOutcome[] => {
  const random = seededRandom(seed);
  return Array.from({ length: n }, () => {
    const confidence = 0.3 + 0.69 * random.uniform();
    return { confidence, cameTrue: random.uniform() < truth(confidence) };
  });
};
const brier = (outcomes: readonly ClaimedOutcome[], state: (confidence: number) => number): number =>
  outcomes.reduce((sum, { confidence, cameTrue }) => sum + (Number(cameTrue) - state(confidence)) ** 2, 0) / outcomes.length;

describe('the fit of confidence', () => {
  it('takes claims at their word while nothing has come of them', () => {
    const fit = fitConfidence([]);
    for (const confidence of [0, 0.2, 0.7, 0.99, 1]) expect(calibrated(confidence, fit)).toBe(confidence);
  });

  it('leaves claims that come true as often as they say about where they are', () => {
    const fit = fitConfidence(outcomesOf(2000, 1, (confidence) => confidence));
    for (const confidence of [0.4, 0.6, 0.8, 0.9]) expect(calibrated(confidence, fit)).toBeCloseTo(confidence, 1);
  });

  it('calls "80 %" what comes true 80 % of the time, when claims were too sure', () => {
    const truth = (confidence: number): number => 0.2 + 0.5 * confidence;
    const fit = fitConfidence(outcomesOf(4000, 2, truth));
    for (const confidence of [0.5, 0.7, 0.9]) expect(Math.abs(calibrated(confidence, fit) - truth(confidence))).toBeLessThan(0.04);
  });

  it('helps on outcomes that it has not seen, from twenty on, and hardly harms where there was nothing to correct', () => {
    const tooSure = (confidence: number): number => 0.6 * confidence;
    let [better, before, after, honestBefore, honestAfter] = [0, 0, 0, 0, 0];
    for (let seed = 0; seed < 40; seed += 1) {
      const unseen = outcomesOf(500, 1000 + seed, tooSure);
      const fit = fitConfidence(outcomesOf(20, seed, tooSure));
      const [claimed, corrected] = [brier(unseen, (confidence) => confidence), brier(unseen, (confidence) => calibrated(confidence, fit))];
      better += Number(corrected < claimed);
      before += claimed;
      after += corrected;
      const honest = outcomesOf(500, 2000 + seed, (confidence) => confidence);
      const honestFit = fitConfidence(outcomesOf(20, 3000 + seed, (confidence) => confidence));
      honestBefore += brier(honest, (confidence) => confidence);
      honestAfter += brier(honest, (confidence) => calibrated(confidence, honestFit));
    }
    expect(better).toBeGreaterThanOrEqual(36);
    expect(after).toBeLessThan(before * 0.9);
    expect(honestAfter).toBeLessThan(honestBefore * 1.1);
  });

  it('keeps the order of claims, and stays between 0 and 1, whatever came of them', () => {
    fc.assert(fc.property(fc.array(fc.record({ confidence: fc.double({ min: 0, max: 1, noNaN: true }), cameTrue: fc.boolean() }), { maxLength: 60 }), fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), (outcomes, a, b) => {
      const fit = fitConfidence(outcomes);
      const [low, high] = [calibrated(Math.min(a, b), fit), calibrated(Math.max(a, b), fit)];
      expect(low).toBeLessThanOrEqual(high);
      expect(low).toBeGreaterThanOrEqual(0);
      expect(high).toBeLessThanOrEqual(1);
    }));
  });

  it('is moved a little by one outcome, and not beyond reason', () => {
    const fit = fitConfidence([{ confidence: 0.9, cameTrue: false }]);
    expect(calibrated(0.9, fit)).toBeLessThan(0.85);
    expect(calibrated(0.9, fit)).toBeGreaterThan(0.5);
  });
});
