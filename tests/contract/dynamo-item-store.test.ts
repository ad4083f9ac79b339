import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, describe, expect, it } from 'vitest';
import { CLIENT_OPTIONS } from '../../shared/adapters/aws/client-options.ts';
import { dynamoItemStore } from '../../shared/adapters/aws/dynamo-item-store.ts';
import { SqliteItemStore } from '../../shared/adapters/local/sqlite-item-store.ts';
import { systemClock } from '../../shared/adapters/local/system-clock.ts';
import type { Change } from '../../shared/ports/item-store.ts';
import { freshTable } from '../support/dynamo-table.ts';
import { localClient } from '../support/emulator-client.ts';
import { startEmulator } from '../support/emulator.ts';
import { startLossyProxy } from '../support/lossy-proxy.ts';
import { testClock } from '../support/test-clock.ts';
import { itAnswersAlike } from './alike-item-stores.ts';
import { describeItemStore } from './item-store.ts';

const emulator = await startEmulator();
const endpoint = 'missing' in emulator ? 'http://127.0.0.1:1' : emulator.endpoint;
const client = new DynamoDBClient({ ...CLIENT_OPTIONS, ...localClient, endpoint });
afterAll(async () => {
  client.destroy();
  if (!('missing' in emulator)) await emulator.stop();
});

const open = async (from = client, clock: ReturnType<typeof testClock> = testClock()) => {
  const table = await freshTable(client);
  return { store: dynamoItemStore({ client: from, table, clock }), table, clock };
};
const key = (sk: string, pk = 'p') => ({ pk, sk });

