import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { SqliteItemStore } from '../../../../shared/adapters/local/sqlite-item-store.ts';
import type { Cycle } from '../../../../shared/domain/cycle.ts';
import type { Period } from '../../../../shared/domain/period.ts';
import { emptyTargetState } from '../../../../shared/domain/target-state.ts';
import { Cycles } from '../../../../shared/store/cycles.ts';
import { updateDocument } from '../../../../shared/store/document.ts';
import { Lessons } from '../../../../shared/store/lessons.ts';
import { Opportunities } from '../../../../shared/store/opportunities.ts';
import { Periods } from '../../../../shared/store/periods.ts';
import { FactsOfTargets } from '../../../../shared/store/target-facts.ts';
import { TargetStates } from '../../../../shared/store/target-states.ts';
import { N_PLUS_ONE } from '../../../support/report-facts.ts';
import { testClock } from '../../../support/test-clock.ts';

const fresh = () => new SqliteItemStore(':memory:', testClock(Date.UTC(2026, 0, 5)));
const cycle = (id: string): Cycle => ({
  id, targetIds: ['orders'], trigger: 'command', cause: 'test', emergency: false, windowHours: 24, maxImprovements: 3, dryRun: false, state: 'running', startedAt: 1,
  telemetryAnalyzed: { metrics: 0, logs: 0, events: 0 }, opportunityIds: [], improvementIds: [], phaseMs: {},
});
const START = Date.UTC(2026, 0, 5);
const DAY = 86_400_000;
const period = (index: number): Period => ({ targetId: 'orders', startsAt: START + index * 1000, seconds: 1, versions: {} });

describe('cycles', () => {
  it('are made once, updated by all, and listed newest first', async () => {
    const cycles = new Cycles(fresh());
    expect([await cycles.create(cycle('cyc-1')), await cycles.create(cycle('cyc-1')), await cycles.create(cycle('cyc-2'))]).toEqual([true, false, true]);
    await Promise.all(['a', 'b', 'c'].map((id) => cycles.update('cyc-1', (held) => ({ ...held, improvementIds: [...held.improvementIds, id] }))));
    expect((await cycles.get('cyc-1')).improvementIds.toSorted()).toEqual(['a', 'b', 'c']);
    expect((await cycles.list(5)).map(({ id }) => id)).toEqual(['cyc-2', 'cyc-1']);
    await expect(cycles.get('cyc-9')).rejects.toThrow('cyc-9');
    await expect(cycles.update('cyc-9', (held) => held)).rejects.toThrow('cyc-9');
  });
});

describe('opportunities', () => {
  it('keep when they were first seen, which their age in the queue counts from', async () => {
    const opportunities = new Opportunities(fresh());
    await opportunities.record({ ...N_PLUS_ONE, firstSeenAt: START, lastSeenAt: START });
    const again = await opportunities.record({ ...N_PLUS_ONE, firstSeenAt: START + 900, lastSeenAt: START + 900, impactScore: 7 });
    expect([again.firstSeenAt, again.lastSeenAt, again.impactScore]).toEqual([START, START + 900, 7]);
    expect(await opportunities.find('orders', N_PLUS_ONE.id)).toEqual(again);
    expect(await opportunities.list('orders')).toEqual([again]);
    expect(await opportunities.find('orders', 'opp-9')).toBeUndefined();
  });

  it('are forgotten when nobody has seen them for ninety days', async () => {
    const clock = testClock(START);
    const opportunities = new Opportunities(new SqliteItemStore(':memory:', clock));
    await opportunities.record({ ...N_PLUS_ONE, firstSeenAt: START, lastSeenAt: START });
    clock.set(START + 80 * DAY);
    await opportunities.record({ ...N_PLUS_ONE, firstSeenAt: START + 80 * DAY, lastSeenAt: START + 80 * DAY });
    clock.set(START + 169 * DAY);
    expect((await opportunities.list('orders')).map(({ firstSeenAt }) => firstSeenAt)).toEqual([START]);
    clock.set(START + 170 * DAY);
    expect(await opportunities.list('orders')).toEqual([]);
  });

  it('are listed all of them, also where there are more than fit a page', async () => {
    const opportunities = new Opportunities(fresh());
    for (let index = 0; index < 1100; index += 1) await opportunities.record({ ...N_PLUS_ONE, id: `opp-${index}`, firstSeenAt: START, lastSeenAt: START });
    expect(await opportunities.list('orders')).toHaveLength(1100);
  });
});

