import { beforeEach, describe, expect, it } from 'vitest';
import { SqliteItemStore } from '../../../../shared/adapters/local/sqlite-item-store.ts';
import { CostLedger, SHARED, type Spending } from '../../../../shared/store/cost-ledger.ts';
import { testClock } from '../../../support/test-clock.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.UTC(2026, 0, 5);
const price = ({ dynamoWrites = 0 }: Readonly<Record<string, number>>): number => dynamoWrites * 0.4;
const spending = (over: Partial<Spending> = {}): Spending => ({ account: 'orders', at: START, counts: { dynamoWrites: 1 }, price, ...over });

const clock = testClock(START);
let ledger: CostLedger;
let store: SqliteItemStore;
beforeEach(() => {
  clock.set(START);
  store = new SqliteItemStore(':memory:', clock);
  ledger = new CostLedger(store);
});

describe('the cost ledger', () => {
  it('adds up, and rounds an hour once, not each of its entries', async () => {
    for (let index = 0; index < 10; index += 1) await ledger.add(spending(), `look ${index}`);
    expect(await ledger.between('orders', START, START + HOUR)).toEqual({ counts: { dynamoWrites: 10 }, microUsd: 4 });
  });

  it('counts what is tried again once, also by several at a time', async () => {
    await Promise.all(['a', 'b', 'a', 'b', 'a'].map(async (cause) => ledger.add(spending(), cause)));
    expect((await ledger.between('orders', START, START + HOUR)).counts).toEqual({ dynamoWrites: 2 });
  });

  it('counts what goes with another write exactly when that happens', async () => {
    const key = { pk: 'x', sk: 'x' };
    const write = async () => store.write([{ kind: 'put', key, body: 1, when: 'absent' }, await ledger.adding(spending())]);
    expect([(await write()).ok, (await write()).ok]).toEqual([true, false]);
    expect((await ledger.between('orders', START, START + HOUR)).counts).toEqual({ dynamoWrites: 1 });
  });

  it('tells the days of an account, each of its own', async () => {
    for (const [index, at] of [START, START + 5 * HOUR, START + DAY, START + 3 * DAY].entries()) await ledger.add(spending({ at, counts: { dynamoWrites: 10, looks: 1 } }), String(index));
    await ledger.add(spending({ account: SHARED }), 'other');
    expect(await ledger.daily('orders', START, START + 3 * DAY)).toEqual([
      { day: '2026-01-05', counts: { dynamoWrites: 20, looks: 2 }, microUsd: 8 },
      { day: '2026-01-06', counts: { dynamoWrites: 10, looks: 1 }, microUsd: 4 },
    ]);
    expect(await ledger.between('nobody', START, START + DAY)).toEqual({ counts: {}, microUsd: 0 });
  });

  it('takes the hour that a stretch begins in, and none before', async () => {
    for (const hour of [0, 1, 2]) await ledger.add(spending({ at: START + hour * HOUR + 1000 }), String(hour));
    expect((await ledger.between('orders', START + HOUR + 5000, START + 3 * HOUR)).counts).toEqual({ dynamoWrites: 2 });
  });

  it('reads more hours than fit on a page, and forgets after ninety days', async () => {
    for (let hour = 0; hour < 600; hour += 1) await ledger.add(spending({ at: START + hour * HOUR }), 'look');
    expect((await ledger.between('orders', START, START + 600 * HOUR)).counts).toEqual({ dynamoWrites: 600 });
    clock.set(START + 90 * DAY + HOUR);
    expect((await ledger.between('orders', START, START + 600 * HOUR)).counts).toEqual({ dynamoWrites: 598 });
  });
});
