import { assert, integer, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { costOfUsage, questionTokens, worstCost } from '../../../../../lambdas/generation/models/call-cost.ts';
import { tablePrice } from '../../../../../shared/config/model-prices.ts';

const PRICE = { input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75 };
const BEDROCK = { kind: 'bedrock' } as const;

describe('what a call costs', () => {
  it('is counted in whole micro-dollars, rounded up, each kind of token at its own price', () => {
    expect(costOfUsage({ inputTokens: 1000, outputTokens: 100, cacheReadTokens: 2000, cacheWriteTokens: 400 }, PRICE)).toEqual({ tokens: 3500, microUsd: 6600 });
    expect(costOfUsage({ inputTokens: 0, outputTokens: 0, cacheReadTokens: 1, cacheWriteTokens: 0 }, PRICE)).toEqual({ tokens: 1, microUsd: 1 });
  });

  it('counts tokens and no dollars where nobody knows the price', () => {
    expect(costOfUsage({ inputTokens: 10, outputTokens: 5, cacheReadTokens: 0, cacheWriteTokens: 0 }, undefined)).toEqual({ tokens: 15, microUsd: 0 });
  });

  it('takes what goes to a cache or comes from it for fresh input where no price says otherwise', () => {
    expect(costOfUsage({ inputTokens: 0, outputTokens: 0, cacheReadTokens: 10, cacheWriteTokens: 10 }, { input: 2, output: 8 }).microUsd).toBe(40);
  });

  it('is at most what is reserved, however the tokens fall and whatever a cache does (property)', () => {
    const haiku = tablePrice('global.anthropic.claude-haiku-5-5', BEDROCK);
    const parts = record({ inputTokens: integer({ min: 0, max: 200_000 }), outputTokens: integer({ min: 0, max: 4000 }), cacheReadTokens: integer({ min: 0, max: 100_000 }), cacheWriteTokens: integer({ min: 0, max: 100_000 }) });
    assert(
      property(parts, integer({ min: 0, max: 5000 }), (usage, spare) => {
        const input = usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens + spare;
        for (const price of [PRICE, haiku]) {
          const real = costOfUsage(usage, price);
          const worst = worstCost(input, usage.outputTokens, price);
          expect(real.microUsd).toBeLessThanOrEqual(worst.microUsd);
          expect(real.tokens).toBeLessThanOrEqual(worst.tokens);
        }
      }),
    );
  });

  it('reserves for a question at least as many tokens as any tokenizer of today makes of code, prose, other scripts and signs', () => {
    const tokensOf = (text: string) => questionTokens({ system: '', messages: [{ role: 'user', text }] });
    // Guesses on the high side: a token a word or sign of code, a Japanese letter, a part of a joined sign, and a little over two digits.
    expect(tokensOf('for (const order of orders) { total += order.price * order.count; }')).toBeGreaterThan(18);
    expect(tokensOf('注文の合計金額を計算する')).toBeGreaterThan(12);
    expect(tokensOf('👩‍👩‍👧‍👦🏳️‍🌈')).toBeGreaterThan(17);
    expect(tokensOf('0123456789'.repeat(100))).toBeGreaterThan(400);
  });
});

describe('the table of prices', () => {
  it('knows a model in whatever region or version its id is written', () => {
    expect(tablePrice('global.anthropic.claude-sonnet-4-5-20250929-v1:0', BEDROCK)).toEqual({ input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75 });
    expect(tablePrice('eu.anthropic.claude-sonnet-4-5-20250929-v1:0', BEDROCK)).toEqual({ input: 3.3, output: 16.5, cacheRead: 0.33, cacheWrite: 4.125 });
    expect(tablePrice('us.anthropic.claude-opus-4-8', BEDROCK)).toMatchObject({ input: 5.5, output: 27.5 });
    expect(tablePrice('anthropic.claude-opus-4-1-20250805-v1:0', BEDROCK)).toMatchObject({ input: 15, output: 75 });
    expect(tablePrice('global.anthropic.claude-sonnet-5-5', BEDROCK)).toMatchObject({ input: 2, output: 10, cacheRead: 0.1 });
  });

  it('does not take a dearer model of the same family for the cheaper one', () => {
    const openai = { kind: 'openai-compatible', baseUrl: 'https://api.openai.com/v1' } as const;
    expect(['gpt-5', 'gpt-5-2025-08-07', 'openai/gpt-5-mini', 'gpt-5.4', 'gpt-4o-mini', 'gpt-4o'].map((id) => tablePrice(id, openai)?.output)).toEqual([10, 10, 2, 15, 0.6, 10]);
    expect(['gpt-5-pro', 'gpt-5.4-pro', 'gpt-5.5', 'gpt-50'].map((id) => tablePrice(id, openai))).toEqual([undefined, undefined, undefined, undefined]);
    expect(tablePrice('global.anthropic.claude-fable-5-1', BEDROCK)).toMatchObject({ input: 10, cacheRead: 0.25 });
  });

  it('charges a long prompt at its own rate where there is one', () => {
    const haiku = tablePrice('global.anthropic.claude-haiku-5-5', BEDROCK);
    const usage = { outputTokens: 1000, cacheReadTokens: 0, cacheWriteTokens: 0 };
    expect(costOfUsage({ ...usage, inputTokens: 100_000 }, haiku).microUsd).toBe(10_500);
    expect(costOfUsage({ ...usage, inputTokens: 100_001 }, haiku).microUsd).toBe(52_501);
  });

  it('takes what runs in the same house for free, and nothing else that it does not know', () => {
    expect(tablePrice('qwen2.5-coder:7b', { kind: 'openai-compatible', baseUrl: 'http://127.0.0.1:11434/v1' })).toEqual({ input: 0, output: 0 });
    expect(tablePrice('llama', { kind: 'openai-compatible', baseUrl: 'http://ollama:11434/v1' })).toEqual({ input: 0, output: 0 });
    expect(tablePrice('llama', { kind: 'openai-compatible', baseUrl: 'https://api.example.com/v1' })).toBeUndefined();
    expect(tablePrice('some.new-model', BEDROCK)).toBeUndefined();
    expect(tablePrice('llama', { kind: 'openai-compatible', baseUrl: 'https://10.example.com/v1' })).toBeUndefined();
  });
});
