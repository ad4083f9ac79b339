import { beforeEach, describe, expect, it } from 'vitest';
import { collectDue, type CollectDueDependencies } from '../../../../lambdas/telemetry/collect-due.ts';
import { spoolPages } from '../../../../shared/adapters/aws/spool-pages.ts';
import { spoolWriter } from '../../../../shared/adapters/aws/spool-writer.ts';
import { SqliteItemStore } from '../../../../shared/adapters/local/sqlite-item-store.ts';
import { PRESETS } from '../../../../shared/config/presets.ts';
import { settingsFor } from '../../../../shared/config/settings-for.ts';
import type { Settings } from '../../../../shared/config/settings.ts';
import type { LogLine } from '../../../../shared/domain/signal.ts';
import { microUsdOf } from '../../../../lambdas/telemetry/look-spending.ts';
import { keys } from '../../../../shared/store/keys.ts';
import { repositoriesIn } from '../../../../shared/store/repositories.ts';
import { invocationLines } from '../../../support/invocation-log.ts';
import { memorySpool } from '../../../support/memory-spool.ts';
import { healthyInvocation, ORDERS } from '../../../support/observed-service.ts';
import { testClock } from '../../../support/test-clock.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START = Date.UTC(2026, 10, 21, 12);
const SETTINGS: Settings = { ...PRESETS.basic, tenants: {}, monitoringExtensionSeconds: 3600, postWatchSeconds: 3600 };

const clock = testClock(START);
let store: SqliteItemStore;
let kept: ReturnType<typeof repositoriesIn>;
let read: string[];
let asked: string[][];

/** Two targets that were adopted ten days ago, on a spool in memory. */
const world = async () => {
  const objects = memorySpool(clock);
  const telemetry = spoolPages({ objects, clock, notify: () => undefined });
  const targets = [ORDERS, { ...ORDERS, id: 'stock', functionName: 'stock', tenantId: 'acme' }];
  const dependencies: CollectDueDependencies = {
    store, clock, settings: SETTINGS,
    ids: { next: (prefix) => `${prefix}-1`, derived: (prefix, cause) => `${prefix}-${cause}` },
    targets: { all: async () => targets },
    telemetry: {
      read: async (functionName, cursor, limit) => {
        read.push(`${functionName}${limit === 1 ? '?' : ''}`);
        return telemetry.read(functionName, cursor, limit);
      },
    },
    settingsFor: ({ tenantId }) => settingsFor(SETTINGS, tenantId),
    feed: async (due) => {
      asked.push(due.map(({ id }) => id));
      return { apiCalls: due.length === 0 ? 0 : 1, asked: due.map(({ functionName }) => functionName) };
    },
    deployer: {} as CollectDueDependencies['deployer'],
    sources: () => ({}) as ReturnType<CollectDueDependencies['sources']>,
    blobs: {} as CollectDueDependencies['blobs'],
    isBilled: true,
  };
  for (const { id } of targets) await kept.looks.note(id, () => ({ targetId: id, firstAt: START - 10 * DAY, lookedAt: START - HOUR, foldedAt: START - HOUR, nextAt: START, because: 'rest' }));
  const spool = spoolWriter({ objects, clock });
  let number = 0;
  /** A minute passes in which the functions named log `perMinute` requests each; then a tick. */
  const minute = async (busy: readonly string[], perMinute = 5): Promise<string[]> => {
    for (const functionName of busy) {
      const lines = Array.from({ length: perMinute }, (): LogLine[] => invocationLines({ ...healthyInvocation((number += 1)), at: clock.now() })).flat();
      await spool.put({ functionName, lines, events: [] });
    }
    clock.advance(MINUTE);
    read.length = 0;
    const { looks } = await collectDue({}, dependencies);
    for (const look of looks) if (!look.ok) throw look.error;
    return [...read];
  };
  return { minute, dependencies, objects };
};

beforeEach(() => {
  clock.set(START);
  store = new SqliteItemStore(':memory:', clock);
  kept = repositoriesIn(store);
  read = [];
  asked = [];
});

