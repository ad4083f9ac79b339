import { assert, asyncProperty, jsonValue, string } from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Change, ItemStore, Key } from '../../shared/ports/item-store.ts';

const key = (sk: string, pk = 'p'): Key => ({ pk, sk });

/** What every `ItemStore` promises. `make` returns an empty store and a clock that the test can advance. */
export const describeItemStore = (name: string, make: () => Promise<{ store: ItemStore; advance: (ms: number) => void; now: () => number }>): void => {
  describe(`ItemStore: ${name}`, () => {
    let store: ItemStore;
    let advance: (ms: number) => void;
    let now: () => number;
    beforeEach(async () => ({ store, advance, now } = await make()));

    const put = (sk: string, body: Change & { kind: 'put' } extends never ? never : unknown, when: 'absent' | number = 'absent') =>
      store.write([{ kind: 'put', key: key(sk), body: body as never, when }]);
    const versionOf = async (sk: string) => (await store.get(key(sk)))?.version ?? 'absent';

    it('gives back what was put', async () => {
      await put('a', { text: 'ü\u0000✓', list: [1, 2.5, null, true] });
      expect((await store.get(key('a')))?.body).toEqual({ text: 'ü\u0000✓', list: [1, 2.5, null, true] });
      expect(await store.get(key('b'))).toBeUndefined();
    });

    it('refuses a put of what is there already, and names it', async () => {
      await put('a', 1);
      expect(await put('a', 2)).toEqual({ ok: false, conflict: key('a') });
      expect((await store.get(key('a')))?.body).toBe(1);
    });

    it('lets a version be replaced once only', async () => {
      await put('a', 1);
      const version = await versionOf('a');
      expect((await put('a', 2, version)).ok).toBe(true);
      expect((await put('a', 3, version)).ok).toBe(false);
      expect((await store.get(key('a')))?.body).toBe(2);
    });

    it('never gives a key the same version again, also not after its removal', async () => {
      await put('a', 1);
      const first = (await store.get(key('a')))?.version ?? 0;
      await store.write([{ kind: 'remove', key: key('a'), when: first }]);
      await put('a', 1);
      expect(await versionOf('a')).not.toBe(first);
      expect((await store.write([{ kind: 'remove', key: key('a'), when: first }])).ok).toBe(false);
    });

    it('writes all changes or none', async () => {
      await put('there', 1);
      const result = await store.write([
        { kind: 'put', key: key('new'), body: 1, when: 'absent' },
        { kind: 'add', key: key('counter'), field: 'n', by: 1, atMost: 5 },
        { kind: 'check', key: key('there'), when: 'absent' },
      ]);
      expect(result).toEqual({ ok: false, conflict: key('there') });
      expect(await store.get(key('new'))).toBeUndefined();
      expect(await store.get(key('counter'))).toBeUndefined();
    });

    it('checks other items without changing them', async () => {
      await put('there', 1);
      const version = (await store.get(key('there')))?.version ?? 0;
      expect((await store.write([{ kind: 'check', key: key('there'), when: version }, { kind: 'put', key: key('x'), body: 0, when: 'absent' }])).ok).toBe(true);
      expect(await versionOf('there')).toBe(version);
    });

    it('adds to a counter up to its limit and not below zero', async () => {
      const add = (by: number) => store.write([{ kind: 'add', key: key('c'), field: 'used', by, atMost: 3 }]);
      expect((await add(2)).ok).toBe(true);
      expect((await add(2)).ok).toBe(false);
      expect((await add(1)).ok).toBe(true);
      expect((await add(-4)).ok).toBe(false);
      expect((await store.get(key('c')))?.body).toEqual({ used: 3 });
    });

    it('treats what has expired as absent', async () => {
      await store.write([{ kind: 'put', key: key('a'), body: 1, when: 'absent', expiresAt: now() + 1000 }]);
      const before = (await store.get(key('a')))?.version ?? 0;
      advance(1001);
      expect(await store.get(key('a'))).toBeUndefined();
      expect((await store.query({ pk: 'p', limit: 10 })).items).toEqual([]);
      expect((await store.write([{ kind: 'put', key: key('a'), body: 2, when: before }])).ok).toBe(false);
      expect((await put('a', 2)).ok).toBe(true);
      expect(await versionOf('a')).not.toBe(before);
    });

    it('lists a partition in order, by prefix and page by page, both ways', async () => {
      for (const sk of ['b#2', 'a#1', 'b#1', 'b#3', 'c#1']) await put(sk, sk);
      await store.write([{ kind: 'put', key: key('b#9', 'other'), body: 'other', when: 'absent' }]);
      const first = await store.query({ pk: 'p', prefix: 'b#', limit: 2 });
      expect(first.items.map(({ body }) => body)).toEqual(['b#1', 'b#2']);
      const rest = await store.query({ pk: 'p', prefix: 'b#', limit: 2, ...(first.next ? { after: first.next } : {}) });
      expect(rest.items.map(({ body }) => body)).toEqual(['b#3']);
      expect(rest.next).toBeUndefined();
      const newest = await store.query({ pk: 'p', limit: 2, newestFirst: true });
      expect(newest.items.map(({ body }) => body)).toEqual(['c#1', 'b#3']);
      const older = await store.query({ pk: 'p', limit: 9, newestFirst: true, ...(newest.next ? { after: newest.next } : {}) });
      expect(older.items.map(({ body }) => body)).toEqual(['b#2', 'b#1', 'a#1']);
    });

    it('refuses bodies that JSON cannot hold, more than 300 KB, and too many or repeated keys', async () => {
      await expect(put('nan', { x: Number.NaN })).rejects.toThrow(/p\/nan.*NaN/);
      await expect(put('big', 'x'.repeat(300_001))).rejects.toThrow(/p\/big/);
      const twice: Change[] = [{ kind: 'put', key: key('a'), body: 1, when: 'absent' }, { kind: 'check', key: key('a'), when: 'absent' }];
      await expect(store.write(twice)).rejects.toThrow(/distinct/);
      const many = Array.from({ length: 101 }, (_, index): Change => ({ kind: 'put', key: key(String(index)), body: 1, when: 'absent' }));
      await expect(store.write(many)).rejects.toThrow(/100/);
      expect((await store.query({ pk: 'p', limit: 200 })).items).toEqual([]);
    });

    it('keeps any JSON as it is', async () => {
      await assert(
        asyncProperty(jsonValue({ maxDepth: 4 }), string({ minLength: 1, maxLength: 20, unit: 'grapheme' }), async (body, sk) => {
          const at = key(`any#${sk}`);
          const held = await store.get(at);
          const written = JSON.parse(JSON.stringify(body)) as never;
          expect((await store.write([{ kind: 'put', key: at, body: written, when: held?.version ?? 'absent' }])).ok).toBe(true);
          expect((await store.get(at))?.body).toEqual(written);
        }),
        { numRuns: 60 },
      );
    });
  });
};
