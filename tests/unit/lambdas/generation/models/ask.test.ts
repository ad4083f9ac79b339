import { describe, expect, it } from 'vitest';
import { askModel, type AskDependencies } from '../../../../../lambdas/generation/models/ask.ts';
import type { ModelTask } from '../../../../../lambdas/generation/models/ask-model.ts';
import { storedBreakers } from '../../../../../lambdas/generation/models/stored-breakers.ts';
import { SqliteItemStore } from '../../../../../shared/adapters/local/sqlite-item-store.ts';
import { modelsFrom, ModelsInput } from '../../../../../shared/config/models.ts';
import { ModelError, type Model } from '../../../../../shared/ports/model.ts';
import type { Notice } from '../../../../../shared/ports/notifier.ts';
import { Budgets } from '../../../../../shared/store/budgets.ts';
import { usedInWeek } from '../../../../../shared/store/quotas.ts';
import { DAY_MS, NOON } from '../../../../support/reservation.ts';
import { scriptedModel } from '../../../../support/scripted-model.ts';
import { testClock } from '../../../../support/test-clock.ts';

const DAY = 'day#2026-11-22';
const IMPROVEMENT = 'improvement#imp-1';
/** $1 for a million tokens of any kind: a token is a micro-dollar. */
const price = { input: 1, output: 1 };
const task: ModelTask = { purpose: 'write', complexity: 'low', risk: 'low', improvementId: 'imp-1', targetId: 'orders', cycleId: 'cyc-1' };
const question = { system: 'sys', messages: [{ role: 'user', text: 'a question of forty-two letters, or nearly' }] } as const;
/** 1 + 2 × 16 for the messages, half of the letters, and an answer of 100 tokens at most. */
const WORST = 100 + 2 + 16 + 21 + 16;
const OVERLOADED = new ModelError('throttled', 'overloaded');

type World = { readonly scripts: Record<string, Model>; readonly said?: object; readonly pool?: readonly object[]; /** How many writes the budgets' store takes. */ readonly writes?: number };

const world = ({ scripts, said = {}, writes = Infinity, pool = Object.keys(scripts).map((id) => ({ id, provider: id === 'second' ? 'two' : 'one', price })) }: World) => {
  const clock = testClock(NOON);
  const store = new SqliteItemStore(':memory:', clock);
  const models = modelsFrom(ModelsInput.parse({ providers: { one: { kind: 'bedrock' }, two: { kind: 'bedrock' } }, pool, maxTokens: 100, budgets: {}, ...said }));
  let taken = 0;
  const write: SqliteItemStore['write'] = async (changes) => {
    taken += 1;
    if (taken > writes) throw new Error('The disk is full.');
    return store.write(changes);
  };
  const budgets = new Budgets({ get: (key) => store.get(key), query: (query) => store.query(query), write });
  const notices: Notice[] = [];
  const dependencies: AskDependencies = {
    models, budgets, clock, random: () => 0.5,
    breakers: storedBreakers({ store, clock }),
    notifier: { send: async (notice) => void notices.push(notice) },
    open: async ({ id }) => scripts[id] ?? scriptedModel(),
  };
  return { ask: askModel(dependencies), restarted: () => askModel(dependencies), budgets, clock, notices, store };
};