const minutes = async (count: number, step: () => Promise<string[]>): Promise<string[][]> => {
  const looks: string[][] = [];
  for (let index = 0; index < count; index += 1) looks.push(await step());
  return looks;
};
const looksAt = (looks: readonly string[][], functionName: string): number => looks.filter((each) => each.includes(functionName)).length;

describe('a tick of telemetry', () => {
  it('reads targets at rest every five minutes, and loses nothing', async () => {
    const { minute } = await world();
    const looks = await minutes(60, async () => minute(['orders', 'stock']));
    expect([looksAt(looks, 'orders'), looksAt(looks, 'stock')].every((count) => count >= 12 && count <= 13)).toBe(true);
    clock.advance(6 * MINUTE);
    await minute([]);
    const periods = await kept.periods.between('orders', START, START + 2 * HOUR);
    expect(periods.reduce((sum, { versions }) => sum + (versions['1']?.requests ?? 0), 0)).toBe(300);
  });

  it('reads a target that is being released every minute, and its periods are there in time', async () => {
    const { minute } = await world();
    await minutes(6, async () => minute(['orders', 'stock']));
    await store.write([{ kind: 'put', key: keys.activeReleaseRow('imp-1'), body: { targetId: 'orders' }, when: 'absent' }]);
    for (let index = 0; index < 10; index += 1) {
      expect(await minute(['orders', 'stock'])).toContain('orders');
      // What was logged takes half a minute into the spool: the minute before the last is complete.
      expect((await kept.states.get('orders'))?.state.periodsUntil).toBeGreaterThanOrEqual(clock.now() - 2 * MINUTE);
    }
  });

  it.each([
    ['an emergency', async () => void (await kept.emergencies.claim({ id: 'em-1', targetId: 'orders', alarm: 'errors', at: START, takenUpAt: START, reversal: { kind: 'none', why: 'test' }, state: 'open' }, START + DAY))],
    ['an alarm', async () => kept.looks.alarm('orders', 'errors', true, clock.now())],
    ['a watch after a promotion', async () => void (await store.write([{ kind: 'put', key: keys.watchedAfterRow('imp-1'), body: { targetId: 'orders' }, when: 'absent' }]))],
  ])('reads a target with %s every minute', async (_, begin) => {
    const { minute } = await world();
    await minutes(3, async () => minute(['orders', 'stock']));
    await begin();
    const looks = await minutes(10, async () => minute(['orders', 'stock']));
    expect(looksAt(looks, 'orders')).toBe(10);
    expect(looksAt(looks, 'stock')).toBeLessThanOrEqual(3);
  });

  it('reads a new target every minute for its first hour', async () => {
    const { minute, dependencies } = await world();
    const fresh = { ...ORDERS, id: 'fresh', functionName: 'fresh' };
    dependencies.targets.all = async () => [fresh];
    expect(looksAt(await minutes(60, async () => minute(['fresh'])), 'fresh')).toBe(60);
    expect(looksAt(await minutes(30, async () => minute(['fresh'])), 'fresh')).toBeLessThanOrEqual(7);
  });

  it('only peeks at a silent target, and reads what comes after all with the next peek', async () => {
    const { minute } = await world();
    await minutes(10, async () => minute(['orders', 'stock']));
    await minutes(75, async () => minute(['orders']));
    const silent = await minutes(60, async () => minute(['orders']));
    expect(looksAt(silent, 'stock')).toBeLessThanOrEqual(5);
    expect(looksAt(silent, 'stock?')).toBeGreaterThanOrEqual(7);
    expect(asked.slice(-60).filter((ids) => ids.includes('stock')).length).toBeLessThanOrEqual(5);
    await minute(['stock'], 3);
    const looks = await minutes(6, async () => minute([]));
    expect(looksAt(looks, 'stock')).toBeGreaterThanOrEqual(1);
    expect((await kept.periods.between('stock', clock.now() - 10 * MINUTE, clock.now())).reduce((sum, { versions }) => sum + (versions['1']?.requests ?? 0), 0)).toBe(3);
  });

  it('goes on at once with a target that has more to read than one look may', async () => {
    const { minute, dependencies } = await world();
    const { telemetry } = dependencies;
    const behind = { ...telemetry, read: async (name: string, cursor: string | undefined, limit: number) => ({ ...(await telemetry.read(name, cursor, limit)), caughtUp: false }) };
    for (let index = 0; index < 6; index += 1) {
      clock.advance(MINUTE);
      await collectDue({}, { ...dependencies, telemetry: behind });
    }
    expect((await kept.looks.all()).get('orders')?.because).toBe('behind');
    expect(looksAt(await minutes(1, async () => minute([])), 'orders')).toBe(1);
  });

  it('looks at everything when it is asked to', async () => {
    const { minute, dependencies } = await world();
    await minutes(6, async () => minute([]));
    expect((await collectDue({}, dependencies)).looks).toEqual([]);
    expect((await collectDue({ everything: true }, dependencies)).looks.map(({ targetId }) => targetId)).toEqual(['orders', 'stock']);
  });

  it('reads again with the next tick what could not be read', async () => {
    const { minute, dependencies } = await world();
    clock.advance(6 * MINUTE);
    const broken = { ...dependencies, telemetry: { read: async () => Promise.reject(new Error('no bucket')) } };
    expect((await collectDue({}, broken)).looks.map(({ ok }) => ok)).toEqual([false, false]);
    expect(looksAt([await minute([])], 'orders')).toBe(1);
  });

  it('puts whom it could not read behind those who wait, and tells for how long nobody has read it', async () => {
    const { dependencies } = await world();
    const { telemetry } = dependencies;
    const broken = { ...dependencies, telemetry: { read: async (name: string, cursor: string | undefined, limit: number) => (name === 'orders' ? Promise.reject(new Error('no right')) : telemetry.read(name, cursor, limit)) } };
    const first = await collectDue({}, broken);
    expect(first.looks.map(({ targetId, ok }) => [targetId, ok])).toEqual([['orders', false], ['stock', true]]);
    expect(first.foldedUntil).toBe(START - HOUR);
    await kept.looks.note('stock', () => ({ targetId: 'stock', firstAt: 0, lookedAt: START - MINUTE, foldedAt: START - MINUTE, nextAt: START, because: 'rest' }));
    clock.advance(MINUTE);
    const second = await collectDue({}, broken);
    expect(second.looks.map(({ targetId }) => targetId)).toEqual(['stock', 'orders']);
    expect(second.foldedUntil).toBe(START - HOUR);
  });

  it('gives a state up that nobody could read for half an hour, keeps it aside, and reads on from where it stood', async () => {
    const { minute, dependencies } = await world();
    await minutes(8, async () => minute(['orders', 'stock']));
    const [key, before] = [keys.targetState('orders'), await kept.states.get('orders')];
    const body = { format: 'of a later version', z: 'bm90IGJyb3RsaQ==' };
    await store.write([{ kind: 'put', key, body, when: before?.version ?? 'absent' }]);
    const spoken: string[] = [];
    for (let index = 0; index < 36; index += 1) {
      clock.advance(MINUTE);
      const { looks } = await collectDue({}, dependencies);
      expect(looks.filter(({ targetId, ok }) => targetId === 'stock' && !ok)).toEqual([]);
      spoken.push(...looks.flatMap((look) => (look.ok ? [] : [String(look.error)])));
      if (index === 20) expect((await store.get(key))?.body).toEqual(body);
    }
    expect(spoken.filter((text) => text.includes('learned anew'))).toHaveLength(1);
    expect(spoken.length).toBeGreaterThan(20);
    expect((await store.get(keys.unreadableState('orders')))?.body).toEqual(body);
    await minutes(8, async () => minute(['orders'], 7));
    const state = (await kept.states.get('orders'))?.state;
    expect(state?.completeUntil).toBeGreaterThan(clock.now() - 7 * MINUTE);
    const after = await kept.periods.between('orders', START + 44 * MINUTE, clock.now());
    expect(after.some(({ versions }) => versions['1']?.requests === 7)).toBe(true);
  });

  it('is not kept from looking by an emergency that this version cannot read', async () => {
    const { minute } = await world();
    await minutes(3, async () => minute(['orders', 'stock']));
    await store.write([{ kind: 'put', key: keys.emergency('em-1'), body: { of: 'a later version' }, when: 'absent' }, { kind: 'put', key: keys.openEmergencyRow('em-1'), body: { targetId: 'orders' }, when: 'absent' }]);
    expect(looksAt(await minutes(5, async () => minute(['orders', 'stock'])), 'orders')).toBe(5);
  });

  it('begins no look any more when its time is over, and goes on with those that were left', async () => {
    const { dependencies } = await world();
    const targets = Array.from({ length: 10 }, (_, index) => ({ ...ORDERS, id: `target-${index}`, functionName: `target-${index}` }));
    dependencies.targets.all = async () => targets;
    const { telemetry } = dependencies;
    const slow = { ...dependencies, mostSeconds: 30, telemetry: { read: async (name: string, cursor: string | undefined, limit: number) => {
      clock.advance(10_000);
      return telemetry.read(name, cursor, limit);
    } } };
    const seen: string[] = [];
    for (let tick = 0; tick < 5 && seen.length < targets.length; tick += 1) {
      const { looks, left } = await collectDue({}, slow);
      expect(looks.every(({ ok }) => ok)).toBe(true);
      expect(left.every((id) => !looks.some(({ targetId }) => targetId === id))).toBe(true);
      if (tick === 0) expect(left.length).toBeGreaterThan(0);
      seen.push(...looks.flatMap(({ targetId }) => (seen.includes(targetId) ? [] : [targetId])));
    }
    expect(seen.toSorted()).toEqual(targets.map(({ id }) => id));
  });
});

