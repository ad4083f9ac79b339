import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { qualityOf, type QualityInput } from '../../../../../shared/rules/gate/quality.ts';

const BEST = { testsPassed: true, coverage: 1, coverageMeasured: true, typesChecked: true, proof: 'proven', behaviourCompared: true, worstComplexityRise: 0, changedLines: 20 } as const;

describe('quality', () => {
  it('is one for a small, typed, fully tested change', () => {
    expect(qualityOf(BEST)).toBe(1);
    expect(qualityOf({ ...BEST, coverage: undefined })).toBe(1);
    expect(qualityOf({ ...BEST, proof: 'none' })).toBe(1);
  });

  it.each<[string, Partial<QualityInput>, number]>([
    ['coverage just above what is required', { coverage: 0.81 }, 0.952], ['coverage that is unknown', { coverageMeasured: false }, 0.9], ['no types', { typesChecked: false }, 0.96],
    ['a proof that is owed', { proof: 'owed' }, 0.96], ['no recorded inputs', { behaviourCompared: false }, 0.98],
    ['a rise in complexity', { worstComplexityRise: 4 }, 0.962], ['a large change', { changedLines: 800 }, 0.925], ['failing tests', { testsPassed: false }, 0.65],
  ])('falls with %s', (_, change, quality) => {
    expect(qualityOf({ ...BEST, ...change })).toBe(quality);
  });

  it('passes the default threshold of .85 without recorded inputs and with one more thing unknown, not with everything', () => {
    const usual = { ...BEST, proof: 'none', behaviourCompared: false } as const;
    for (const unknown of [{}, { coverageMeasured: false }, { typesChecked: false }, { proof: 'owed' }] as const) expect(qualityOf({ ...usual, ...unknown })).toBeGreaterThan(0.85);
    expect(qualityOf({ ...usual, coverageMeasured: false, typesChecked: false, proof: 'owed' })).toBeLessThan(0.85);
  });

  it('stays between zero and one', () => {
    fc.assert(fc.property(fc.record({ testsPassed: fc.boolean(), coverage: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }), coverageMeasured: fc.boolean(), typesChecked: fc.boolean(), proof: fc.constantFrom('proven', 'owed', 'none'), behaviourCompared: fc.boolean(), worstComplexityRise: fc.integer({ min: -50, max: 50 }), changedLines: fc.nat(5000) }), (input) => {
      expect(qualityOf(input)).toBeGreaterThanOrEqual(0);
      expect(qualityOf(input)).toBeLessThanOrEqual(1);
    }));
  });
});
