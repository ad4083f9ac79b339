import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SqliteItemStore } from '../../../../shared/adapters/local/sqlite-item-store.ts';
import type { Cycle } from '../../../../shared/domain/cycle.ts';
import type { Improvement, ImprovementState } from '../../../../shared/domain/improvement.ts';
import { Cycles } from '../../../../shared/store/cycles.ts';
import { Improvements } from '../../../../shared/store/improvements.ts';
import { isCursor, TimeIndex, type PageRead } from '../../../../shared/store/time-index.ts';
import { testClock } from '../../../support/test-clock.ts';

const AT = Date.UTC(2026, 0, 5);
const fresh = () => new SqliteItemStore(':memory:', testClock(AT));
const improvement = (id: string, createdAt: number, vary: Partial<Improvement> = {}): Improvement => ({
  id, targetId: 'orders', origin: 'opportunity', proposedBy: 'pawl', title: id, state: 'queued', stateSince: createdAt, createdAt, attempts: 0, systemWide: false, phaseMs: {}, history: [], ...vary,
});
const cycle = (id: string, startedAt: number, state: Cycle['state'] = 'running'): Cycle => ({
  id, targetIds: ['orders'], trigger: 'schedule', cause: id, emergency: false, windowHours: 24, maxImprovements: 3, dryRun: false, state, startedAt,
  telemetryAnalyzed: { metrics: 0, logs: 0, events: 0 }, opportunityIds: [], improvementIds: [], phaseMs: {},
});
/** An id that says nothing about time, like those that derive from causes. */
const scattered = (index: number): string => `imp-${((index * 2_654_435_761) >>> 0).toString(16).padStart(8, '0')}`;

const everyPage = async <Value>(read: (after: string | undefined) => Promise<PageRead<Value>>): Promise<{ items: Value[]; pages: number }> => {
  const items: Value[] = [];
  let after: string | undefined;
  for (let pages = 1; ; pages += 1) {
    const page = await read(after);
    items.push(...page.items);
    if (page.next === undefined) return { items, pages };
    after = page.next;
  }
};

describe('the order of creation', () => {
  it('pages through thousands whose ids say nothing about time, each once, newest first, with and without a filter', async () => {
    const improvements = new Improvements(fresh());
    const count = 2300;
    for (let index = 0; index < count; index += 1) await improvements.create(improvement(scattered(index), AT + Math.floor(index / 3), { targetId: index % 7 === 0 ? 'stock' : 'orders' }));
    expect((await improvements.list(3)).map(({ createdAt }) => createdAt - AT)).toEqual([766, 766, 765]);
    const all = await everyPage((after) => improvements.page({ limit: 200, after }, () => true));
    expect(new Set(all.items.map(({ id }) => id)).size).toBe(count);
    expect(all.items).toHaveLength(count);
    expect(all.items.every(({ createdAt }, index) => createdAt <= (all.items[index - 1]?.createdAt ?? Infinity))).toBe(true);
    const stock = await everyPage((after) => improvements.page({ limit: 50, after }, ({ targetId }) => targetId === 'stock'));
    expect(stock.items).toHaveLength(Math.ceil(count / 7));
    expect(stock.pages).toBe(Math.ceil(Math.ceil(count / 7) / 50));
  });

  it('shows nothing twice and misses nothing of before, whatever is created between two pages', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.nat(5), { minLength: 1, maxLength: 30 }), fc.integer({ min: 1, max: 7 }), fc.nat(3), async (steps, limit, between) => {
      const store = fresh();
      const index = new TimeIndex(store, 'things');
      let [at, made] = [AT, 0];
      const add = async (step: number): Promise<string> => {
        at += step;
        made += 1;
        const id = scattered(made);
        await store.write([index.entering(at, id, {})]);
        return id;
      };
      const before: string[] = [];
      for (const step of steps) before.push(await add(step));
      const seen = await everyPage(async (after) => {
        const page = await index.page({ limit, after }, async (id) => id);
        // What is newer than everything shown so far: it belongs before the cursor.
        for (let more = 0; more < between; more += 1) await add(1);
        return page;
      });
      expect(new Set(seen.items).size).toBe(seen.items.length);
      expect(before.filter((id) => !seen.items.includes(id))).toEqual([]);
    }), { numRuns: 40 });
  });

  it('ends a page that hardly anything fits, with a cursor that gives away a time and nobody’s id, and still finds everything', async () => {
    const store = fresh();
    const index = new TimeIndex(store, 'things');
    for (let start = 0; start < 6000; start += 100) await store.write(Array.from({ length: 100 }, (_, offset) => index.entering(AT + Math.floor((start + offset) / 10), `secret-${start + offset}`, {})));
    const wanted = async (id: string) => (id === 'secret-7' || id === 'secret-5500' ? id : undefined);
    const first = await index.page({ limit: 5 }, wanted);
    expect(first.items).toEqual(['secret-5500']);
    expect(Buffer.from(first.next ?? '', 'base64url').toString()).toMatch(/^\d{15}$/);
    expect((await everyPage((after) => index.page({ limit: 5, after }, wanted))).items).toEqual(['secret-5500', 'secret-7']);
  });

  it('takes no text for a cursor that it did not give', async () => {
    const cursor = (text: string) => Buffer.from(text).toString('base64url');
    expect([cursor('000001767571200#imp-1'), cursor('000001767571200')].map(isCursor)).toEqual([true, true]);
    expect(['', 'imp-1', '../..', cursor('imp-1'), `${cursor('000001767571200#imp-1')}=`, cursor(`000001767571200#${'x'.repeat(400)}`), '\u0000'].map(isCursor)).toEqual(Array.from({ length: 7 }, () => false));
  });
});

