import { afterEach, describe, expect, it } from 'vitest';
import { askModel } from '../../../../../lambdas/generation/models/ask.ts';
import { storedBreakers } from '../../../../../lambdas/generation/models/stored-breakers.ts';
import { openModels } from '../../../../../local/machine/open-models.ts';
import { SqliteItemStore } from '../../../../../shared/adapters/local/sqlite-item-store.ts';
import { modelsFrom, ModelsInput } from '../../../../../shared/config/models.ts';
import { Budgets } from '../../../../../shared/store/budgets.ts';
import { startModelEndpoint, type ModelEndpoint, type Reply } from '../../../../support/model-endpoint.ts';
import { NOON } from '../../../../support/reservation.ts';
import { testClock } from '../../../../support/test-clock.ts';

const opened: ModelEndpoint[] = [];
afterEach(async () => {
  for (const endpoint of opened.splice(0)) await endpoint[Symbol.asyncDispose]();
});

const WORST = 100 + 2 + 16 + 4 + 16;
const price = { input: 1, output: 1 };

/** Two providers at real addresses; each reply of the first, then all is well at the second. */
const world = async (...replies: readonly Reply[]) => worldWithin(5, ...replies);

const worldWithin = async (timeoutSeconds: number, ...replies: readonly Reply[]) => {
  const [first, second] = await Promise.all([startModelEndpoint('chat'), startModelEndpoint('chat')]);
  opened.push(first, second);
  first.replies(...replies);
  const clock = testClock(NOON);
  const store = new SqliteItemStore(':memory:', clock);
  const provider = ({ url }: ModelEndpoint) => ({ kind: 'openai-compatible', baseUrl: `${url}/v1`, apiKeyVariable: 'KEY' });
  const models = modelsFrom(ModelsInput.parse({ providers: { first: provider(first), second: provider(second) }, pool: [{ id: 'a', provider: 'first', price }, { id: 'b', provider: 'second', price }], maxTokens: 100, timeoutSeconds }));
  const budgets = new Budgets(store);
  const ask = askModel({ models, open: openModels(models, { KEY: 'sesame' }), budgets, breakers: storedBreakers({ store, clock }), clock, random: () => 0 });
  const asked = await ask({ purpose: 'write', complexity: 'low', risk: 'low', improvementId: 'imp-1', targetId: 'orders' }, { system: 'sys', messages: [{ role: 'user', text: 'question' }] });
  return { asked, first, second, spent: await budgets.spentIn('day#2026-11-22') };
};

describe('asking over HTTP', () => {
  it('gets an answer with the key from the environment, and counts what the endpoint tells', async () => {
    const { asked, first, spent } = await world({ says: 'So be it.' });
    expect(asked).toMatchObject({ ok: true, text: 'So be it.', model: 'a', provider: 'first', microUsd: 23, attempts: 1 });
    expect(first.asked[0]?.headers.authorization).toBe('Bearer sesame');
    expect(spent).toEqual({ tokens: 23, microUsd: 23, calls: 1 });
  });

  it('waits out a throttle, which costs nothing', async () => {
    const { asked, spent } = await world({ fails: 429, message: 'slow down', headers: { 'retry-after': '2' } }, { says: 'So be it.' });
    expect(asked).toMatchObject({ ok: true, provider: 'first', attempts: 2, microUsd: 23 });
    expect(spent).toEqual({ tokens: 23, microUsd: 23, calls: 2 });
  });

  it.each<[string, Reply]>([['hangs', 'hang'], ['is cut off', 'cut'], ['sends text that is no answer', { body: '<html>busy</html>' }], ['sends half of the JSON', { body: '{"choices":[{"message"' }]])('counts each attempt as the most it can have cost when an endpoint %s, and goes to the next provider', async (_, reply) => {
    const { asked, first, spent } = await worldWithin(reply === 'hang' ? 0.4 : 5, reply);
    expect(asked).toMatchObject({ ok: true, provider: 'second', attempts: 5, note: expect.stringContaining('first/a') as string });
    expect(first.asked).toHaveLength(4);
    expect(spent).toEqual({ tokens: 4 * WORST + 23, microUsd: 4 * WORST + 23, calls: 5 });
  });

  it('counts nothing for an endpoint that is down', async () => {
    const { asked, spent } = await world({ fails: 503, message: 'down' });
    expect(asked).toMatchObject({ ok: true, provider: 'second', microUsd: 23 });
    expect(spent).toMatchObject({ tokens: 23, microUsd: 23 });
  });

  it.each<[string, Reply, number]>([['none', { says: 'x', usage: null }, WORST], ['a negative number', { says: 'x', usage: { prompt_tokens: -5, completion_tokens: 3 } }, WORST], ['words', { says: 'x', usage: { prompt_tokens: 'many', completion_tokens: 'few' } }, WORST]])('counts the most that a call can have cost when the usage told is %s', async (_, reply, expected) => {
    const { asked, spent } = await world(reply);
    expect(asked).toMatchObject({ ok: true, provider: 'first', microUsd: expected });
    expect(spent).toEqual({ tokens: expected, microUsd: expected, calls: 1 });
  });

  it('does not ask without the key that it was given the name of', async () => {
    const open = openModels({ providers: { one: { kind: 'openai-compatible', baseUrl: 'http://127.0.0.1:9/v1', apiKeyVariable: 'ONE_KEY' } } }, { ONE_KEY: '' });
    await expect(open({ id: 'a', provider: 'one', pool: 'one', tiers: ['low'], maxTokens: 10 })).rejects.toMatchObject({ code: 'denied', message: expect.stringContaining('ONE_KEY is not set') as string });
  });

  it('goes to the next provider at once when a key is refused', async () => {
    const { asked, first } = await world({ fails: 401, message: 'wrong key sesame' });
    expect(asked).toMatchObject({ ok: true, provider: 'second', attempts: 2 });
    expect(first.asked).toHaveLength(1);
    expect(JSON.stringify(asked)).not.toContain('sesame');
  });
});