describe.skipIf('missing' in emulator)('on the emulator', () => {
  describeItemStore('DynamoDB', async () => {
    const { store, clock } = await open();
    return { store, advance: (ms) => clock.advance(ms), now: () => clock.now() };
  });

  itAnswersAlike('answers any writes as SQLite does', async () => {
    const { store, clock } = await open();
    return { stores: [store, new SqliteItemStore(':memory:', clock)], advance: (ms) => clock.advance(ms), now: () => clock.now() };
  });

  it('lets exactly one of four racing writers win each of 250 keys (1,000 writes; the same race on SQLite has 10,000)', async () => {
    const { table, clock } = await open();
    const writers = Array.from({ length: 4 }, () => new DynamoDBClient({ ...CLIENT_OPTIONS, ...localClient, endpoint }));
    const wins = await Promise.all(
      writers.map(async (client, writer) => {
        const store = dynamoItemStore({ client, table, clock });
        let won = 0;
        for (let step = 0; step < 250; step += 1) {
          const result = await store.write([{ kind: 'put', key: key(String((step + writer * 60) % 250), 'race'), body: { writer }, when: 'absent' }]);
          if (result.ok) won += 1;
        }
        client.destroy();
        return won;
      }),
    );
    expect(wins.reduce((sum, won) => sum + won, 0)).toBe(250);
    expect(wins.filter((won) => won > 0).length).toBeGreaterThan(1);
  });

  it('counts every one of 40 additions that come at once, and no more than the limit lets in', async () => {
    const { store } = await open(client, { ...systemClock, advance: () => {}, set: () => {} });
    const results = await Promise.all(Array.from({ length: 40 }, () => store.write([{ kind: 'add', key: key('c'), field: 'n', by: 1, atMost: 25 }])));
    expect(results.filter(({ ok }) => ok)).toHaveLength(25);
    expect((await store.get(key('c')))?.body).toEqual({ n: 25 });
  });

  it('names the first change that is refused, also before a counter at its limit', async () => {
    const { store } = await open();
    const add: Change = { kind: 'add', key: key('c'), field: 'n', by: 9, atMost: 5 };
    const taken: Change = { kind: 'put', key: key('taken'), body: 2, when: 'absent' };
    await store.write([{ ...taken, body: 1 }]);
    expect(await store.write([add, taken])).toEqual({ ok: false, conflict: add.key });
    expect(await store.write([taken, add])).toEqual({ ok: false, conflict: taken.key });
    expect(await store.write([{ ...taken, key: key('free') }, add])).toEqual({ ok: false, conflict: add.key });
    expect(await store.get(key('free'))).toBeUndefined();
  });

  it('starts a counter anew that was put with an expiry and has expired', async () => {
    const { store, clock } = await open();
    await store.write([{ kind: 'put', key: key('c'), body: { n: 4, m: 1 }, when: 'absent', expiresAt: clock.now() + 500 }]);
    const add: Change = { kind: 'add', key: key('c'), field: 'n', by: 1, atMost: 5 };
    expect((await store.write([add])).ok).toBe(true);
    expect(await store.get(key('c'))).toMatchObject({ body: { n: 5, m: 1 }, expiresAt: clock.now() + 500 });
    clock.advance(500);
    expect((await store.write([add])).ok).toBe(true);
    expect((await store.get(key('c')))?.body).toEqual({ n: 1 });
  });

  it('reads on over pages of 1 MB and over what has expired', async () => {
    const { store, clock } = await open();
    for (let index = 10; index < 22; index += 1) {
      await store.write([{ kind: 'put', key: key(`big#${index}`), body: `${index}${'x'.repeat(290_000)}`, when: 'absent', ...(index % 3 === 0 ? { expiresAt: clock.now() + 1 } : {}) }]);
    }
    clock.advance(1);
    const first = await store.query({ pk: 'p', prefix: 'big#', limit: 7 });
    expect(first.items.map(({ key }) => key.sk)).toEqual(['big#10', 'big#11', 'big#13', 'big#14', 'big#16', 'big#17', 'big#19']);
    const rest = await store.query({ pk: 'p', prefix: 'big#', limit: 7, ...(first.next ? { after: first.next } : {}) });
    expect(rest.items.map(({ key }) => key.sk)).toEqual(['big#20']);
    expect(rest.next).toBeUndefined();
  });

  it('refuses more in one write than DynamoDB takes, and says what to do', async () => {
    const { store } = await open();
    const changes = Array.from({ length: 14 }, (_, index): Change => ({ kind: 'put', key: key(String(index)), body: 'x'.repeat(290_000), when: 'absent' }));
    await expect(store.write(changes)).rejects.toThrow(/blob store/);
    await expect(store.write(changes.slice(0, 12))).resolves.toEqual({ ok: true });
  });

  it('does each write once, and says so, when the first answer to it is lost on the way', async () => {
    await using proxy = await startLossyProxy(endpoint);
    const lossy = new DynamoDBClient({ ...CLIENT_OPTIONS, ...localClient, endpoint: proxy.endpoint });
    const { store } = await open(lossy);
    const afterLoss = (...changes: Change[]) => {
      proxy.loseNextAnswer(/PutItem|TransactWriteItems/);
      return store.write(changes);
    };
    const put: Change = { kind: 'put', key: key('a'), body: 1, when: 'absent' };
    expect(await afterLoss(put)).toEqual({ ok: true });
    expect(await afterLoss(put)).toEqual({ ok: false, conflict: key('a') });
    const version = (await store.get(key('a')))?.version ?? 0;
    expect(await afterLoss({ ...put, body: 2, when: version }, { ...put, key: key('b') })).toEqual({ ok: true });
    expect(await afterLoss({ kind: 'add', key: key('c'), field: 'n', by: 1, atMost: 9 })).toEqual({ ok: true });
    expect((await store.get(key('c')))?.body).toEqual({ n: 1 });
    const held = (await store.get(key('b')))?.version ?? 0;
    expect(await afterLoss({ kind: 'remove', key: key('b'), when: held })).toEqual({ ok: true });
    expect(await store.get(key('b'))).toBeUndefined();
    expect(proxy.lost).toBe(5);
    lossy.destroy();
  });

  it('names action and table when the table is not there', async () => {
    const store = dynamoItemStore({ client, table: 'absent', clock: testClock() });
    await expect(store.get(key('a'))).rejects.toMatchObject({ name: 'AwsError', code: 'PAWL-AWS-NOT-FOUND', message: expect.stringMatching(/dynamodb:GetItem on table absent/) as string });
  });
});
