import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { qualityOf } from '../../../../../shared/rules/gate/quality.ts';

const BEST = { testsPassed: true, coverage: 1, coverageMeasured: true, typesChecked: true, worstComplexityRise: 0, changedLines: 20 };

describe('quality', () => {
  it('is one for a small, typed, fully tested change', () => {
    expect(qualityOf(BEST)).toBe(1);
    expect(qualityOf({ ...BEST, coverage: undefined })).toBe(1);
  });

  it.each([
    ['coverage just above what is required', { coverage: 0.81 }, 0.943], ['coverage that is unknown', { coverageMeasured: false }, 0.88], ['no types', { typesChecked: false }, 0.96],
    ['a rise in complexity', { worstComplexityRise: 4 }, 0.95], ['a large change', { changedLines: 800 }, 0.9], ['failing tests', { testsPassed: false }, 0.6],
  ])('falls with %s', (_, change, quality) => {
    expect(qualityOf({ ...BEST, ...change })).toBe(quality);
  });

  it('stays between zero and one', () => {
    fc.assert(fc.property(fc.record({ testsPassed: fc.boolean(), coverage: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }), coverageMeasured: fc.boolean(), typesChecked: fc.boolean(), worstComplexityRise: fc.integer({ min: -50, max: 50 }), changedLines: fc.nat(5000) }), (input) => {
      expect(qualityOf(input)).toBeGreaterThanOrEqual(0);
      expect(qualityOf(input)).toBeLessThanOrEqual(1);
    }));
  });
});