describe('lessons', () => {
  it('are recorded once and listed oldest first', async () => {
    const lessons = new Lessons(fresh());
    const lesson = (id: string, at: number) => ({ id, improvementId: 'imp-1', targetId: 'orders', author: 'recipe:x', result: 'promoted' as const, text: id, at });
    await lessons.record(lesson('b', 1));
    await lessons.record(lesson('a', 2));
    await lessons.record({ ...lesson('a', 9), text: 'again' });
    expect((await lessons.list('orders')).map(({ text }) => text)).toEqual(['b', 'a']);
  });
});

describe('periods and states', () => {
  it('are written together, once for each version that was read, and read page by page in order', async () => {
    const store = fresh();
    const states = new TargetStates(store);
    const periods = new Periods(store);
    await states.put(Array.from({ length: 1100 }, (_, index) => period(index)));
    const read = await periods.between('orders', START + 1000, START + 1_050_000);
    expect([read.length, read[0]?.startsAt, read.at(-1)?.startsAt]).toEqual([1049, START + 1000, START + 1_049_000]);
    expect(await states.save(emptyTargetState('orders'), [period(2000)], undefined)).toBe(true);
    const first = (await states.get('orders'))?.version;
    expect(await states.save({ ...emptyTargetState('orders'), completeUntil: 5 }, [], undefined)).toBe(false);
    expect(await states.save({ ...emptyTargetState('orders'), completeUntil: 7 }, [], first)).toBe(true);
    expect((await states.get('orders'))?.state.completeUntil).toBe(7);
    expect(await periods.between('orders', START + 2_000_000, START + 2_001_000)).toHaveLength(1);
  });
});

describe('facts of a target', () => {
  it('are empty at first, and changed by all who change them', async () => {
    const facts = new FactsOfTargets(fresh());
    expect(await facts.get('orders')).toEqual({});
    await Promise.all([facts.update('orders', (held) => ({ ...held, pausedBy: 'ada' })), facts.update('orders', (held) => ({ ...held, lastPromotedCommit: 'abc' }))]);
    expect(await facts.get('orders')).toEqual({ pausedBy: 'ada', lastPromotedCommit: 'abc' });
  });

  it('change together with another write, or not at all', async () => {
    const store = fresh();
    const facts = new FactsOfTargets(store);
    const change = await facts.changing('orders', (held) => ({ ...held, lastPromotedCommit: 'abc' }));
    await facts.update('orders', (held) => ({ ...held, pausedBy: 'ada' }));
    expect((await store.write([change])).ok).toBe(false);
    expect((await store.write([await facts.changing('orders', (held) => ({ ...held, lastPromotedCommit: 'abc' }))])).ok).toBe(true);
    expect(await facts.get('orders')).toEqual({ pausedBy: 'ada', lastPromotedCommit: 'abc' });
  });
});

it('a document is left as it is when the change says so', async () => {
  const store = fresh();
  const key = { pk: 'x', sk: 'x' };
  expect(await updateDocument(store, key, z.number(), () => undefined)).toBeUndefined();
  expect(await store.get(key)).toBeUndefined();
  expect(await updateDocument(store, key, z.number(), (held = 0) => held + 1)).toBe(1);
  expect(await updateDocument(store, key, z.number(), () => undefined)).toBe(1);
});