describe('asking a model', () => {
  it('gives the answer with what it took, and counts that in every account', async () => {
    const { ask, budgets } = world({ scripts: { first: scriptedModel('the answer') } });
    expect(await ask(task, question)).toEqual({ ok: true, text: 'the answer', stop: 'end', model: 'first', provider: 'one', usage: { inputTokens: 10, outputTokens: 5, cacheReadTokens: 0, cacheWriteTokens: 0 }, microUsd: 15, attempts: 1 });
    for (const account of [DAY, IMPROVEMENT, 'cycle#cyc-1']) expect(await budgets.spentIn(account), account).toEqual({ tokens: 15, microUsd: 15, calls: 1 });
  });

  it('says what it was configured to: temperature, length and time', async () => {
    const model = scriptedModel('x');
    await world({ scripts: { first: model }, said: { temperature: 0.4, timeoutSeconds: 30 } }).ask(task, question);
    expect(model.asked).toEqual([{ ...question, maxTokens: 100, temperature: 0.4, timeoutMs: 30_000 }]);
    const plain = scriptedModel('x');
    await world({ scripts: { first: plain }, pool: [{ id: 'first', provider: 'one', price, temperature: null, maxTokens: 70 }] }).ask(task, question);
    expect(plain.asked[0]).not.toHaveProperty('temperature');
    expect(plain.asked[0]?.maxTokens).toBe(70);
  });

  it('counts the most that a call can have cost when no usage is told', async () => {
    const { ask, budgets } = world({ scripts: { first: scriptedModel({ text: 'x', stop: 'end' }) } });
    expect(await ask(task, question)).toMatchObject({ ok: true, microUsd: WORST, usage: { inputTokens: WORST - 100, outputTokens: 100 } });
    expect(await budgets.spentIn(DAY)).toEqual({ tokens: WORST, microUsd: WORST, calls: 1 });
  });

  it('tries again, and counts a time-out as the most it can have cost and a refusal at the door as nothing', async () => {
    const { ask, budgets } = world({ scripts: { first: scriptedModel(OVERLOADED, new ModelError('timed-out', 'too slow'), 'the answer') } });
    expect(await ask(task, question)).toMatchObject({ ok: true, text: 'the answer', attempts: 3, microUsd: WORST + 15 });
    expect(await budgets.spentIn(DAY)).toEqual({ tokens: WORST + 15, microUsd: WORST + 15, calls: 3 });
  });

  it('goes to the next in the chain when nobody answers, and says why', async () => {
    const { ask } = world({ scripts: { first: scriptedModel(OVERLOADED), second: scriptedModel('from the second') } });
    expect(await ask(task, question)).toMatchObject({ ok: true, text: 'from the second', model: 'second', provider: 'two', attempts: 5, note: expect.stringContaining('one/first (overloaded)') as string });
  });

  it('goes to the next in the chain in time when the first one hangs, and remembers the failures of the first', async () => {
    const hanging = (clock: { advance(ms: number): void }) => scriptedModel(({ timeoutMs }) => {
      clock.advance(timeoutMs);
      throw new ModelError('timed-out', `nothing within ${timeoutMs} ms`);
    });
    const scripts: Record<string, Model> = { second: scriptedModel('from the second') };
    const { ask, clock } = world({ scripts, pool: [{ id: 'first', provider: 'one', price }, { id: 'second', provider: 'two', price }] });
    const first = hanging(clock);
    scripts['first'] = first;
    const from = clock.now();
    expect(await ask(task, question)).toMatchObject({ ok: true, text: 'from the second' });
    expect(clock.now() - from).toBeLessThan(150_000);
    expect(first.asked.filter(({ timeoutMs }) => timeoutMs === 60_000)).toHaveLength(2);
  });

  it('does not ask every ten minutes what is refused for itself', async () => {
    const { ask, clock } = world({ scripts: { first: scriptedModel(new ModelError('too-long', 'the window is too small')) } });
    expect(await ask(task, question)).toMatchObject({ ok: false, reason: 'unavailable', resumeAt: clock.now() + DAY_MS });
  });

  it('says that nobody answers, and when it is worth another try', async () => {
    const { ask, clock } = world({ scripts: { first: scriptedModel(new ModelError('denied', 'the key is wrong')) } });
    expect(await ask(task, question)).toEqual({ ok: false, reason: 'unavailable', text: expect.stringContaining('the key is wrong') as string, resumeAt: clock.now() + 600_000 });
  });

  it('leaves a model alone that failed five times in a row, in another process too, and tells until when', async () => {
    const first = scriptedModel(OVERLOADED);
    const { ask, restarted, clock } = world({ scripts: { first } });
    await ask(task, question);
    await ask({ ...task, improvementId: 'imp-2' }, question);
    expect(first.asked).toHaveLength(5);
    expect(await restarted()({ ...task, improvementId: 'imp-3' }, question)).toMatchObject({ ok: false, reason: 'unavailable', text: expect.stringContaining('too often in a row') as string });
    expect(first.asked).toHaveLength(5);
    clock.advance(30_001);
    await ask({ ...task, improvementId: 'imp-4' }, question);
    expect(first.asked).toHaveLength(6);
  });

  it('says so when no model is configured', async () => {
    expect(await world({ scripts: {}, pool: [] }).ask(task, question)).toMatchObject({ ok: false, reason: 'no-model', text: expect.stringContaining('--model') as string });
  });

  it('gives back an answer that was paid for, when the same is asked after a restart', async () => {
    const first = scriptedModel('one', 'two', 'three');
    const { ask, restarted, budgets } = world({ scripts: { first } });
    await ask(task, question);
    await ask(task, question);
    const later = restarted();
    expect(await later(task, question)).toMatchObject({ ok: true, text: 'one', microUsd: 0, attempts: 0, note: expect.stringContaining('before a restart') as string });
    expect(await later(task, question)).toMatchObject({ ok: true, text: 'two' });
    expect(await later(task, question)).toMatchObject({ ok: true, text: 'three', microUsd: 15 });
    expect(await later({ ...task, improvementId: 'imp-2' }, question)).toMatchObject({ text: 'three', attempts: 1 });
    expect((await budgets.spentIn(DAY)).calls).toBe(4);
  });

  it('hands on an answer that was paid for though the store does not take its account: the call stays counted as the most it can have cost', async () => {
    const { ask, store } = world({ scripts: { first: scriptedModel('the answer') }, writes: 1 });
    expect(await ask(task, question)).toMatchObject({ ok: true, text: 'the answer' });
    expect(await new Budgets(store).spentIn(DAY)).toEqual({ tokens: WORST, microUsd: WORST, calls: 1 });
  });

  it('counts a call whose process died as the most it can have cost, and the repeated one as well', async () => {
    const { ask, restarted, budgets } = world({ scripts: { first: scriptedModel(() => Promise.reject(new Error('the process dies')), 'the answer') } });
    await expect(ask(task, question)).rejects.toThrow('dies');
    expect(await restarted()(task, question)).toMatchObject({ ok: true, text: 'the answer' });
    expect(await budgets.spentIn(DAY)).toEqual({ tokens: WORST + 15, microUsd: WORST + 15, calls: 2 });
  });
});

