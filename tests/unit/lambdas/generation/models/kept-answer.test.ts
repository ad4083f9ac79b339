import { assert, property, string } from 'fast-check';
import { expect, it } from 'vitest';
import { fromKept, keptAnswer } from '../../../../../lambdas/generation/models/kept-answer.ts';

const usage = { inputTokens: 10, outputTokens: 5, cacheReadTokens: 0, cacheWriteTokens: 0 };

it('an answer that was kept comes back as it was, at no cost (property)', () => {
  assert(property(string(), (text) => {
    expect(fromKept(keptAnswer({ text, stop: 'length', model: 'm', provider: 'p', usage, note: 'Why.' }) ?? '')).toEqual({ ok: true, text, stop: 'length', model: 'm', provider: 'p', usage, microUsd: 0, attempts: 0, note: expect.stringMatching(/^Why\. .*restart/) as string });
  }));
});

it('what is no answer of this version is asked again', () => {
  for (const kept of ['', '{', '[]', '{"text":"x"}']) expect(fromKept(kept), kept).toBeUndefined();
});

it('an answer too long for the store is not kept', () => {
  for (const text of ['x'.repeat(200_001), '価'.repeat(70_000), '\n'.repeat(70_000)]) expect(keptAnswer({ text, stop: 'end', model: 'm', provider: 'p', usage })).toBeUndefined();
});
