import { describe, expect, it } from 'vitest';
import { usageOf } from '../../../../lab/cost/requests.ts';
import { meteredStore, newStoreMeter, unitsOfWrite } from '../../../../lambdas/telemetry/metered-store.ts';
import { toRow } from '../../../../shared/adapters/aws/dynamo-row.ts';
import { SqliteItemStore } from '../../../../shared/adapters/local/sqlite-item-store.ts';
import type { Change } from '../../../../shared/ports/item-store.ts';
import { testClock } from '../../../support/test-clock.ts';

const put = (sk: string, size: number): Change & { kind: 'put' } => ({ kind: 'put', key: { pk: 'target#orders', sk }, body: { text: 'x'.repeat(size) }, when: 'absent' });
/** What the same puts are billed as when they go over the wire. */
const onTheWire = (...changes: readonly (Change & { kind: 'put' })[]): number | undefined => {
  const rows = changes.map(({ key, body }) => toRow(key, 8_000_000_000_000_000, JSON.stringify(body), undefined));
  const request = (operation: string, body: unknown) => usageOf({ method: 'POST', path: '/', service: 'dynamodb', operation, body: JSON.stringify(body), answer: '{}', status: 200 }).dynamoWrites;
  return changes.length === 1 ? request('PutItem', { Item: rows[0] }) : request('TransactWriteItems', { TransactItems: rows.map((Item) => ({ Put: { Item } })) });
};

describe('a metered store', () => {
  it.each([10, 900, 5000, 36_000])('bills a put of %i bytes as DynamoDB does, alone and in a transaction', (size) => {
    expect(unitsOfWrite([put('a', size)])).toBe(onTheWire(put('a', size)));
    expect(unitsOfWrite([put('a', size), put('b', 10)])).toBe(onTheWire(put('a', size), put('b', 10)));
  });

  it('counts what goes through it, refused writes and empty answers too, and changes nothing', async () => {
    const meter = newStoreMeter();
    const store = meteredStore(new SqliteItemStore(':memory:', testClock()), meter);
    expect((await store.write([put('a', 10), put('b', 10)])).ok).toBe(true);
    expect((await store.write([put('a', 10)])).ok).toBe(false);
    expect((await store.get({ pk: 'target#orders', sk: 'a' }))?.body).toEqual({ text: 'x'.repeat(10) });
    expect(await store.get({ pk: 'target#orders', sk: 'none' })).toBeUndefined();
    expect((await store.query({ pk: 'target#orders', limit: 10 })).items).toHaveLength(2);
    await store.write([{ kind: 'add', key: { pk: 'c', sk: 'c' }, field: 'n', by: 1, atMost: 9 }]);
    expect(meter).toMatchObject({ gets: 2, queries: 1, writes: 3, readUnits: 2 + 1 + 1, writeUnits: 4 + 1 + 2 });
  });
});
