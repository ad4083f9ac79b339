import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { complaintIn, openaiAnswer } from '../../../../shared/adapters/openai-answer.ts';
import { ModelError, type ModelAnswer, type ModelRequest } from '../../../../shared/ports/model.ts';

const REQUEST: ModelRequest = { messages: [{ role: 'user', text: 'Mend this.' }], maxTokens: 100, timeoutMs: 1000 };

const read = (body: string): ModelAnswer | ModelError => {
  try {
    return openaiAnswer('coder', body, REQUEST, []);
  } catch (error) {
    if (error instanceof ModelError) return error;
    throw error;
  }
};

const value = fc.oneof(fc.jsonValue({ maxDepth: 1 }), fc.nat(5000), fc.constantFrom('stop', 'length', 'content_filter', 'tool_calls', null));
const message = fc.record({ content: fc.oneof(fc.string(), value, fc.array(fc.record({ type: fc.constantFrom('text', 'thinking', 7), text: value }))), refusal: value, reasoning_content: value }, { requiredKeys: [] });
const usage = fc.record({ prompt_tokens: value, completion_tokens: value, prompt_tokens_details: fc.oneof(value, fc.record({ cached_tokens: value })) }, { requiredKeys: [] });
const choice = fc.record({ message: fc.oneof(message, value), finish_reason: value, error: value }, { requiredKeys: ['message'] });
const completion = fc.record({ choices: fc.oneof(fc.array(choice, { maxLength: 2 }), value), usage: fc.oneof(usage, value), error: value }, { requiredKeys: ['choices'] });

describe('whatever comes for a Chat Completion', () => {
  it('is an answer as the port promises it, or a model’s error', () => {
    fc.assert(
      fc.property(fc.oneof(completion.map((each) => JSON.stringify(each)), fc.json(), fc.string(), completion.map((each) => JSON.stringify(each).slice(3))), (body) => {
        const answer = read(body);
        if (answer instanceof ModelError) {
          expect(answer.message).toMatch(/^coder /);
          return;
        }
        expect(answer.text.trim() !== '' || answer.stop === 'length' || answer.stop === 'refused').toBe(true);
        expect(answer.text.isWellFormed()).toBe(true);
        for (const count of Object.values(answer.usage ?? {})) expect(Number.isSafeInteger(count) && count >= 0).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['{"error":{"message":"No.","type":"invalid","code":"bad","param":"temperature"}}', { said: 'No. · invalid · bad · temperature' }],
    ['{"error":{"message":"Slow down.","code":429}}', { said: 'Slow down.', status: 429 }],
    ['{"error":{"message":"Slow down.","code":"429"}}', { said: 'Slow down. · 429', status: 429 }],
    ['{"error":"model is loading"}', { said: 'model is loading' }],
    ['{"detail":"Not Found"}', { said: 'Not Found' }],
    ['{"message":"No.","error":null}', { said: 'No.' }],
    ['Bad Gateway', { said: 'Bad Gateway' }],
  ])('as a complaint is read: %s', (body, expected) => {
    expect(complaintIn(body)).toEqual(expected);
  });
});
