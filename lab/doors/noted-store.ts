import type { Change, ItemStore, Key, Query } from '../../shared/ports/item-store.ts';

const AT_ONCE = 90;

/** A store that notes which keys were written, so that everything in it can be written elsewhere in a few large writes. */
export type NotedStore = ItemStore & { copyInto(to: ItemStore): Promise<number> };

export const notedStore = (inner: ItemStore): NotedStore => {
  const written = new Map<string, Key>();
  return {
    get: (key) => inner.get(key),
    query: (query: Query) => inner.query(query),
    write: async (changes: readonly Change[]) => {
      const result = await inner.write(changes);
      if (result.ok) for (const { key } of changes) written.set(`${key.pk}\0${key.sk}`, key);
      return result;
    },
    copyInto: async (to) => {
      const all = [...written.values()];
      let count = 0;
      for (let start = 0; start < all.length; start += AT_ONCE) {
        const items = (await Promise.all(all.slice(start, start + AT_ONCE).map((key) => inner.get(key)))).filter((item) => item !== undefined);
        const done = await to.write(items.map(({ key, body, expiresAt }) => ({ kind: 'put', key, body, when: 'absent', ...(expiresAt === undefined ? {} : { expiresAt }) })));
        if (!done.ok) throw new Error(`${done.conflict.pk}/${done.conflict.sk} is there already.`);
        count += items.length;
      }
      return count;
    },
  };
};
