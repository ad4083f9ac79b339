import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { breakerInMemory } from '../../lambdas/generation/models/breaker-door.ts';
import { converseWithRetries } from '../../lambdas/generation/models/retry.ts';
import { bedrockClient } from '../../shared/adapters/aws/bedrock-client.ts';
import { bedrockModel } from '../../shared/adapters/aws/bedrock-model.ts';
import { openaiModel } from '../../shared/adapters/openai-model.ts';
import type { Model, ModelRequest } from '../../shared/ports/model.ts';
import { startModelEndpoint, type ModelEndpoint, type Reply, type Wire } from '../support/model-endpoint.ts';
import { testClock } from '../support/test-clock.ts';

const QUESTION: ModelRequest = { system: 'You mend code.', messages: [{ role: 'user', text: 'Mend this.' }], maxTokens: 100, timeoutMs: 20_000 };
const HANGING: ReadonlySet<Reply> = new Set<Reply>(['hang', 'half', 'drip']);

/** Gives up soon on the attempts that hang: as many as there are in `replies`, which come first. */
const impatient = (model: Model, replies: readonly Reply[]): Model => {
  let left = replies.filter((reply) => HANGING.has(reply)).length;
  return { id: model.id, converse: (request) => model.converse({ ...request, timeoutMs: left-- > 0 ? 100 : request.timeoutMs }) };
};
const ANSWER: Reply = { says: 'So be it.' };

/** Each is survived by asking again. `unknown`: attempts that may have been paid for and did not tell. */
const PASSING: readonly { readonly when: string; readonly replies: readonly Reply[]; readonly waitedMs: number; readonly unknown: number }[] = [
  { when: 'is throttled twice', replies: [{ fails: 429, type: 'ThrottlingException', message: 'Slow down.' }, { fails: 429, type: 'ThrottlingException', message: 'Slow down.' }], waitedMs: 3000, unknown: 0 },
  { when: 'asks for five seconds', replies: [{ fails: 429, type: 'ThrottlingException', message: 'Slow down.', headers: { 'retry-after': '5' } }], waitedMs: 5000, unknown: 0 },
  { when: 'fails three times', replies: [{ fails: 500, type: 'InternalServerException', message: 'Oops.' }, { fails: 503, type: 'ServiceUnavailableException', message: 'Oops.' }, { fails: 529, type: 'Overloaded', message: 'Oops.' }], waitedMs: 7000, unknown: 0 },
  { when: 'hangs before its answer', replies: ['hang'], waitedMs: 1000, unknown: 1 },
  { when: 'hangs in its answer', replies: ['half'], waitedMs: 1000, unknown: 1 },
  { when: 'drips', replies: ['drip'], waitedMs: 1000, unknown: 1 },
  { when: 'breaks off, and then resets', replies: ['cut', 'reset'], waitedMs: 3000, unknown: 2 },
  { when: 'sends truncated JSON', replies: [{ body: '{"choices":[{"message":{"con' }], waitedMs: 1000, unknown: 1 },
  { when: 'sends nothing', replies: [{ body: '' }], waitedMs: 1000, unknown: 1 },
  { when: 'sends without end', replies: ['flood'], waitedMs: 1000, unknown: 1 },
  { when: 'sends a page', replies: [{ headers: { 'content-type': 'text/html' }, body: '<html>Down for maintenance</html>' }], waitedMs: 1000, unknown: 1 },
  { when: 'sends an answer without words', replies: [{ says: '' }], waitedMs: 1000, unknown: 0 },
];

const FINAL: readonly { readonly when: string; readonly reply: Reply; readonly code: string }[] = [
  { when: 'the key is wrong', reply: { fails: 403, type: 'AccessDeniedException', message: 'No.' }, code: 'denied' },
  { when: 'the prompt is too long', reply: { fails: 400, type: 'ValidationException', message: 'prompt is too long: 210000 tokens > 200000 maximum' }, code: 'too-long' },
  { when: 'the request is wrong', reply: { fails: 400, type: 'ValidationException', message: 'roles must alternate' }, code: 'refused' },
  { when: 'the provider wants an hour', reply: { fails: 429, type: 'ThrottlingException', message: 'Later.', headers: { 'retry-after': '3600' } }, code: 'throttled' },
];

describe.each<Wire>(['converse', 'chat'])('a model over %s', (wire) => {
  let endpoint: ModelEndpoint;
  let model: Model;
  let end: () => void = () => undefined;
  beforeAll(async () => {
    endpoint = await startModelEndpoint(wire);
    if (wire === 'chat') {
      model = openaiModel({ baseUrl: endpoint.url, model: 'coder' });
      return;
    }
    const client = bedrockClient({ region: 'eu-west-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' }, endpoint: endpoint.url });
    model = bedrockModel({ client, modelId: 'coder' });
    end = () => client.destroy();
  });
  afterAll(async () => {
    end();
    await endpoint[Symbol.asyncDispose]();
  });

  it.each(PASSING)('that $when answers in the end', async ({ replies, waitedMs, unknown }) => {
    const clock = testClock();
    const began = clock.now();
    endpoint.replies(...replies, ANSWER);
    const before = endpoint.asked.length;
    const conversed = await converseWithRetries(impatient(model, replies), QUESTION, { clock, random: () => 1 });
    expect(conversed).toMatchObject({ ok: true, answer: { text: 'So be it.', stop: 'end' }, attempts: replies.length + 1, unknown });
    expect(conversed.spent.inputTokens).toBeGreaterThanOrEqual(20);
    expect(endpoint.asked.length - before).toBe(replies.length + 1);
    expect(clock.now() - began).toBe(waitedMs);
  });

  it.each(FINAL)('is asked once when $when', async ({ reply, code }) => {
    endpoint.replies(reply, ANSWER);
    const before = endpoint.asked.length;
    expect(await converseWithRetries(model, QUESTION, { clock: testClock(), random: () => 1 })).toMatchObject({ ok: false, error: { code }, attempts: 1, unknown: 0 });
    expect(endpoint.asked.length - before).toBe(1);
  });

  it('that is down for long is left alone after five attempts, and found again when it is back', async () => {
    const clock = testClock();
    const breaker = breakerInMemory({ clock })(`${wire}/coder`);
    const before = endpoint.asked.length;
    endpoint.replies({ fails: 503, type: 'ServiceUnavailableException', message: 'Down.' });
    const attempts: number[] = [];
    for (let call = 0; call < 20; call += 1) attempts.push((await converseWithRetries(model, QUESTION, { clock, random: () => 1, breaker })).attempts);
    expect(attempts.slice(0, 3)).toEqual([4, 1, 0]);
    expect(endpoint.asked.length - before).toBe(5);

    endpoint.replies(ANSWER);
    clock.advance(30_000);
    expect(await converseWithRetries(model, QUESTION, { clock, random: () => 1, breaker })).toMatchObject({ ok: true, attempts: 1 });
  });
});
