import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { takesCachePoints } from '../../../../shared/adapters/aws/bedrock-caching.ts';
import { retryAfterMs } from '../../../../shared/adapters/model-retry-after.ts';
import { boundedAnswer, withoutReasoning } from '../../../../shared/adapters/model-text.ts';
import { plausibleUsage } from '../../../../shared/adapters/model-usage.ts';
import { shownWords } from '../../../../shared/adapters/model-words.ts';
import type { ModelRequest } from '../../../../shared/ports/model.ts';

const REQUEST: ModelRequest = { system: 'Mend.', messages: [{ role: 'user', text: 'This.' }], maxTokens: 100, timeoutMs: 1000 };
const anything = fc.oneof(fc.integer(), fc.double(), fc.string({ maxLength: 5 }), fc.constantFrom(null, undefined, true, [3], Infinity, NaN, -0));

describe('what a model says it used', () => {
  it('is believed only in whole numbers that can be', () => {
    fc.assert(
      fc.property(anything, anything, anything, anything, fc.string(), (input, output, cacheRead, cacheWrite, said) => {
        const usage = plausibleUsage({ input, output, cacheRead, cacheWrite }, REQUEST, said);
        if (usage === undefined) return;
        expect(Object.values(usage).every((count) => Number.isSafeInteger(count) && count >= 0)).toBe(true);
        expect(usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens).toBeLessThan(20_000);
        expect(usage.outputTokens).toBeLessThanOrEqual(Math.max(100, Buffer.byteLength(said)) + 100);
      }),
    );
  });

  it('is believed where it is as it should be', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 }), fc.integer({ min: 1, max: 100 }), (input, output) => {
        expect(plausibleUsage({ input, output }, REQUEST, 'Done.')).toEqual({ inputTokens: input, outputTokens: output, cacheReadTokens: 0, cacheWriteTokens: 0 });
      }),
    );
  });
});

describe('a model’s words', () => {
  it('stay as they are but for the thoughts in front', () => {
    const plain = fc.string({ minLength: 1 }).filter((text) => !text.includes('think>') && text.trim() !== '');
    fc.assert(
      fc.property(plain, plain, (thought, text) => {
        expect(withoutReasoning(text)).toBe(text.trim());
        expect(withoutReasoning(`<think>${thought}</think>\n${text}`)).toBe(text.trim());
        expect(withoutReasoning(`<think>${thought}`)).toBe('');
      }),
    );
  });

  it('are cut far beyond what was asked for only, and never within a character', () => {
    const request = { ...REQUEST, maxTokens: 100 };
    expect(boundedAnswer('x'.repeat(3200), 'end', request)).toEqual({ text: 'x'.repeat(3200), stop: 'end' });
    const cut = boundedAnswer(`x${'😀'.repeat(3200)}`, 'end', request);
    expect(cut.stop).toBe('length');
    expect(cut.text.isWellFormed()).toBe(true);
  });
});

describe('a time to wait', () => {
  const NOW = Date.UTC(2026, 0, 5, 12);
  it.each([
    [{ 'retry-after': '3' }, 3000],
    [{ 'retry-after': ' 1.5 ' }, 1500],
    [{ 'retry-after': 'Mon, 05 Jan 2026 12:00:20 GMT' }, 20_000],
    [{ 'retry-after': 'Mon, 05 Jan 2026 11:00:00 GMT' }, 0],
    [{ 'retry-after': '99999999999' }, 86_400_000],
    [{ 'retry-after-ms': '250', 'retry-after': '3' }, 250],
    [{ 'retry-after': '-1' }, undefined],
    [{ 'retry-after': 'soon' }, undefined],
    [{ 'retry-after': '' }, undefined],
    [{ 'retry-after': '1e3' }, undefined],
    [{}, undefined],
  ])('is read from %j as %s', (headers: Record<string, string>, expected) => {
    expect(retryAfterMs((name) => headers[name], NOW)).toBe(expected);
  });
});

describe('an endpoint’s own words', () => {
  it('are short, visible, on one line, and without secrets', () => {
    const secret = 'hunter2-hunter2';
    const pieces = fc.array(fc.oneof(fc.constantFrom(secret, '\u001B[31m', '\u202E', '\n', '<b>', ' '), fc.string()), { maxLength: 20 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(pieces, (said) => {
        const shown = shownWords(said, [secret]);
        expect(shown).not.toContain(secret);
        expect(shown).not.toMatch(/[\p{Cc}\p{Cf}]/u);
        expect(shown.length).toBeLessThan(310);
      }),
    );
  });

  it('stay what they are where there is nothing to hide', () => {
    expect(shownWords('The model `coder` does not exist: pull it first.', ['k'])).toBe('The model `coder` does not exist: pull it first');
  });
});

describe('cache points', () => {
  it.each(['anthropic.claude-3-7-sonnet-20250219-v1:0', 'us.anthropic.claude-sonnet-4-5-20250929-v1:0', 'arn:aws:bedrock:eu-west-1:1:inference-profile/eu.anthropic.claude-opus-4-1-20250805-v1:0', 'amazon.nova-lite-v1:0'])('are given to %s', (id) => {
    expect(takesCachePoints(id)).toBe(true);
  });

  it.each(['anthropic.claude-3-haiku-20240307-v1:0', 'anthropic.claude-3-5-sonnet-20240620-v1:0', 'meta.llama3-1-70b-instruct-v1:0', 'amazon.titan-text-express-v1', 'not-amazon.nova-lite-v1'])('are not given to %s', (id) => {
    expect(takesCachePoints(id)).toBe(false);
  });
});
