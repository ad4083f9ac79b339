import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { SqliteItemStore } from '../../shared/adapters/local/sqlite-item-store.ts';
import { testClock } from '../support/test-clock.ts';
import { describeItemStore } from './item-store.ts';

const freshFile = () => join(mkdtempSync(join(tmpdir(), 'pawl-store-')), 'pawl.sqlite');

describeItemStore('SQLite', async () => {
  const clock = testClock();
  return { store: new SqliteItemStore(freshFile(), clock), advance: (ms) => clock.advance(ms), now: () => clock.now() };
});

describeItemStore('SQLite that remembers', async () => {
  const clock = testClock();
  return { store: new SqliteItemStore(freshFile(), clock, { rememberCharacters: 100_000 }), advance: (ms) => clock.advance(ms), now: () => clock.now() };
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

it('says which file is corrupt and what to do, and leaves it as it is', () => {
  const file = freshFile();
  writeFileSync(file, 'this is not a database, it is a shopping list '.repeat(100));
  expect(() => new SqliteItemStore(file, testClock())).toThrow(expect.objectContaining({ name: 'StoreError', code: 'corrupt', message: expect.stringContaining(file) as string }) as Error);
});

it('says that the folder is missing', () => {
  expect(() => new SqliteItemStore('/nowhere/at/all/pawl.sqlite', testClock())).toThrow(/nowhere.*cannot be opened/);
});
