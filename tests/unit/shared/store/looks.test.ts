import { beforeEach, expect, test } from 'vitest';
import { SqliteItemStore } from '../../../../shared/adapters/local/sqlite-item-store.ts';
import type { Look } from '../../../../shared/domain/look.ts';
import type { ItemStore } from '../../../../shared/ports/item-store.ts';
import { keys } from '../../../../shared/store/keys.ts';
import { Looks } from '../../../../shared/store/looks.ts';
import { testClock } from '../../../support/test-clock.ts';

const row = (targetId: string, over: Partial<Look> = {}): Look => ({ targetId, firstAt: 1, lookedAt: 10, foldedAt: 10, nextAt: 500, because: 'rest', ...over });
let store: SqliteItemStore;
let looks: Looks;
beforeEach(() => {
  store = new SqliteItemStore(':memory:', testClock());
  looks = new Looks(store);
});

test('all looks are read at once, more than a page of them, and what cannot be read is as if it was not there', async () => {
  for (let index = 0; index < 1005; index += 1) await looks.note(`t${index}`, () => row(`t${index}`));
  await store.write([{ kind: 'put', key: keys.look('odd'), body: { nonsense: true }, when: 'absent' }]);
  const all = await looks.all();
  expect([all.size, all.get('t7')]).toEqual([1005, row('t7')]);
});

test('an alarm that goes on makes its target due at once, until it goes off', async () => {
  await looks.note('orders', () => row('orders'));
  await looks.alarm('orders', 'errors', true, 100);
  await looks.alarm('orders', 'latency', true, 110);
  expect((await looks.all()).get('orders')).toMatchObject({ nextAt: 100, because: 'alarm', alarms: { errors: 100, latency: 110 } });
  await looks.alarm('orders', 'errors', false, 120);
  expect((await looks.all()).get('orders')?.alarms).toEqual({ latency: 110 });
});

test('an alarm of a target that was never looked at keeps nothing: that look comes by itself', async () => {
  await looks.alarm('orders', 'errors', true, 100);
  expect((await looks.all()).size).toBe(0);
});

test('an alarm that comes between reading and writing a row is not lost', async () => {
  await looks.note('orders', () => row('orders'));
  let first = true;
  const interrupted: ItemStore = {
    query: async (query) => store.query(query),
    write: async (changes) => store.write(changes),
    get: async (key) => {
      const held = await store.get(key);
      if (first) {
        first = false;
        await looks.alarm('orders', 'errors', true, 100);
      }
      return held;
    },
  };
  const slow = new Looks(interrupted);
  await slow.note('orders', (held) => ({ ...row('orders', { lookedAt: 90 }), ...(held?.alarms === undefined ? {} : { alarms: held.alarms }) }));
  expect((await looks.all()).get('orders')).toMatchObject({ lookedAt: 90, alarms: { errors: 100 } });
});
