import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, describe, expect, it } from 'vitest';
import { CLIENT_OPTIONS } from '../../shared/adapters/aws/client-options.ts';
import { dynamoItemStore } from '../../shared/adapters/aws/dynamo-item-store.ts';
import { systemClock } from '../../shared/adapters/local/system-clock.ts';
import { Budgets } from '../../shared/store/budgets.ts';
import { usedInWeek } from '../../shared/store/quotas.ts';
import { freshTable } from '../support/dynamo-table.ts';
import { localClient } from '../support/emulator-client.ts';
import { startEmulator } from '../support/emulator.ts';
import { NOON, reservation } from '../support/reservation.ts';
import { testClock } from '../support/test-clock.ts';

const emulator = await startEmulator();
const endpoint = 'missing' in emulator ? 'http://127.0.0.1:1' : emulator.endpoint;
const client = new DynamoDBClient({ ...CLIENT_OPTIONS, ...localClient, endpoint });
afterAll(async () => {
  client.destroy();
  if (!('missing' in emulator)) await emulator.stop();
});

const PROCESSES = 3;
const CALLS = 8;

describe.skipIf('missing' in emulator)('budgets on DynamoDB', () => {
  it('let reservations of several functions at once in as far as there is room, and not one further', async () => {
    const table = await freshTable(client);
    const clients = Array.from({ length: PROCESSES }, () => new DynamoDBClient({ ...CLIENT_OPTIONS, ...localClient, endpoint }));
    const results = await Promise.all(
      clients.flatMap((own, process) => {
        // Its items do not expire by the hour that the test runs in.
        const store = dynamoItemStore({ client: own, table, clock: { ...systemClock, now: () => NOON } });
        const budgets = new Budgets(store, (attempt) => systemClock.sleep(Math.random() * Math.min(50, 2 * attempt)));
        return Array.from({ length: CALLS }, (_, index) => budgets.reserve(reservation(`${process}-${index}`, { quotas: [{ id: 'provider/one', limitTokens: 120 }] })));
      }),
    );
    for (const own of clients) own.destroy();
    expect(results.filter(({ ok }) => ok)).toHaveLength(12);
    expect(results.filter((result) => !result.ok && result.reason === 'quota')).toHaveLength(PROCESSES * CALLS - 12);
    const budgets = new Budgets(dynamoItemStore({ client, table, clock: testClock(NOON) }));
    expect(await budgets.spentIn('day#2026-11-22')).toEqual({ tokens: 120, microUsd: 120, calls: 12 });
    expect(usedInWeek(await budgets.quota('provider/one'), NOON)).toBe(120);
  });

  it('settle once, and keep the answer', async () => {
    const budgets = new Budgets(dynamoItemStore({ client, table: await freshTable(client), clock: testClock(NOON) }));
    await budgets.reserve(reservation('a'));
    await Promise.all([budgets.settle('a', { tokens: 3, microUsd: 4 }, NOON, 'the answer'), budgets.settle('a', { tokens: 9, microUsd: 9 }, NOON)]);
    expect(await budgets.spentIn('day#2026-11-22')).toEqual({ tokens: 3, microUsd: 4, calls: 1 });
    expect(await budgets.call('a')).toEqual({ isSettled: true, answer: 'the answer' });
  });
});
