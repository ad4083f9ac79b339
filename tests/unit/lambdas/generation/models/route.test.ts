import { array, assert, boolean, constantFrom, integer, property, record, subarray, uniqueArray } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CATEGORIES, TIER_NEEDED, TIERS } from '../../../../../lambdas/generation/models/categories.ts';
import { modelName, route, type RouteRequest } from '../../../../../lambdas/generation/models/route.ts';
import { quotasOf, type PoolModel } from '../../../../../shared/config/models.ts';
import { drawnOn, hourAt, UNUSED, usedInWeek } from '../../../../../shared/store/quotas.ts';

const NOW = Date.UTC(2026, 10, 22, 12);
const HOUR_MS = 3_600_000;
const model = (id: string, changes: Partial<PoolModel> = {}): PoolModel => ({ id, provider: 'one', pool: 'one', tiers: ['low', 'medium', 'high'], maxTokens: 4000, ...changes });
const large = model('large', { tiers: ['high'], pool: 'large' });
const middle = model('middle', { tiers: ['medium'], pool: 'middle' });
const small = model('small', { tiers: ['low'], provider: 'two', pool: 'two' });
const easy = { purpose: 'write', complexity: 'low', risk: 'low' } as const;
const hard = { purpose: 'write', complexity: 'low', risk: 'high' } as const;

const request = (changes: Partial<Omit<RouteRequest, 'models'>> & { pool?: readonly PoolModel[]; quotas?: Record<string, number> } = {}): RouteRequest => {
  const { pool = [large, middle, small], quotas = {}, ...rest } = changes;
  return { task: easy, models: { pool, quotas, switchAt: 0.9 }, drawn: {}, need: () => 100, out: () => undefined, now: NOW, ...rest };
};
const used = (tokens: number, hoursAgo = 1) => drawnOn(UNUSED, hourAt(NOW - hoursAgo * HOUR_MS), tokens, NOW);
const chosen = (asked: RouteRequest): string => {
  const found = route(asked);
  return found.kind === 'use' ? found.model.id : found.kind;
};