describe('what a tick costs', () => {
  it('is in the books of each target, with its tenant, priced by the table', async () => {
    const { minute } = await world();
    await minutes(12, async () => minute(['orders', 'stock']));
    const spent = await kept.ledger.between('stock', START, START + HOUR);
    const looks = spent.counts['looks'] ?? 0;
    expect(looks).toBeGreaterThanOrEqual(2);
    expect(spent.counts['metricsAsked']).toBe(looks);
    // Each minute's batch was delivered, put and fetched once; each look listed once.
    expect(spent.counts['s3Puts']).toBe(looks + (spent.counts['s3Gets'] ?? 0));
    expect(spent.counts['dynamoWrites']).toBeGreaterThan(4 * looks);
    expect(spent.counts['dynamoReads']).toBeGreaterThan(looks);
    expect(spent.microUsd).toBe(Math.round(microUsdOf(spent.counts)));
    expect(spent.microUsd).toBeGreaterThan(0);
    expect((await store.get(keys.spending('stock', '2026-11-21T12')))?.body).toMatchObject({ tenantId: 'acme' });
  });

  it('is counted once for each look, also when two collectors race or one is told to look again', async () => {
    const { dependencies } = await world();
    clock.advance(6 * MINUTE);
    const both = await Promise.all([collectDue({}, dependencies), collectDue({}, dependencies)]);
    expect(both.flatMap(({ looks }) => looks).every(({ ok }) => ok)).toBe(true);
    const looks = (await kept.ledger.between('orders', START, START + HOUR)).counts['looks'];
    const version = (await store.get(keys.targetState('orders')))?.version;
    expect([looks, version !== undefined]).toEqual([1, true]);
    await collectDue({}, dependencies);
    expect((await kept.ledger.between('orders', START, START + HOUR)).counts['looks']).toBe(1);
  });

  it('is kept nowhere where nothing costs anything', async () => {
    const { minute, dependencies } = await world();
    Object.assign(dependencies, { isBilled: false });
    await minutes(6, async () => minute(['orders']));
    expect(await kept.ledger.between('orders', START, START + HOUR)).toEqual({ counts: {}, microUsd: 0 });
  });

  it('leaves to the common account what no target caused', async () => {
    const { minute, dependencies } = await world();
    await minutes(6, async () => minute([]));
    const { unaccounted } = await collectDue({}, dependencies);
    expect(unaccounted).toEqual({ readUnits: 4, writeUnits: 0 });
  });
});
