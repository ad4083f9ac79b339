import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../../../shared/domain/audit.ts';
import { SqliteItemStore } from '../../../../shared/adapters/local/sqlite-item-store.ts';
import type { Json } from '../../../../shared/domain/json.ts';
import { follow } from '../../../../shared/store/audit-chain.ts';
import { AuditLog } from '../../../../shared/store/audit-log.ts';
import { keys } from '../../../../shared/store/keys.ts';
import { testClock } from '../../../support/test-clock.ts';

const facts = (number: number) => ({ targetId: 'orders', at: 1_700_000_000_000 + number, who: 'tick', what: 'promoted', improvementId: `imp-${number}`, reason: 'proven' });
const filled = async (count: number): Promise<AuditEntry[]> => {
  const log = new AuditLog(new SqliteItemStore(':memory:', testClock()));
  for (let number = 1; number <= count; number += 1) await log.append(facts(number));
  return log.list('orders');
};

describe('the audit log', () => {
  it('chains entries of one target, whoever writes at the same time', async () => {
    const log = new AuditLog(new SqliteItemStore(':memory:', testClock()));
    await Promise.all(Array.from({ length: 30 }, (_, number) => log.append(facts(number))));
    await log.append({ ...facts(1), targetId: 'payments' });
    const entries = await log.list('orders');
    expect(entries.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
    expect(new Set(entries.map(({ improvementId }) => improvementId)).size).toBe(30);
    expect(AuditLog.firstBroken(entries)).toBeUndefined();
    expect(await log.list('payments')).toHaveLength(1);
  });

  it('tells an act that is repeated under the same name once', async () => {
    const log = new AuditLog(new SqliteItemStore(':memory:', testClock()));
    await Promise.all([1, 2, 3].map(() => log.append(facts(1), 'promoted#imp-1')));
    await log.append(facts(1), 'promoted#imp-1');
    expect(await log.list('orders')).toHaveLength(1);
    expect(await log.entering(facts(1), 'promoted#imp-1')).toEqual([]);
  });

  it('reads more entries than one page has', async () => {
    expect(await filled(510)).toHaveLength(510);
  });

  it('is found out wherever somebody changes, drops, adds or swaps an entry', async () => {
    const entries = await filled(6);
    const at = fc.nat({ max: 5 });
    const forgeries = fc.oneof(
      at.map((index) => entries.map((entry, place) => (place === index ? { ...entry, reason: 'bribed' } : entry))),
      at.map((index) => entries.map((entry, place) => (place === index ? { ...entry, at: entry.at + 1 } : entry))),
      at.map((index) => entries.map((entry, place) => (place === index ? { ...entry, hash: '0'.repeat(64) } : entry))),
      fc.nat({ max: 4 }).map((index) => entries.filter((_, place) => place !== index)),
      at.map((index) => entries.flatMap((entry, place) => (place === index ? [entry, entry] : [entry]))),
      fc.nat({ max: 4 }).map((index) => entries.with(index, entries[index + 1] ?? entries[0] as AuditEntry).with(index + 1, entries[index] as AuditEntry)),
    );
    fc.assert(fc.property(forgeries, (forged) => AuditLog.firstBroken(forged) !== undefined), { numRuns: 200 });
    expect(AuditLog.firstBroken(entries)).toBeUndefined();
  });

  it('is found out when an entry is forged with a hash of its own that fits it', async () => {
    const [first, ...others] = await filled(3);
    const store = new SqliteItemStore(':memory:', testClock());
    const other = new AuditLog(store);
    await other.append({ ...facts(1), reason: 'bribed' });
    const [forged] = await other.list('orders');
    expect(first?.hash).not.toBe(forged?.hash);
    expect(AuditLog.firstBroken(forged ? [forged, ...others] : [])).toEqual(others[0]);
  });

  it('takes what many add to one chain at the same time, in no more writes than there are crowds', async () => {
    const store = new SqliteItemStore(':memory:', testClock());
    let writes = 0;
    const counting = { get: store.get.bind(store), query: store.query.bind(store), write: async (changes: Parameters<typeof store.write>[0]) => ((writes += 1), store.write(changes)) };
    // Two logs are two writers, as two processes are.
    const logs = [new AuditLog(counting), new AuditLog(counting)];
    await Promise.all(Array.from({ length: 20 }, async (_, writer) => {
      for (let number = 0; number < 50; number += 1) await logs[writer % 2]?.append({ ...facts(number), who: `writer ${writer}` }, `act ${writer}.${number}`);
    }));
    expect(await logs[0]?.check('orders')).toMatchObject({ entries: 1000, whole: true, head: { sequence: 1000 } });
    expect(writes).toBeLessThan(400);
  });

  it('refuses all of a crowd when the store fails, and takes the next one', async () => {
    const store = new SqliteItemStore(':memory:', testClock());
    let isBroken = true;
    const log = new AuditLog({ get: store.get.bind(store), query: store.query.bind(store), write: async (changes) => (isBroken ? Promise.reject(new Error('full')) : store.write(changes)) });
    await expect(Promise.allSettled([log.append(facts(1)), log.append(facts(2))])).resolves.toMatchObject([{ status: 'rejected' }, { status: 'rejected' }]);
    isBroken = false;
    await log.append(facts(3));
    expect((await log.list('orders')).map(({ improvementId }) => improvementId)).toEqual(['imp-3']);
  });

  it('goes on from a log that a program of before there were ends has written, and after it wrote once more', async () => {
    const store = new SqliteItemStore(':memory:', testClock());
    const old = async (number: number, before?: AuditEntry): Promise<AuditEntry> => {
      const { format: _, hash: __, ...rest } = follow(before, facts(number));
      const entry = { ...rest, hash: createHash('sha256').update(JSON.stringify(Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1)))).digest('hex') };
      await store.write([{ kind: 'put', key: keys.audit('orders', entry.sequence), body: entry, when: 'absent' }]);
      return entry;
    };
    const log = new AuditLog(store);
    const second = await old(2, await old(1));
    expect(await log.check('orders')).toMatchObject({ entries: 2, whole: true });
    await log.append(facts(3));
    expect(second.sequence).toBe(2);
    await old(4, (await log.list('orders')).at(-1));
    expect(await log.check('orders')).toMatchObject({ entries: 4, whole: true });
    await log.append(facts(5));
    expect(await log.check('orders')).toMatchObject({ entries: 5, whole: true, head: { sequence: 5 } });
  });

  it('takes what is added to a log whose last record or end cannot be read, and names the damage for ever', async () => {
    for (const damaged of [keys.audit('orders', 3), keys.auditHead('orders')]) {
      const store = new SqliteItemStore(':memory:', testClock());
      const log = new AuditLog(store);
      for (let number = 1; number <= 3; number += 1) await log.append(facts(number));
      const held = await store.get(damaged);
      await store.write([{ kind: 'put', key: damaged, body: { sequence: 'three' }, when: held?.version ?? 'absent' }]);
      await log.append(facts(4));
      await new AuditLog(store).append(facts(5));
      expect(await log.check('orders')).toMatchObject({ entries: 5, whole: false, head: { sequence: 5 }, firstBroken: { sequence: damaged.pk === 'audit-heads' ? 4 : 3 } });
    }
  });

  it('shows that a record was damaged in its place, and all the others', async () => {
    const store = new SqliteItemStore(':memory:', testClock());
    const log = new AuditLog(store);
    for (let number = 1; number <= 3; number += 1) await log.append(facts(number));
    await store.write([{ kind: 'put', key: keys.audit('orders', 2), body: 'nothing', when: (await store.get(keys.audit('orders', 2)))?.version ?? 'absent' }]);
    expect((await log.newest('orders', { limit: 9 })).map(({ sequence, what, at }) => [sequence, what, at - facts(0).at])).toEqual([[3, 'promoted', 3], [2, 'damaged', 3], [1, 'promoted', 1]]);
    expect((await log.newest('orders', { limit: 1, before: 3 })).map(({ sequence }) => sequence)).toEqual([2]);
  });

  it('is found out whatever single item of a chain is changed, taken out, moved or added in the store', async () => {
    const at = fc.integer({ min: 1, max: 6 });
    const key = (number: number) => keys.audit('orders', number);
    const forgery = fc.oneof(
      fc.record({ kind: fc.constant('change' as const), at, field: fc.constantFrom('at', 'who', 'what', 'reason', 'improvementId', 'hash', 'previousHash', 'sequence', 'targetId', 'format', 'extra') }),
      fc.record({ kind: fc.constant('remove' as const), at }),
      fc.record({ kind: fc.constant('swap' as const), at, with: at }).filter((two) => two.at !== two.with),
      fc.record({ kind: fc.constant('move' as const), at, to: fc.constantFrom('000000000099', '0000000000035', 'x') }),
      fc.record({ kind: fc.constant('add' as const), at }),
      fc.record({ kind: fc.constant('head' as const), what: fc.constantFrom('remove', 'back', 'on', 'hash') }),
    );
    await fc.assert(
      fc.asyncProperty(forgery, async (forged) => {
        const store = new SqliteItemStore(':memory:', testClock());
        const log = new AuditLog(store);
        for (let number = 1; number <= 6; number += 1) await log.append(facts(number));
        const item = async (place: ReturnType<typeof key>) => {
          const held = await store.get(place);
          if (held === undefined) throw new Error('There is no such item.');
          return { version: held.version, body: held.body as Record<string, Json> };
        };
        const put = async (place: ReturnType<typeof key>, body: Json) => store.write([{ kind: 'put', key: place, body, when: (await store.get(place))?.version ?? 'absent' }]);
        const remove = async (place: ReturnType<typeof key>) => store.write([{ kind: 'remove', key: place, when: (await item(place)).version }]);
        const headKey = keys.auditHead('orders');
        if (forged.kind === 'change') {
          const { body } = await item(key(forged.at));
          const now = body[forged.field];
          await put(key(forged.at), { ...body, [forged.field]: typeof now === 'number' ? now + 1 : `${typeof now === 'string' ? now : ''}f` });
        } else if (forged.kind === 'remove') await remove(key(forged.at));
        else if (forged.kind === 'swap') {
          const [one, other] = [(await item(key(forged.at))).body, (await item(key(forged.with))).body];
          await put(key(forged.at), other);
          await put(key(forged.with), one);
        } else if (forged.kind === 'move') {
          const { body } = await item(key(forged.at));
          await remove(key(forged.at));
          await put({ ...key(1), sk: forged.to }, body);
        } else if (forged.kind === 'add') await put({ ...key(1), sk: `${key(forged.at).sk}a` }, (await item(key(forged.at))).body);
        else {
          const { body } = await item(headKey);
          const end = (await item(key(3))).body;
          if (forged.what === 'remove') await remove(headKey);
          else await put(headKey, forged.what === 'back' ? { sequence: 3, hash: end['hash'] ?? '' } : forged.what === 'on' ? { ...body, sequence: 7 } : { ...body, hash: '0'.repeat(64) });
        }
        const { whole, firstBroken } = await log.check('orders');
        expect({ whole, named: firstBroken !== undefined }).toEqual({ whole: false, named: true });
      }),
      { numRuns: 150 },
    );
  });
});