describe('the router', () => {
  it('asks for the tier that complexity and risk need: whatever could do harm goes to the best', () => {
    const at = (complexity: 'low' | 'medium' | 'high', risk: 'low' | 'medium' | 'high') => chosen(request({ task: { purpose: 'write', complexity, risk } }));
    expect([at('low', 'low'), at('medium', 'low'), at('high', 'low')]).toEqual(['small', 'middle', 'large']);
    expect([at('low', 'medium'), at('low', 'high'), at('medium', 'high')]).toEqual(['middle', 'large', 'large']);
  });

  it('prefers what stands first in the pool among those that are good enough', () => {
    expect(chosen(request({ pool: [model('b'), model('a')] }))).toBe('b');
  });

  it('leaves a provider out for a second opinion, and says when there is no other', () => {
    const task = { ...hard, purpose: 'audit', notProviders: ['one'] } as const;
    expect(chosen(request({ task, pool: [large, model('other', { provider: 'two' })] }))).toBe('other');
    expect(route(request({ task, pool: [large] }))).toMatchObject({ kind: 'none', text: expect.stringContaining('another provider than one') as string });
  });

  it('switches before a quota is reached: what is used, what is reserved and all that this call can take count', () => {
    const at = (tokens: number) => chosen(request({ pool: [model('first'), model('second', { provider: 'two', pool: 'two' })], quotas: { 'provider/one': 1000 }, drawn: { 'provider/one': used(tokens) } }));
    expect([at(800), at(801)]).toEqual(['first', 'second']);
  });

  it('keeps the last part of a quota for work that has nowhere else to go', () => {
    const at = (task: RouteRequest['task'], tokens: number) => chosen(request({ task, pool: [model('only')], quotas: { 'pool/one': 1000 }, drawn: { 'pool/one': used(tokens) } }));
    expect([at(easy, 850), at(hard, 850), at(hard, 901)]).toEqual(['quota', 'only', 'quota']);
  });

  it('lets safe work go down to a lesser model and says so', () => {
    const found = route(request({ task: { purpose: 'write', complexity: 'medium', risk: 'low' }, pool: [middle, small], quotas: { 'pool/middle': 50 } }));
    expect(found).toMatchObject({ kind: 'use', model: { id: 'small' }, note: expect.stringMatching(/two\/small is a lesser model than the work asks for \(medium\).*instead of one\/middle \(its quota pool\/middle/) as string });
  });

  it('lets work of medium risk go down by one tier, not by two', () => {
    const task = { purpose: 'write', complexity: 'high', risk: 'medium' } as const;
    const without = (...ids: string[]) => chosen(request({ task, out: ({ id }) => (ids.includes(id) ? { why: 'it is out' } : undefined) }));
    expect([without(), without('large'), without('large', 'middle')]).toEqual(['large', 'middle', 'unavailable']);
  });

  it('blocks high-risk work rather than give it to a lesser model, and says whose quota is spent until when', () => {
    const found = route(request({ task: hard, quotas: { 'pool/large': 1000 }, drawn: { 'pool/large': used(950, 100) } }));
    const resumeAt = (hourAt(NOW - 100 * HOUR_MS) + 1 + 168) * HOUR_MS;
    expect(found).toEqual({ kind: 'blocked', resumeAt, text: expect.stringMatching(/one\/large \(its quota pool\/large has no room for 100 tokens until 2026-11-25T09:00:00.000Z\).*lesser one is not asked/) as string });
    expect(route(request({ task: hard, pool: [middle, small] }))).toMatchObject({ kind: 'blocked', text: expect.stringContaining('tier high') as string });
  });

  it('says which model does not hold the question', () => {
    expect(route(request({ pool: [model('a', { contextTokens: 99 })] }))).toMatchObject({ kind: 'none', text: expect.stringContaining('too long') as string });
    expect(chosen(request({ pool: [model('a', { contextTokens: 99 }), model('b')] }))).toBe('b');
  });

  it('says how to configure a model when there is none', () => {
    expect(route(request({ pool: [] }))).toMatchObject({ kind: 'none', text: expect.stringContaining('--model') as string });
  });

  const anyModel = record({ id: constantFrom('a', 'b', 'c', 'd', 'e'), provider: constantFrom('one', 'two', 'three'), pool: constantFrom('p', 'q'), tiers: subarray([...TIERS], { minLength: 1 }), maxTokens: integer({ min: 1, max: 50 }) });
  const anyRequest = record({
    pool: uniqueArray(anyModel, { maxLength: 6, selector: modelName }),
    task: record({ purpose: constantFrom('write', 'repair', 'audit'), complexity: constantFrom(...TIERS), risk: constantFrom('low', 'medium', 'high'), notProviders: subarray(['one', 'two', 'three']) }),
    quotas: record({ 'provider/one': integer({ min: 1, max: 300 }), 'pool/p': integer({ min: 1, max: 300 }) }),
    draws: array(record({ id: constantFrom('provider/one', 'pool/p'), hoursAgo: integer({ min: 0, max: 200 }), tokens: integer({ min: 0, max: 100 }) }), { maxLength: 8 }),
    outs: subarray(['a', 'b', 'c']),
    switchEarly: boolean(),
  }).map(({ pool, task, quotas, draws, outs, switchEarly }): RouteRequest => ({
    task, models: { pool, quotas, switchAt: switchEarly ? 0.8 : 1 }, now: NOW,
    drawn: draws.reduce<Record<string, typeof UNUSED>>((drawn, { id, hoursAgo, tokens }) => ({ ...drawn, [id]: drawnOn(drawn[id] ?? UNUSED, hourAt(NOW - hoursAgo * HOUR_MS), tokens, NOW) }), {}),
    need: ({ maxTokens }) => maxTokens,
    out: ({ id }) => (outs.some((one) => one === id) ? { why: 'it is out' } : undefined),
  }));

  it('never gives high-risk work to a model below its tier, never goes over a quota, never asks who is excluded or out, and answers alike each time (property)', () => {
    assert(
      property(anyRequest, (asked) => {
        const found = route(asked);
        expect(route(asked)).toEqual(found);
        if (found.kind !== 'use') return;
        const { task, models, drawn } = asked;
        const { failFast } = CATEGORIES[task.purpose][task.risk];
        const needed = TIERS.indexOf(TIER_NEEDED[task.complexity][task.risk]);
        const isLesser = found.model.tiers.every((tier) => TIERS.indexOf(tier) < needed);
        if (failFast) expect(isLesser).toBe(false);
        if (isLesser) expect(found.note).toContain('lesser');
        expect(task.notProviders).not.toContain(found.model.provider);
        expect(asked.out(found.model)).toBeUndefined();
        for (const id of quotasOf(found.model)) {
          const weekly = models.quotas[id];
          if (weekly !== undefined) expect(usedInWeek(drawn[id] ?? UNUSED, NOW) + asked.need(found.model)).toBeLessThanOrEqual(failFast ? weekly : weekly * models.switchAt);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('finds a model whenever one that is good enough has room (property)', () => {
    assert(
      property(anyRequest, (asked) => {
        const { task, models, drawn } = asked;
        const needed = TIERS.indexOf(TIER_NEEDED[task.complexity][task.risk]);
        const share = CATEGORIES[task.purpose][task.risk].failFast ? 1 : models.switchAt;
        const fits = models.pool.some(
          (one) =>
            one.tiers.some((tier) => TIERS.indexOf(tier) >= needed) && !(task.notProviders ?? []).includes(one.provider) && asked.out(one) === undefined &&
            quotasOf(one).every((id) => usedInWeek(drawn[id] ?? UNUSED, NOW) + asked.need(one) <= Math.floor((models.quotas[id] ?? Infinity) * share)),
        );
        if (fits) expect(route(asked).kind).toBe('use');
      }),
      { numRuns: 500 },
    );
  });
});