describe('improvements in that order', () => {
  it('know without being read what they ended as, also when what was promoted is taken back', async () => {
    const improvements = new Improvements(fresh());
    await improvements.create(improvement('imp-1', AT));
    const settled = async (): Promise<ImprovementState | undefined> => {
      let state: ImprovementState | undefined;
      await improvements.page({ limit: 1 }, (row) => {
        state = row.settled;
        return false;
      });
      return state;
    };
    const went: (ImprovementState | undefined)[] = [];
    for (const to of ['generating', 'validating', 'releasing', 'watching', 'promoting', 'promoted', 'reverting', 'reverted'] as const) {
      expect((await improvements.transition('imp-1', to, { by: 'a', at: AT + 1 })).ok).toBe(true);
      went.push(await settled());
    }
    expect(went).toEqual([undefined, undefined, undefined, undefined, undefined, 'promoted', undefined, 'reverted']);
  });

  it('come into it from a store of before, with what they ended as, and nothing is left to move', async () => {
    const store = fresh();
    const old = [improvement('imp-b', AT + 1, { state: 'failed' }), improvement('imp-a', AT + 2)];
    for (const one of old) await store.write([{ kind: 'put', key: { pk: `improvement#${one.id}`, sk: 'improvement' }, body: JSON.parse(JSON.stringify(one)), when: 'absent' }, { kind: 'put', key: { pk: 'improvements', sk: one.id }, body: { targetId: 'orders' }, when: 'absent' }]);
    expect((await new Improvements(store).list(5)).map(({ id }) => id)).toEqual(['imp-a', 'imp-b']);
    const ended: (string | undefined)[] = [];
    await new Improvements(store).page({ limit: 5 }, ({ settled }) => ended.push(settled) > 0);
    expect(ended).toEqual([undefined, 'failed']);
    expect((await store.query({ pk: 'improvements', limit: 5 })).items).toEqual([]);
  });

  it('tell which improvement worked on an opportunity last', async () => {
    const improvements = new Improvements(fresh());
    const opportunity = { id: 'opp-1' } as NonNullable<Improvement['opportunity']>;
    await improvements.create(improvement('imp-2', AT, { opportunity }));
    await improvements.create(improvement('imp-1', AT + 1, { opportunity }));
    expect([...(await improvements.byOpportunity(() => true))]).toEqual([['opp-1', 'imp-1']]);
  });
});

describe('cycles in that order', () => {
  it('are found while they run, however many came after them, and also from a store of before', async () => {
    const store = fresh();
    for (const one of [cycle('cyc-old-runs', AT), cycle('cyc-old-done', AT + 1, 'completed')]) await store.write([{ kind: 'put', key: { pk: 'cycles', sk: one.id }, body: JSON.parse(JSON.stringify(one)), when: 'absent' }]);
    const cycles = new Cycles(store);
    for (let index = 0; index < 120; index += 1) await cycles.create(cycle(`cyc-${scattered(index)}`, AT + 2 + index, index === 60 ? 'running' : 'completed'));
    expect((await cycles.running()).map(({ startedAt }) => startedAt - AT).toSorted((a, b) => a - b)).toEqual([0, 62]);
    expect((await cycles.list(2)).map(({ startedAt }) => startedAt - AT)).toEqual([121, 120]);
    await cycles.update('cyc-old-runs', (held) => ({ ...held, state: 'failed' }));
    expect((await cycles.running()).map(({ startedAt }) => startedAt - AT)).toEqual([62]);
    expect((await everyPage((after) => cycles.page({ limit: 50, after }))).items).toHaveLength(122);
  });
});
