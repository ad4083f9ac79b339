import type { Instant } from '../domain/instant.ts';
import type { Change, Item, ItemStore, Key } from '../ports/item-store.ts';
import { asBody } from './document.ts';

/** Where a list goes on: opaque to whoever asks, and nothing but a place in time with the id of what was shown last. */
export type Cursor = string;

/** How a list is read: so many, after a cursor. */
export type PageRequest = { readonly limit: number; readonly after?: Cursor | undefined };

export type PageRead<Value> = { readonly items: readonly Value[]; readonly next?: Cursor | undefined };

const MOST_AT_ONCE = 1000;
/** Rows that one page looks at, at most, to find what fits: a filter that hardly anything passes must not read everything. */
const MOST_LOOKED_AT = 5000;
const DIGITS = 15;

/** A sort key that is ordered by time, then by id. */
const sortKey = (at: Instant, id: string): string => `${String(at).padStart(DIGITS, '0')}#${id}`;

const timeOf = (sk: string): Instant => Number(sk.slice(0, DIGITS));

/** The id in a row's sort key. */
const idOf = (sk: string): string => sk.slice(DIGITS + 1);

const cursorOf = (sk: string): Cursor => Buffer.from(sk, 'utf8').toString('base64url');

/** The place that a cursor means; `undefined` when it is none. Cursors come from outside: any place may be asked for, what is shown is filtered all the same. */
const placeOf = (cursor: Cursor): string | undefined => {
  const sk = Buffer.from(cursor, 'base64url').toString('utf8');
  return /^\d{15}(?:#[^\0]{0,300})?$/.test(sk) && cursorOf(sk) === cursor ? sk : undefined;
};

/** Whether it is a cursor that a list may have given. */
export const isCursor = (cursor: string): boolean => placeOf(cursor) !== undefined;

/**
 * Rows of one partition in order of creation, written together with what they stand for: ids that derive from causes say nothing about time.
 * What was created before there were such rows is entered by whoever reads first (`complete`).
 */
export class TimeIndex {
  readonly #store: ItemStore;
  readonly #pk: string;
  #isComplete = false;

  constructor(store: ItemStore, pk: string) {
    this.#store = store;
    this.#pk = pk;
  }

  key(at: Instant, id: string): Key {
    return { pk: this.#pk, sk: sortKey(at, id) };
  }

  /** The change that enters something new; goes into the write that creates it. */
  entering(at: Instant, id: string, row: object): Change {
    return { kind: 'put', key: this.key(at, id), body: asBody(row), when: 'absent' };
  }

  /** The change that brings a row up to date, if it is there: goes into the write that makes it so. */
  async changing(at: Instant, id: string, row: object): Promise<Change[]> {
    const key = this.key(at, id);
    const held = await this.#store.get(key);
    return held === undefined ? [] : [{ kind: 'put', key, body: asBody(row), when: held.version }];
  }

  /**
   * A page, newest first, of what `read` makes of rows; `undefined` does not count. What is created meanwhile does not move what comes after the cursor.
   * A page may be shorter than asked for, or empty, and have a `next` all the same. A cursor that is none reads as the beginning.
   */
  async page<Value>({ limit, after }: PageRequest, read: (id: string, body: Item['body']) => Promise<Value | undefined>): Promise<PageRead<Value>> {
    const items: Value[] = [];
    let place = after === undefined ? undefined : placeOf(after);
    for (let looked = 0; looked < MOST_LOOKED_AT; ) {
      const atOnce = Math.min(MOST_AT_ONCE, looked === 0 ? Math.max(limit + 1, 50) : MOST_AT_ONCE);
      const { items: rows, next } = await this.#store.query({ pk: this.#pk, limit: atOnce, newestFirst: true, ...(place === undefined ? {} : { after: place }) });
      const values = await inTurns(rows, limit - items.length, ({ key, body }) => read(idOf(key.sk), body));
      for (const [index, { value, row }] of values.entries()) {
        items.push(value);
        if (items.length < limit) continue;
        const isLast = next === undefined && index === values.length - 1 && row === rows.at(-1);
        return { items, ...(isLast ? {} : { next: cursorOf(row.key.sk) }) };
      }
      if (next === undefined) return { items };
      looked += rows.length;
      place = next;
    }
    // The row looked at last may be nobody's to know: only its time goes out, and what is as old is looked at again.
    return { items, ...(place === undefined ? {} : { next: cursorOf(String(timeOf(place) + 1).padStart(DIGITS, '0')) }) };
  }

  /**
   * Enters what `old` lists and has no row, once: a mark says that it was done. Answers without a write from then on.
   * `enter` writes one row, and whatever else is to be true then, under the version of what it stands for.
   */
  async complete(mark: Key, old: () => AsyncIterable<string>, enter: (id: string) => Promise<void>): Promise<void> {
    if (this.#isComplete) return;
    if ((await this.#store.get(mark)) === undefined) {
      for await (const id of old()) await enter(id);
      await this.#store.write([{ kind: 'put', key: mark, body: true, when: 'absent' }]);
    }
    this.#isComplete = true;
  }
}

const TOGETHER = 25;

/** What `read` finds in the first rows, a few at a time, until there are `most`. */
const inTurns = async <Row, Value>(rows: readonly Row[], most: number, read: (row: Row) => Promise<Value | undefined>): Promise<{ readonly value: Value; readonly row: Row }[]> => {
  const found: { value: Value; row: Row }[] = [];
  for (let start = 0; start < rows.length && found.length < most; start += TOGETHER) {
    const some = rows.slice(start, start + TOGETHER);
    const values = await Promise.all(some.map(read));
    for (const [index, row] of some.entries()) {
      const value = values[index];
      if (value !== undefined) found.push({ value, row });
    }
  }
  return found.slice(0, most);
};
