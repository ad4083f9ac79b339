import { assert, asyncProperty, array, boolean, constantFrom, integer, property, record } from 'fast-check';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SqliteItemStore } from '../../../../shared/adapters/local/sqlite-item-store.ts';
import { Budgets, type Reservation } from '../../../../shared/store/budgets.ts';
import { drawnOn, hourAt, roomFrom, UNUSED, usedInWeek } from '../../../../shared/store/quotas.ts';
import { DAY_MS, NOON, reservation } from '../../../support/reservation.ts';
import { testClock } from '../../../support/test-clock.ts';

const HOUR_MS = 3_600_000;
const WEEK_MS = 7 * DAY_MS;
const budgetsNow = () => new Budgets(new SqliteItemStore(':memory:', testClock(NOON)));
const limited = (limit: { tokens?: number; microUsd?: number }, resumesAt?: number): Reservation['windows'] => [{ id: 'w', limit, keptUntil: NOON + DAY_MS, ...(resumesAt === undefined ? {} : { resumesAt }) }];

describe('budgets', () => {
  it('count the most that a call can cost until it is settled, and then what it did cost', async () => {
    const budgets = budgetsNow();
    await budgets.reserve(reservation('a'));
    expect(await budgets.spentIn('day#2026-11-22')).toEqual({ tokens: 10, microUsd: 10, calls: 1 });
    await budgets.settle('a', { tokens: 4, microUsd: 3 }, NOON);
    expect(await budgets.spentIn('day#2026-11-22')).toEqual({ tokens: 4, microUsd: 3, calls: 1 });
    expect(await budgets.spentIn('improvement#imp-1')).toEqual({ tokens: 4, microUsd: 3, calls: 1 });
    expect(usedInWeek(await budgets.quota('provider/one'), NOON)).toBe(4);
  });

  it('keep a call at the most it can have cost when nobody knows what it did cost, or nobody settles it', async () => {
    const budgets = budgetsNow();
    await budgets.reserve(reservation('unknown'));
    await budgets.settle('unknown', undefined, NOON);
    await budgets.reserve(reservation('left'));
    expect(await budgets.spentIn('day#2026-11-22')).toEqual({ tokens: 20, microUsd: 20, calls: 2 });
  });

  it('count a call that cost more than was reserved in full', async () => {
    const budgets = budgetsNow();
    await budgets.reserve(reservation('a'));
    await budgets.settle('a', { tokens: 25, microUsd: 40 }, NOON);
    expect(await budgets.spentIn('day#2026-11-22')).toEqual({ tokens: 25, microUsd: 40, calls: 1 });
  });

  it('count the same call once, however often it is reserved and settled', async () => {
    const budgets = budgetsNow();
    expect(await budgets.reserve(reservation('a'))).toEqual({ ok: true, isNew: true });
    expect(await budgets.reserve(reservation('a'))).toEqual({ ok: true, isNew: false });
    await budgets.settle('a', { tokens: 4, microUsd: 4 }, NOON, 'the answer');
    await budgets.settle('a', { tokens: 9, microUsd: 9 }, NOON, 'another');
    await budgets.settle('never-reserved', { tokens: 9, microUsd: 9 }, NOON);
    expect(await budgets.spentIn('day#2026-11-22')).toEqual({ tokens: 4, microUsd: 4, calls: 1 });
    expect(await budgets.call('a')).toEqual({ isSettled: true, answer: 'the answer' });
    expect(await budgets.call('b')).toBeUndefined();
  });

  it('take from all windows and quotas or from none', async () => {
    const budgets = budgetsNow();
    const [improvement, day] = reservation('x').windows;
    if (!improvement || !day) throw new Error('The reservation has two windows.');
    const full = { ...day, limit: { tokens: 5 } };
    expect(await budgets.reserve(reservation('a', { windows: [improvement, full] }))).toMatchObject({ ok: false, reason: 'budget', id: day.id });
    expect(await budgets.spentIn(improvement.id)).toMatchObject({ tokens: 0, calls: 0 });
    expect(usedInWeek(await budgets.quota('provider/one'), NOON)).toBe(0);
    expect(await budgets.reserve(reservation('b', { quotas: [{ id: 'provider/one', limitTokens: 9 }] }))).toMatchObject({ ok: false, reason: 'quota', id: 'provider/one' });
    expect(await budgets.spentIn(day.id)).toMatchObject({ tokens: 0, calls: 0 });
  });

  it('name the limit that holds longest, and when it passes', async () => {
    const budgets = budgetsNow();
    const twice = async (windows: Reservation['windows']) => {
      await budgets.reserve(reservation(`first-${windows[0]?.id}`, { windows, quotas: [] }));
      return budgets.reserve(reservation(`second-${windows[0]?.id}`, { windows, quotas: [] }));
    };
    const window = (id: string, resumesAt?: number) => ({ id, limit: { tokens: 15 }, keptUntil: NOON + DAY_MS, ...(resumesAt === undefined ? {} : { resumesAt }) });
    expect(await twice([window('a', NOON + 5), window('b', NOON + 9), window('c', NOON + 7)])).toEqual({ ok: false, reason: 'budget', id: 'b', resumeAt: NOON + 9 });
    expect(await twice([window('d', NOON + 5), window('e')])).toEqual({ ok: false, reason: 'budget', id: 'e' });
  });

  it('promise no other day to a call that no day has room for', async () => {
    expect(await budgetsNow().reserve(reservation('a', { windows: limited({ microUsd: 9 }, NOON + 5), quotas: [] }))).toEqual({ ok: false, reason: 'budget', id: 'w' });
  });

  it('begin anew in the next window', async () => {
    const budgets = budgetsNow();
    const today = reservation('a', { windows: limited({ tokens: 10 }, NOON + DAY_MS / 2), quotas: [] });
    await budgets.reserve(today);
    expect(await budgets.reserve({ ...today, callId: 'b' })).toMatchObject({ ok: false, resumeAt: NOON + DAY_MS / 2 });
    const tomorrow = { ...today, callId: 'c', windows: today.windows.map((window) => ({ ...window, id: 'next' })), at: NOON + DAY_MS / 2 };
    expect(await budgets.reserve(tomorrow)).toEqual({ ok: true, isNew: true });
  });

  it('let 1,000 concurrent reservations of one process in as far as there is room, and not one further', async () => {
    const budgets = budgetsNow();
    const results = await Promise.all(Array.from({ length: 1000 }, (_, index) => budgets.reserve(reservation(`c-${index}`))));
    expect(results.filter(({ ok }) => ok)).toHaveLength(500);
    expect(results.filter((result) => !result.ok && result.reason === 'quota')).toHaveLength(500);
    expect(await budgets.spentIn('day#2026-11-22')).toEqual({ tokens: 5000, microUsd: 5000, calls: 500 });
  });

  it('let 1,000 concurrent reservations of four processes in as far as there is room, and not one further', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'pawl-budgets-')), 'pawl.sqlite');
    const store = new SqliteItemStore(file, testClock(NOON));
    const processes = Array.from({ length: 4 }, (_, index) => fork(new URL('../../../support/reserving-process.ts', import.meta.url).pathname, [file, String(index), '250'], { execArgv: [] }));
    await Promise.all(processes.map((child) => once(child, 'message')));
    const got = processes.map(async (child) => ((await once(child, 'message')) as [number])[0]);
    for (const child of processes) child.send('go');
    expect((await Promise.all(got)).reduce((sum, one) => sum + one, 0)).toBe(500);
    const budgets = new Budgets(store);
    expect(await budgets.spentIn('day#2026-11-22')).toEqual({ tokens: 5000, microUsd: 5000, calls: 500 });
    expect(usedInWeek(await budgets.quota('provider/one'), NOON)).toBe(5000);
    store.close();
  }, 60_000);

  it('are never exceeded and never forget, whatever is reserved, settled, lost and repeated (property)', async () => {
    const step = record({ call: integer({ min: 0, max: 8 }), tokens: integer({ min: 0, max: 40 }), used: integer({ min: 0, max: 40 }), hours: integer({ min: 0, max: 60 }), act: constantFrom('reserve', 'settle', 'lose'), isKnown: boolean() });
    await assert(
      asyncProperty(array(step, { maxLength: 40 }), async (steps) => {
        const budgets = budgetsNow();
        let at = NOON;
        const open = new Map<number, number>();
        let expected = 0;
        for (const { call, tokens, used, hours, act, isKnown } of steps) {
          at += hours * HOUR_MS;
          const worst = { tokens, microUsd: tokens };
          if (act === 'reserve') {
            const result = await budgets.reserve({ callId: String(call), worst, windows: limited({ tokens: 100 }), quotas: [{ id: 'q', limitTokens: 60 }], at });
            if (result.ok && result.isNew) {
              open.set(call, tokens);
              expected += tokens;
            }
          }
          const reserved = open.get(call);
          if (act === 'settle' && reserved !== undefined) {
            const real = Math.min(used, reserved);
            await budgets.settle(String(call), isKnown ? { tokens: real, microUsd: real } : undefined, at);
            if (isKnown) expected += real - reserved;
            open.delete(call);
          }
          const spent = await budgets.spentIn('w');
          expect(spent.tokens).toBe(expected);
          expect(spent.tokens).toBeLessThanOrEqual(100);
          expect(usedInWeek(await budgets.quota('q'), at)).toBeLessThanOrEqual(60);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('a weekly quota', () => {
  const drawn = (...draws: readonly [hoursAgo: number, tokens: number][]) => draws.reduce((quota, [hoursAgo, tokens]) => drawnOn(quota, hourAt(NOON - hoursAgo * HOUR_MS), tokens, NOON), UNUSED);

  it('counts what was used in the last seven days, and an hour that lies half in them as a whole one', () => {
    expect(usedInWeek(drawn([0, 1], [167, 10], [168, 100], [169, 1000]), NOON + HOUR_MS / 2)).toBe(111);
    expect(usedInWeek(drawn([0, 1], [168, 100]), NOON + HOUR_MS)).toBe(1);
  });

  it('is not held for longer by what a clock wrote that ran far ahead', () => {
    const ahead = drawnOn(UNUSED, hourAt(NOON + 365 * DAY_MS), 90, NOON + 365 * DAY_MS);
    expect(usedInWeek(ahead, NOON)).toBe(0);
    expect(usedInWeek(drawnOn(UNUSED, hourAt(NOON + 2 * HOUR_MS), 90, NOON + 2 * HOUR_MS), NOON)).toBe(90);
  });

  it('says from when on there is room again', () => {
    const quota = drawn([100, 30], [50, 40], [1, 30]);
    expect(roomFrom(quota, 10, 110, NOON)).toBe(NOON);
    expect(roomFrom(quota, 10, 100, NOON)).toBe(NOON - 99 * HOUR_MS + WEEK_MS);
    expect(roomFrom(quota, 50, 100, NOON)).toBe(NOON - 49 * HOUR_MS + WEEK_MS);
    expect(roomFrom(quota, 101, 100, NOON)).toBeUndefined();
  });

  it('has room at the moment that it names, and not a millisecond before (property)', () => {
    assert(
      property(array(record({ hoursAgo: integer({ min: 0, max: 200 }), tokens: integer({ min: 0, max: 50 }) }), { maxLength: 20 }), integer({ min: 0, max: 100 }), integer({ min: 0, max: 100 }), (draws, need, limit) => {
        const quota = drawn(...draws.map(({ hoursAgo, tokens }): [number, number] => [hoursAgo, tokens]));
        const from = roomFrom(quota, need, limit, NOON);
        if (from === undefined) expect(need).toBeGreaterThan(limit);
        else {
          expect(usedInWeek(quota, from) + need).toBeLessThanOrEqual(limit);
          if (from > NOON) expect(usedInWeek(quota, from - 1) + need).toBeGreaterThan(limit);
        }
      }),
    );
  });
});