describe('a budget for models', () => {
  it('of a day is left before it is exceeded, told once, and comes back at midnight UTC', async () => {
    const first = scriptedModel('x');
    const { ask, clock, notices } = world({ scripts: { first }, said: { budgets: { perDay: { tokens: WORST + 20 } } } });
    const asked = () => ask(task, question);
    expect([await asked(), await asked()].map(({ ok }) => ok)).toEqual([true, true]);
    const midnight = NOON + DAY_MS / 2;
    expect(await asked()).toEqual({ ok: false, reason: 'budget', resumeAt: midnight, text: expect.stringMatching(/the day \(2026-11-22, UTC\).*anew at 2026-11-23T00:00/) as string });
    await asked();
    expect(new Set(notices.map(({ key }) => key))).toEqual(new Set([`budget-spent-${DAY}`]));
    expect(first.asked).toHaveLength(2);
    clock.set(midnight);
    expect((await asked()).ok).toBe(true);
  });

  it('of an improvement does not come back, and of a cycle does in the next one', async () => {
    const spent = async (budgets: object) => {
      const { ask } = world({ scripts: { first: scriptedModel('x') }, said: { budgets } });
      await ask(task, question);
      return ask(task, { ...question, system: 'syy' });
    };
    const ofImprovement = await spent({ perImprovement: { usd: (WORST + 5) / 1e6 } });
    expect(ofImprovement).toMatchObject({ ok: false, reason: 'budget', text: expect.stringContaining('this improvement') as string });
    expect(ofImprovement).not.toHaveProperty('resumeAt');
    expect(await spent({ perCycle: { usd: (WORST + 5) / 1e6 } })).toMatchObject({ ok: false, reason: 'budget', resumeAt: NOON });
  });

  it('of a call refuses a question that could cost more', async () => {
    const first = scriptedModel('x');
    const refused = await world({ scripts: { first }, said: { budgets: { perCall: { tokens: WORST - 1 } } } }).ask(task, question);
    expect(refused).toMatchObject({ ok: false, reason: 'budget', text: expect.stringContaining('perCall') as string });
    expect(first.asked).toHaveLength(0);
  });

  it('of a tenant stops that tenant only', async () => {
    const { ask } = world({ scripts: { first: scriptedModel('x') }, said: { budgets: { perTenantDay: { tokens: WORST } } } });
    const of = async (tenantId: string) => (await ask({ ...task, tenantId }, question)).ok;
    expect([await of('acme'), await of('acme'), await of('other')]).toEqual([true, false, true]);
  });

  it('that comes back is waited for, though another of the models is too dear for good', async () => {
    const pool = [{ id: 'first', provider: 'one', price: { input: 100, output: 100 } }, { id: 'second', provider: 'two', price }];
    const { ask } = world({ scripts: { first: scriptedModel('dear'), second: scriptedModel('cheap') }, pool, said: { budgets: { perCall: { usd: 0.001 }, perDay: { tokens: WORST } } } });
    expect(await ask(task, question)).toMatchObject({ ok: true, text: 'cheap' });
    expect(await ask({ ...task, improvementId: 'imp-2' }, question)).toMatchObject({ ok: false, reason: 'budget', resumeAt: NOON + DAY_MS / 2, text: expect.stringContaining('perCall') as string });
  });

  it('that is too small for the first model lets a cheaper one answer', async () => {
    const pool = [{ id: 'first', provider: 'one', price: { input: 100, output: 100 } }, { id: 'second', provider: 'two', price }];
    const { ask } = world({ scripts: { first: scriptedModel('dear'), second: scriptedModel('cheap') }, pool, said: { budgets: { perDay: { usd: 0.001 } } } });
    expect(await ask(task, question)).toMatchObject({ ok: true, text: 'cheap', note: expect.stringContaining('has no room for another call of one/first') as string });
  });
});

