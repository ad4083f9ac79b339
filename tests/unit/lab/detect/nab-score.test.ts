import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ScoredFile } from '../../../../lab/detect/nab-score.ts';
import { bestThreshold, nabScore, probationRows, PROFILES } from '../../../../lab/detect/nab-score.ts';

/** Scores of a series: 1 where an alarm is, 0 elsewhere. */
const alarms = (rows: number, ...at: readonly number[]): Float64Array => Float64Array.from({ length: rows }, (_, row) => (at.includes(row) ? 1 : 0));
const sigmoid = (y: number): number => 2 / (1 + Math.exp(5 * y)) - 1;
const { standard, lowFp, lowFn } = PROFILES;

describe('the benchmark score', () => {
  const windows = [[200, 299]] as const;

  it('is 0 without any alarm, in every profile', () => {
    for (const profile of Object.values(PROFILES)) expect(nabScore([{ scores: new Float64Array(1000), windows }], profile, 0.5)).toBe(0);
  });

  it('is 100 for one alarm in the first row of every window', () => {
    for (const profile of Object.values(PROFILES)) expect(nabScore([{ scores: alarms(1000, 200), windows }], profile, 0.5)).toBeCloseTo(100, 10);
  });

  it('pays an alarm in the middle and at the end of a window by the sigmoid', () => {
    expect(nabScore([{ scores: alarms(1000, 250), windows }], standard, 0.5)).toBeCloseTo(50 * (1 + sigmoid(-0.5) / sigmoid(-1)), 10);
    expect(nabScore([{ scores: alarms(1000, 299), windows }], standard, 0.5)).toBeCloseTo(50 * (1 + sigmoid(-0.01) / sigmoid(-1)), 10);
  });

  it('counts the earliest alarm of a window and no other', () => {
    expect(nabScore([{ scores: alarms(1000, 200, 250, 299), windows }], standard, 0.5)).toBeCloseTo(100, 10);
  });

  it('takes the whole weight for an alarm before any window or far behind, less for one shortly behind', () => {
    const cost = (row: number, profile: typeof standard | typeof lowFp | typeof lowFn): number => nabScore([{ scores: alarms(1000, 200, row), windows }], profile, 0.5) - 100;
    expect(cost(190, standard)).toBeCloseTo(-5.5, 10);
    expect(cost(190, lowFp)).toBeCloseTo(-11, 10);
    expect(cost(190, lowFn)).toBeCloseTo((-100 * 0.11) / 3, 10);
    expect(cost(900, standard)).toBeCloseTo(-5.5, 10);
    expect(cost(309, standard)).toBeCloseTo(5.5 * sigmoid(10 / 99), 10);
  });

  it('ignores alarms in probation: 15 % of the rows, at most 750', () => {
    expect([probationRows(1000), probationRows(1627), probationRows(15_000)]).toEqual([150, 244, 750]);
    expect(nabScore([{ scores: alarms(1000, 149), windows }], standard, 0.5)).toBe(0);
    expect(nabScore([{ scores: alarms(1000, 150), windows }], standard, 0.5)).toBeCloseTo(-5.5, 10);
  });
});

describe('the best threshold', () => {
  const file = fc.record({
    scores: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 40, maxLength: 80 }),
    windows: fc.subarray([[8, 12], [13, 15], [20, 31], [35, 39]] as const, { minLength: 1 }),
  });

  it('scores as that threshold does, and no other threshold scores better', () => {
    fc.assert(fc.property(fc.array(file, { minLength: 1, maxLength: 3 }), fc.constantFrom(...Object.values(PROFILES)), (files: readonly ScoredFile[], profile) => {
      const best = bestThreshold(files, profile);
      expect(nabScore(files, profile, best.threshold)).toBeCloseTo(best.score, 9);
      for (const threshold of [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]) expect(nabScore(files, profile, threshold)).toBeLessThanOrEqual(best.score + 1e-9);
    }));
  });
});
