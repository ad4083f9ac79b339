import { beforeEach, describe, expect, it } from 'vitest';
import { SqliteItemStore } from '../../../../shared/adapters/local/sqlite-item-store.ts';
import type { Json } from '../../../../shared/domain/json.ts';
import { emptyTargetState } from '../../../../shared/domain/target-state.ts';
import type { Period } from '../../../../shared/domain/period.ts';
import type { Change, ItemStore } from '../../../../shared/ports/item-store.ts';
import { keys } from '../../../../shared/store/keys.ts';
import { packed } from '../../../../shared/store/packed-body.ts';
import { Periods } from '../../../../shared/store/periods.ts';
import { TargetStates, UnreadableStateError } from '../../../../shared/store/target-states.ts';
import { observed } from '../../../support/observed-service.ts';
import { testClock } from '../../../support/test-clock.ts';

const START = Date.UTC(2026, 0, 5);
const period = (index: number, requests = 0): Period => ({
  targetId: 'orders', startsAt: START + index * 1000, seconds: 1, versions: requests === 0 ? {} : { 1: { requests, failures: 0, timeouts: 0, coldStarts: 0, durations: {}, environments: {} } },
});

let store: SqliteItemStore;
let states: TargetStates;
beforeEach(() => {
  store = new SqliteItemStore(':memory:', testClock(START));
  states = new TargetStates(store);
});

describe('the state of a target', () => {
  it('comes back as it was, in a fraction of its size', async () => {
    const state = observed(400);
    await states.save(state, [], undefined);
    expect((await states.get('orders'))?.state).toEqual(state);
    expect(JSON.stringify((await store.get(keys.targetState('orders')))?.body).length).toBeLessThan(JSON.stringify(state).length * 0.7);
  });

  it('is read as it was stored before states were packed, and packed with the next write', async () => {
    const state = observed(20);
    await store.write([{ kind: 'put', key: keys.targetState('orders'), body: state as unknown as Json, when: 'absent' }]);
    const held = await states.get('orders');
    expect(held?.state).toEqual(state);
    expect(await states.save(state, [], held?.version)).toBe(true);
    expect((await states.get('orders'))?.state).toEqual(state);
  });

  it('that does not fit is an error with its key, never a wrong value', async () => {
    await store.write([{ kind: 'put', key: keys.targetState('orders'), body: { targetId: 'orders' }, when: 'absent' }]);
    await expect(states.get('orders')).rejects.toThrow('target#orders/state');
  });

  it('that cannot be read gives way to an empty one, once, and never when somebody has mended it', async () => {
    const key = keys.targetState('orders');
    const damaged = { format: 'x', z: 'AAAA' };
    await store.write([{ kind: 'put', key, body: damaged, when: 'absent' }]);
    const error = await states.get('orders').catch((reason: unknown) => reason);
    if (!(error instanceof UnreadableStateError)) throw new Error('It was read.');
    expect(error.message).toContain('target#orders/state');
    expect([await states.startAnew('orders', error, 'c-7', START), await states.startAnew('orders', error, 'c-7', START)]).toEqual([true, false]);
    expect((await states.get('orders'))?.state).toEqual({ ...emptyTargetState('orders'), cursor: 'c-7' });
    expect((await store.get(keys.unreadableState('orders')))?.body).toEqual(damaged);
  });

  it('that does not fit is not written in the first place', async () => {
    const state = observed(20);
    await expect(states.save({ ...state, completeUntil: -1 }, [period(1)], undefined)).rejects.toThrow('completeUntil');
    expect(await states.get('orders')).toBeUndefined();
    expect(await new Periods(store).between('orders', START, START + 9000)).toEqual([]);
  });

  it('is checked again when it was written under another schema than the one that is', async () => {
    const key = keys.targetState('orders');
    await store.write([{ kind: 'put', key, body: packed({ targetId: 'orders' }, 'another'), when: 'absent' }]);
    await expect(states.get('orders')).rejects.toThrow('target#orders/state');
    await store.write([{ kind: 'put', key, body: packed(observed(20), 'another'), when: (await store.get(key))?.version ?? 'absent' }]);
    expect((await states.get('orders'))?.state).toEqual(observed(20));
  });

  it('of two collectors that race, one writes, and nothing of the other is kept', async () => {
    const [mine, theirs] = [{ ...observed(20), cursor: 'mine' }, { ...observed(20), cursor: 'theirs' }];
    const written = await Promise.all([states.save(mine, [period(1, 5)], undefined), states.save(theirs, [period(1, 7), period(2, 7)], undefined)]);
    expect(written).toEqual([true, false]);
    expect((await states.get('orders'))?.state.cursor).toBe('mine');
    expect((await new Periods(store).between('orders', START, START + 9000)).map(({ startsAt, versions }) => [startsAt - START, versions['1']?.requests])).toEqual([[1000, 5]]);
  });

  it('replaces periods that were written ahead of it', async () => {
    await states.put([period(1, 5), period(2, 5)]);
    expect(await states.save(observed(20), [period(1, 6), period(2, 6), period(3, 6)], undefined)).toBe(true);
    expect((await new Periods(store).between('orders', START, START + 9000)).map(({ versions }) => versions['1']?.requests)).toEqual([6, 6, 6]);
  });

  it('is written in one request when its periods are new, without a look at each', async () => {
    const asked: string[] = [];
    const counted: ItemStore = {
      get: async (key) => (asked.push(`get ${key.sk}`), store.get(key)),
      query: async (query) => store.query(query),
      write: async (changes) => (asked.push(`write ${changes.length}`), store.write(changes)),
    };
    await new TargetStates(counted).save(observed(20), [period(1), period(2), period(3)], undefined);
    expect(asked).toEqual(['write 4']);
  });

  it('takes other changes along, asked for anew when one of them came too late', async () => {
    const key = { pk: 'x', sk: 'x' };
    let asked = 0;
    const also = async (): Promise<Change[]> => {
      const held = await store.get(key);
      // Somebody writes it between the look and the write, once.
      if ((asked += 1) === 1) await store.write([{ kind: 'put', key, body: 'theirs', when: 'absent' }]);
      return [{ kind: 'put', key, body: `after ${JSON.stringify(held?.body)}`, when: held?.version ?? 'absent' }];
    };
    expect(await states.save(observed(20), [], undefined, also)).toBe(true);
    expect([asked, (await store.get(key))?.body]).toEqual([2, 'after "theirs"']);
  });
});
