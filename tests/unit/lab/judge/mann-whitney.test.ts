import { describe, expect, it } from 'vitest';
import { classify, shiftInterval } from '../../../../lab/judge/mann-whitney.ts';
import { compareWithPublishedCases } from '../../../../lab/judge/published-cases.ts';

const control = Array.from({ length: 30 }, (_, i) => 100 + ((i * 7) % 30));
const shifted = (by: number) => control.map((value) => value + by);
const rule = { tolerance: 0.25, confidence: 0.98, direction: 'either', effect: null } as const;

describe('the Mann-Whitney rival', () => {
  it('finds the shift between two samples, with an interval around it', () => {
    const { low, estimate, high } = shiftInterval(control, shifted(20), 0.98);
    expect(estimate).toBe(20);
    expect(low).toBeLessThan(20);
    expect(high).toBeGreaterThan(20);
    expect(20 - low).toBe(high - 20);
  });

  it('classes a clear shift by its direction, and no other', () => {
    expect(classify(control, shifted(20), rule)).toBe('High');
    expect(classify(control, shifted(-20), rule)).toBe('Low');
    expect(classify(control, shifted(2), rule)).toBe('Pass');
    expect(classify(control, shifted(20), { ...rule, direction: 'decrease' })).toBe('Pass');
    expect(classify(control, shifted(-20), { ...rule, direction: 'increase' })).toBe('Pass');
  });

  it('asks for an effect size where one is named', () => {
    expect(classify(control, shifted(20), { ...rule, effect: { measure: 'meanRatio', low: 0.5, high: 1.5 } })).toBe('Pass');
    expect(classify(control, shifted(20), { ...rule, effect: { measure: 'cles', low: 0.3, high: 0.7 } })).toBe('High');
  });

  it('decides constant sides by their difference alone', () => {
    expect(classify([5, 5, 5], [7, 7, 7], rule)).toBe('High');
    expect(classify([5, 5, 5], [5, 5, 5], rule)).toBe('Pass');
  });

  it('says that the published cases are not there rather than that they pass', async () => {
    expect(await compareWithPublishedCases('no/such/folder')).toBeNull();
  });
});
