import { afterEach, beforeEach, expect, test } from 'vitest';
import { tellServing } from '../../../../lambdas/telemetry/tell-serving.ts';
import { spoolPages } from '../../../../shared/adapters/aws/spool-pages.ts';
import { spoolWriter } from '../../../../shared/adapters/aws/spool-writer.ts';
import { SqliteItemStore } from '../../../../shared/adapters/local/sqlite-item-store.ts';
import type { Serving } from '../../../../shared/domain/emergency.ts';
import { emptyTargetState, type TargetState } from '../../../../shared/domain/target-state.ts';
import { FOLD_DEFAULTS } from '../../../../shared/rules/detection/fold-settings.ts';
import { foldPage } from '../../../../shared/rules/detection/fold.ts';
import { memorySpool } from '../../../support/memory-spool.ts';
import { ORDERS } from '../../../support/observed-service.ts';
import { testClock } from '../../../support/test-clock.ts';

let store: SqliteItemStore;
beforeEach(() => {
  store = new SqliteItemStore(':memory:', testClock());
});
afterEach(() => store.close());

/** The alias, the spool and the fold, minute by minute. */
const setUp = () => {
  const clock = testClock();
  const objects = memorySpool(clock);
  const telemetry = spoolPages({ objects, clock, notify: () => undefined });
  let serving: Serving | undefined;
  let state: TargetState = emptyTargetState('orders');
  return {
    objects,
    see: (version: string) => (serving = { version, since: clock.now() }),
    folded: () => state.servingVersion,
    minute: async () => {
      const { told } = await tellServing([ORDERS], { servings: { find: async () => serving }, spool: spoolWriter({ objects, clock }), store });
      const page = await telemetry.read('orders', state.cursor, 1000);
      ({ state } = foldPage(state, page, FOLD_DEFAULTS));
      clock.advance(60_000);
      return { told, events: page.events };
    },
  };
};

test('a version that serves anew is told once, and the fold knows it', async () => {
  const { see, folded, minute, objects } = setUp();
  see('3');
  const minutes = [await minute(), await minute(), await minute()];
  expect(folded()).toBe('3');
  expect(minutes.map(({ told }) => told.length)).toEqual([1, 0, 0]);
  expect(minutes.flatMap(({ events }) => events)).toHaveLength(1);
  for (const version of ['4', '3']) {
    see(version);
    for (let index = 0; index < 2; index += 1) await minute();
    expect(folded()).toBe(version);
  }
  expect(objects.stored.size).toBe(3);
});

test('killed before it is noted that it was told, it is told again and read once', async () => {
  const { see, minute } = setUp();
  see('3');
  const write = store.write.bind(store);
  store.write = async () => Promise.reject(new Error('killed'));
  await expect(minute()).rejects.toThrow('killed');
  store.write = write;
  const minutes = [await minute(), await minute(), await minute()];
  expect(minutes.flatMap(({ events }) => events)).toHaveLength(1);
});

test('nothing is told of a target whose alias was not seen yet', async () => {
  expect((await setUp().minute()).told).toEqual([]);
});

test('what cannot be read of one target keeps none of the others from being told of', async () => {
  const clock = testClock();
  const objects = memorySpool(clock);
  const find = async (id: string): Promise<Serving | undefined> => (id === 'broken' ? Promise.reject(new Error('not readable')) : { version: '3', since: clock.now() });
  const all = ['broken', 'orders', 'stock'].map((id) => ({ ...ORDERS, id, functionName: id }));
  await expect(tellServing(all, { servings: { find }, spool: spoolWriter({ objects, clock }), store })).rejects.toThrow('not readable');
  expect(objects.stored.size).toBe(2);
});
