import { expect, it } from 'vitest';
import { howWritten } from '../../../../../shared/rules/explaining/how-written.ts';

it('tells who wrote a patch, how sure of it, at what cost, and what reviewers said', () => {
  const call = { purpose: 'write', model: 'm', provider: 'here', inputTokens: 2000, outputTokens: 500, microUsd: 12_300, attempts: 1 } as const;
  expect(howWritten({ author: { kind: 'person', name: 'lea' }, confidence: 1 })).toBe('person lea');
  expect(howWritten({ author: { kind: 'recipe', name: 'batch-calls' }, confidence: 0.9 })).toBe('recipe batch-calls, 90 % sure');
  expect(howWritten({ author: { kind: 'model', name: 'here/m' }, confidence: 0.7, workings: { calls: [call, { ...call, purpose: 'audit', note: 'Second choice.' }], shown: [], lessons: [], audits: [{ model: 'a', provider: 'there', verdict: 'passes', issues: [{ severity: 'minor', message: 'x' }] }] } }))
    .toBe('model here/m, 70 % sure; 2 calls, 5,000 tokens, $0.0246; reviewed: there/a lets it pass with one issue; Second choice.');
});
