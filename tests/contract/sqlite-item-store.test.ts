import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { SqliteItemStore, type SqliteItemStoreOptions } from '../../shared/adapters/local/sqlite-item-store.ts';
import { testClock } from '../support/test-clock.ts';
import { describeItemStore } from './item-store.ts';

const freshFile = () => join(mkdtempSync(join(tmpdir(), 'pawl-store-')), 'pawl.sqlite');

describeItemStore('SQLite', async () => {
  const clock = testClock();
  return { store: new SqliteItemStore(freshFile(), clock), advance: (ms) => clock.advance(ms), now: () => clock.now() };
});

describeItemStore('SQLite that remembers and gives way', async () => {
  const clock = testClock();
  return { store: new SqliteItemStore(freshFile(), clock, { rememberCharacters: 100_000, turnMs: 0 }), advance: (ms) => clock.advance(ms), now: () => clock.now() };
});

it('hands out what it remembers only while nobody else has changed or removed it', async () => {
  const [file, clock, key] = [freshFile(), testClock(), { pk: 'shared', sk: 'one' }];
  const [remembering, other] = [new SqliteItemStore(file, clock, { rememberCharacters: 1000 }), new SqliteItemStore(file, clock)];
  await other.write([{ kind: 'put', key, body: { text: 'first' }, when: 'absent' }]);
  const first = await remembering.get(key);
  expect((await remembering.get(key))?.body).toBe(first?.body);
  await other.write([{ kind: 'put', key, body: { text: 'second' }, when: first?.version ?? 'absent' }]);
  expect([(await remembering.get(key))?.body, (await remembering.query({ pk: 'shared', limit: 5 })).items[0]?.body]).toEqual([{ text: 'second' }, { text: 'second' }]);
  await other.write([{ kind: 'remove', key, when: (await other.get(key))?.version ?? 0 }]);
  expect([await remembering.get(key), (await remembering.query({ pk: 'shared', limit: 5 })).items]).toEqual([undefined, []]);
});

it('lets exactly one of four processes win each of 10,000 conditional writes', async () => {
  const file = freshFile();
  const store = new SqliteItemStore(file, testClock());
  const processes = Array.from({ length: 4 }, (_, index) => fork(new URL('../support/racing-writer.ts', import.meta.url).pathname, [file, String(index), '2500'], { execArgv: [] }));
  await Promise.all(processes.map((child) => once(child, 'message')));
  for (const child of processes) child.send('go');
  const wins = await Promise.all(
    processes.map(async (child) => {
      const [won] = (await once(child, 'message')) as [number];
      return won;
    }),
  );
  expect(wins.reduce((sum, won) => sum + won, 0)).toBe(2500);
  expect(wins.filter((won) => won > 0).length).toBeGreaterThan(1);
  const seen: string[] = [];
  let after: string | undefined;
  do {
    const page = await store.query({ pk: 'race', limit: 1000, ...(after ? { after } : {}) });
    seen.push(...page.items.map(({ key }) => key.sk));
    after = page.next;
  } while (after);
  expect(new Set(seen).size).toBe(2500);
}, 120_000);

it('answers a question as before only while nothing was written, by whoever, and nothing in the answer has expired', async () => {
  const [file, clock] = [freshFile(), testClock()];
  const [remembering, other] = [new SqliteItemStore(file, clock, { rememberCharacters: 10_000 }), new SqliteItemStore(file, clock)];
  const put = (store: SqliteItemStore, sk: string, expiresAt?: number) => store.write([{ kind: 'put', key: { pk: 'list', sk }, body: sk, when: 'absent', ...(expiresAt === undefined ? {} : { expiresAt }) }]);
  const seen = async () => (await remembering.query({ pk: 'list', limit: 9 })).items.map(({ body }) => body);
  await put(other, 'a');
  expect([await seen(), await seen()]).toEqual([['a'], ['a']]);
  await put(remembering, 'b');
  expect([await seen(), await seen()]).toEqual([['a', 'b'], ['a', 'b']]);
  await put(other, 'c', clock.now() + 1000);
  const [first, second] = [await remembering.query({ pk: 'list', limit: 2 }), await seen()];
  expect([first.next, second]).toEqual(['b', ['a', 'b', 'c']]);
  first.items.length = 0;
  expect((await remembering.query({ pk: 'list', limit: 2 })).items).toHaveLength(2);
  await remembering.write([{ kind: 'check', key: { pk: 'list', sk: 'none' }, when: 7 }]);
  expect(await seen()).toEqual(['a', 'b', 'c']);
  clock.advance(1000);
  expect(await seen()).toEqual(['a', 'b']);
});

it('lets others have their turn while somebody reads without end, where it is told to', async () => {
  const turns = async (options: SqliteItemStoreOptions): Promise<number> => {
    const store = new SqliteItemStore(':memory:', testClock(), options);
    let turns = 0;
    const count = setInterval(() => (turns += 1), 0);
    for (const until = performance.now() + 100; performance.now() < until; ) await store.get({ pk: 'none', sk: 'none' });
    clearInterval(count);
    store.close();
    return turns;
  };
  expect(await turns({})).toBe(0);
  expect(await turns({ turnMs: 5 })).toBeGreaterThan(3);
});

it('takes over a file of before rows had an index of their heads: versions, what expires, and who has it open already', async () => {
  const [file, clock] = [freshFile(), testClock()];
  const before = new DatabaseSync(file);
  before.exec(`pragma journal_mode = wal;
    create table items (pk text not null, sk text not null, version integer not null, body text not null, expires_at integer, primary key (pk, sk)) without rowid;
    create table sequence (last integer not null);
    insert into sequence values (8);`);
  const insert = before.prepare('insert into items (pk, sk, version, body, expires_at) values (?, ?, ?, ?, ?)');
  insert.run('kept', 'long', 7, JSON.stringify({ text: 'x'.repeat(50_000) }), null);
  insert.run('kept', 'short', 8, '{"n":1}', clock.now() + 1000);
  const [store, other] = [new SqliteItemStore(file, clock), new SqliteItemStore(file, clock)];
  expect(await other.query({ pk: 'kept', limit: 5 })).toEqual({ items: [{ key: { pk: 'kept', sk: 'long' }, version: 7, body: { text: 'x'.repeat(50_000) } }, { key: { pk: 'kept', sk: 'short' }, version: 8, body: { n: 1 }, expiresAt: clock.now() + 1000 }] });
  expect(await store.write([{ kind: 'put', key: { pk: 'kept', sk: 'long' }, body: 'new', when: 7 }])).toEqual({ ok: true });
  expect(await other.get({ pk: 'kept', sk: 'long' })).toMatchObject({ version: 9, body: 'new' });
  expect(before.prepare('select count(*) as items from items').get()).toMatchObject({ items: 2 });
  expect(() => before.exec("insert into items (pk, sk, version, body) values ('kept', 'short', 10, '0')")).toThrow(/UNIQUE/);
});

it('says which file is corrupt and what to do, and leaves it as it is', () => {
  const file = freshFile();
  writeFileSync(file, 'this is not a database, it is a shopping list '.repeat(100));
  expect(() => new SqliteItemStore(file, testClock())).toThrow(expect.objectContaining({ name: 'StoreError', code: 'corrupt', message: expect.stringContaining(file) as string }) as Error);
});

it('says that the folder is missing', () => {
  expect(() => new SqliteItemStore('/nowhere/at/all/pawl.sqlite', testClock())).toThrow(/nowhere.*cannot be opened/);
});
