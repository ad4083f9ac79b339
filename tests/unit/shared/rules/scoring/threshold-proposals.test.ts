import { describe, expect, it } from 'vitest';
import type { Lesson } from '../../../../../shared/domain/lesson.ts';
import { proposeThresholds } from '../../../../../shared/rules/scoring/threshold-proposals.ts';

const noise = (value: number, over: Partial<Lesson> = {}): Lesson => ({
  id: `l${value}`, improvementId: `i${value}`, targetId: 'orders', opportunityKind: 'latency-degradation', author: 'recipe:x', result: 'inconclusive', text: '', at: 0,
  crossed: { threshold: 'latencyIncrease', value, limit: 0.2 }, ...over,
});
const five = [0.21, 0.25, 0.22, 0.3, 0.24].map((value) => noise(value));

describe('a threshold that only ever raised noise', () => {
  it('is proposed to lie just beyond the noise, with the outcomes that speak for it', () => {
    expect(proposeThresholds(five)).toEqual([{
      targetId: 'orders', kind: 'latency-degradation', threshold: 'latencyIncrease', from: 0.2, to: 0.32, outcomes: 5, spared: 5, improvementIds: five.map(({ improvementId }) => improvementId),
    }]);
  });

  it('is left alone when one of them came true', () => {
    expect(proposeThresholds([...five, noise(0.4, { result: 'promoted', measuredGain: 0.2 })])).toEqual([]);
  });

  it('is left alone while there are fewer than five, and by outcomes that say nothing about it', () => {
    expect(proposeThresholds(five.slice(1))).toEqual([]);
    expect(proposeThresholds([...five.slice(1), noise(0.3, { result: 'abstained' })])).toEqual([]);
  });

  it('is never moved beyond twice its place, and the proposal says how many that would have spared', () => {
    const [proposal] = proposeThresholds([...five, noise(3)]);
    expect(proposal).toMatchObject({ to: 0.4, outcomes: 6, spared: 5 });
  });

  it('is proposed lower where it must lie below, and counts what the target has set already', () => {
    const rates = [0.45, 0.4, 0.42, 0.48, 0.41].map((value) => noise(value, { opportunityKind: 'low-cache-hit-rate', crossed: { threshold: 'cacheHitRate', value, limit: 0.5 } }));
    expect(proposeThresholds(rates)).toMatchObject([{ threshold: 'cacheHitRate', from: 0.5, to: 0.39 }]);
    expect(proposeThresholds(five, { latencyIncrease: 0.35 })).toEqual([]);
  });

  it('is not mixed with the same threshold on another target', () => {
    expect(proposeThresholds(five.map((lesson, index) => (index === 0 ? { ...lesson, targetId: 'other' } : lesson)))).toEqual([]);
  });
});
