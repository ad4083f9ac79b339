import { expect, test } from 'vitest';
import type { Lesson } from '../../../../../shared/domain/lesson.ts';
import { latencyClaim } from '../../../../../lambdas/generation/claim/latency-claim.ts';
import { Abstention } from '../../../../../lambdas/generation/recipe.ts';
import { callEvidence, inputWith, opportunityWith } from '../recipe-input.ts';

const input = inputWith(new Map(), opportunityWith('n-plus-one', { kind: 'calls', call: callEvidence([]) }));
const half = { savedMs: 60, requestMs: { p50: 120, p95: 200 }, shareOfRequests: 0.5 };
const lesson = (measuredGain: number, changes: Partial<Lesson> = {}): Lesson => ({ id: 'l', improvementId: 'i', targetId: 'shop', author: 'recipe:batch-calls', claimedGain: 0.4, measuredGain, result: 'promoted', text: '', at: 1, ...changes });

test('claims less than the arithmetic promises', () => {
  expect(latencyClaim(half, input, 'batch-calls')).toEqual({ on: 'latency', gain: 0.3 });
});

test('claims on slow requests where few requests are affected', () => {
  expect(latencyClaim({ ...half, shareOfRequests: 0.05 }, input, 'batch-calls')).toEqual({ on: 'slow-requests', gain: 0.3, thresholdMs: 90 });
});

test('never claims more than seven tenths', () => {
  expect(latencyClaim({ ...half, savedMs: 1000 }, input, 'batch-calls')).toMatchObject({ gain: 0.6 });
  expect(latencyClaim({ ...half, savedMs: 0.12 * 120 }, input, 'batch-calls')).toMatchObject({ gain: 0.07 });
});

test('abstains from what is too little to prove', () => {
  expect(() => latencyClaim({ ...half, savedMs: 5 }, input, 'batch-calls')).toThrow(Abstention);
});

test('shrinks the claim by what earlier claims of the same recipe on the same target came to', () => {
  // The second claim was already lowered by the first lesson: .4 × .625.
  const lessons = [lesson(0.1), lesson(0.1, { claimedGain: 0.25, at: 2 })];
  expect(latencyClaim(half, { ...input, lessons }, 'batch-calls')).toMatchObject({ gain: 0.15 });
});

test('does not learn from other recipes, other targets, or lessons without a measurement', () => {
  const { measuredGain: _, ...unmeasured } = lesson(0);
  const lessons = [lesson(0, { author: 'recipe:cache-reads' }), lesson(0, { targetId: 'other' }), unmeasured];
  expect(latencyClaim(half, { ...input, lessons }, 'batch-calls')).toMatchObject({ gain: 0.3 });
});
