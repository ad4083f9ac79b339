import { afterEach, beforeEach, expect, it } from 'vitest';
import { startApi, type ApiServer } from '../../../support/api-server.ts';
import { countingRow, type CountingRow } from '../../../support/counting-row.ts';
import type { Clock } from '../../../../shared/ports/clock.ts';

let counting: CountingRow;
let api: ApiServer;
let token: string;
let later = 0;

beforeEach(async () => {
  later = 0;
  counting = countingRow();
  api = await startApi({ rows: counting.rows });
  token = await api.token();
  // The store's own clock stays: leases are what is moved on here.
  (api.dependencies as { clock: Clock }).clock = { now: () => Date.now() + later, sleep: async () => {} };
});
afterEach(() => api.close());

const count = (body: unknown, key?: string, who = token): Promise<Response> => api.act('count', who, body, key === undefined ? {} : { 'idempotency-key': key });

it('does it once, and answers the same', async () => {
  const first = await count({ text: 'one' }, 'k1');
  const again = await count({ text: 'one' }, 'k1');
  expect([await first.json(), await again.json()]).toEqual([{ count: 1 }, { count: 1 }]);
  expect([first.headers.get('idempotency-replayed'), again.headers.get('idempotency-replayed')]).toEqual([null, 'true']);
  expect(counting.done).toHaveLength(1);
});

it('does it each time without a key', async () => {
  await count({ text: 'one' });
  await count({ text: 'one' });
  expect(counting.done).toHaveLength(2);
});

it('is the same request whatever the order of its names, and another with another word', async () => {
  await count('{"text":"one","refuse":false}', 'k1');
  expect((await count('{"refuse":false,"text":"one"}', 'k1')).status).toBe(200);
  const other = await count({ text: 'two', refuse: false }, 'k1');
  expect([other.status, await other.json()]).toEqual([422, expect.objectContaining({ code: 'key-reused' })]);
  expect(counting.done).toHaveLength(1);
});

it('keeps the keys of two callers apart', async () => {
  await count({ text: 'one' }, 'k1');
  expect(await (await count({ text: 'two' }, 'k1', await api.token({ name: 'grace' }))).json()).toEqual({ count: 2 });
  expect((await count({ text: 'three' }, 'k1', await api.token({ tenants: ['acme'] }))).status).toBe(403);
});

it('is done once by twenty who ask at the same time', async () => {
  let go = (): void => {};
  counting.hold = new Promise((resolve) => { go = resolve; });
  const answered: number[] = [];
  const asked = Array.from({ length: 20 }, async () => answered.push((await count({ text: 'one' }, 'k1')).status));
  // All but the one that does it are told at once.
  while (answered.length < 19) await new Promise((resolve) => setTimeout(resolve, 2));
  expect(answered).toEqual(Array.from({ length: 19 }, () => 409));
  go();
  await Promise.all(asked);
  expect(answered.at(-1)).toBe(200);
  expect(counting.done).toHaveLength(1);
  expect((await count({ text: 'one' }, 'k1')).status).toBe(200);
});

it('takes up what was cut off half-way under the same request id, once its lease is over', async () => {
  counting.hold = new Promise(() => {});
  void count({ text: 'one' }, 'k1').catch(() => {});
  while (counting.done.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  counting.hold = Promise.resolve();
  expect((await count({ text: 'one' }, 'k1')).status).toBe(409);
  later = 121_000;
  expect((await count({ text: 'one' }, 'k1')).status).toBe(200);
  const [first, second] = counting.done;
  expect(first?.requestId).toBeDefined();
  expect(second?.requestId).toBe(first?.requestId);
});

it('may be tried again after what nobody expected', async () => {
  counting.fail = new Error('disk on fire');
  expect((await count({ text: 'one' }, 'k1')).status).toBe(500);
  counting.fail = undefined;
  expect((await count({ text: 'one' }, 'k1')).status).toBe(200);
});

it('keeps a refusal like any answer', async () => {
  expect((await count({ text: 'one', refuse: true }, 'k1')).status).toBe(409);
  const again = await count({ text: 'one', refuse: true }, 'k1');
  expect([again.status, again.headers.get('content-type'), again.headers.get('idempotency-replayed')]).toEqual([409, 'application/problem+json', 'true']);
  expect(counting.done).toHaveLength(1);
});

it('answers nothing that was kept to somebody who may not ask any more', async () => {
  await count({ text: 'one' }, 'k1');
  expect((await count({ text: 'one' }, 'k1', await api.token({ may: ['read'] }))).status).toBe(403);
});

it('takes no key that cannot be one', async () => {
  for (const key of ['', '"', 'a b', 'x'.repeat(201)]) expect((await count({ text: 'one' }, key)).status, key).toBe(400);
  expect(counting.done).toHaveLength(0);
});