describe('a weekly quota of models', () => {
  const pool = [{ id: 'first', provider: 'one', pool: 'p', weeklyTokens: 1000, tiers: ['high'], price }, { id: 'second', provider: 'two', tiers: ['low'], price }];
  const scripts = () => ({ first: scriptedModel({ text: 'x', stop: 'end', usage: { inputTokens: 400, outputTokens: 0, cacheReadTokens: 50, cacheWriteTokens: 0 } }), second: scriptedModel('y') });

  it('is left at its share by safe work, at its end by high-risk work, which then waits', async () => {
    const { ask, notices, budgets } = world({ scripts: scripts(), pool });
    const complex = () => ask({ ...task, complexity: 'high' }, question);
    const risky = () => ask({ ...task, risk: 'high' }, question);
    expect([await complex(), await complex()]).toMatchObject([{ text: 'x' }, { text: 'x' }]);
    expect(usedInWeek(await budgets.quota('pool/p'), NOON)).toBe(900);
    expect(await complex()).toMatchObject({ ok: true, text: 'y', note: expect.stringContaining('lesser') as string });
    const blocked = await risky();
    expect(blocked).toMatchObject({ ok: false, reason: 'blocked', resumeAt: NOON + 3_600_000 + 7 * DAY_MS, text: expect.stringContaining('pool/p') as string });
    expect(notices).toMatchObject([{ key: 'models-blocked-2026-11-29', targetId: 'orders' }]);
  });

  it('is never exceeded by many who ask at once', async () => {
    const { ask, budgets } = world({ scripts: { first: scriptedModel({ text: 'x', stop: 'end' }) }, pool: [{ ...pool[0], tiers: ['low'], weeklyTokens: 10 * WORST }], said: { switchAt: 1 } });
    const asked = await Promise.all(Array.from({ length: 40 }, (_, index) => ask({ ...task, improvementId: `imp-${index}` }, question)));
    expect(asked.filter(({ ok }) => ok)).toHaveLength(10);
    expect(asked.filter((one) => !one.ok && one.reason === 'quota')).toHaveLength(30);
    expect(usedInWeek(await budgets.quota('pool/p'), NOON)).toBe(10 * WORST);
  });
});
