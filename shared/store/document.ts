import type * as z from 'zod';
import { frozen } from '../domain/frozen.ts';
import type { Json } from '../domain/json.ts';
import type { Change, ItemStore, Key, Query } from '../ports/item-store.ts';

const PAGE = 1000;

export type Held<Value> = { readonly value: Value; readonly version: number };

/** Reads one item and parses it; what does not fit its schema is an error that names the key, never a wrong value. */
export const readDocument = async <Schema extends z.ZodType>(store: ItemStore, key: Key, schema: Schema): Promise<Held<z.infer<Schema>> | undefined> => {
  const item = await store.get(key);
  return item && { value: parsed(schema, key, item.body), version: item.version };
};

export const queryDocuments = async <Schema extends z.ZodType>(store: ItemStore, query: Query, schema: Schema): Promise<z.infer<Schema>[]> => {
  const { items } = await store.query(query);
  return items.map((item) => parsed(schema, item.key, item.body));
};

/** Everything in a partition, however much there is, a page at a time. */
export const allDocuments = async <Schema extends z.ZodType>(store: ItemStore, pk: string, schema: Schema): Promise<z.infer<Schema>[]> => {
  const values: z.infer<Schema>[] = [];
  let after: string | undefined;
  do {
    const { items, next } = await store.query({ pk, limit: PAGE, ...(after === undefined ? {} : { after }) });
    for (const item of items) values.push(parsed(schema, item.key, item.body));
    after = next;
  } while (after !== undefined);
  return values;
};

/** The sort keys of a partition, in order, a page at a time. */
export async function* allIds(store: ItemStore, pk: string): AsyncGenerator<string> {
  let after: string | undefined;
  do {
    const { items, next } = await store.query({ pk, limit: PAGE, ...(after === undefined ? {} : { after }) });
    for (const { key } of items) yield key.sk;
    after = next;
  } while (after !== undefined);
}

/** A value of ours as a stored body: JSON drops what is `undefined`. */
export const asBody = (value: unknown): Json => value as Json;

/**
 * Read, change, write again until nobody came between. `change` returns the new value, or `undefined` to leave it as it is;
 * it may run several times, so it must not have effects. `also` adds changes to the same write.
 */
export const updateDocument = async <Schema extends z.ZodType>(
  store: ItemStore,
  key: Key,
  schema: Schema,
  change: (value: z.infer<Schema> | undefined) => z.infer<Schema> | undefined,
  also: () => readonly Change[] = () => [],
): Promise<z.infer<Schema> | undefined> => {
  for (;;) {
    const held = await readDocument(store, key, schema);
    const next = change(held?.value);
    if (next === undefined) return held?.value;
    const written = await store.write([{ kind: 'put', key, body: asBody(next), when: held?.version ?? 'absent' }, ...also()]);
    if (written.ok) return next;
  }
};

/** What bodies that nobody can change were parsed into: a store that remembers hands out the same body while nothing changed. */
const KNOWN = new WeakMap<object, WeakMap<z.ZodType, unknown>>();

/** A body that fits its schema; otherwise an error that names the key. Of a frozen body the value is frozen too, and made once. */
export const parsed = <Schema extends z.ZodType>(schema: Schema, key: Key, body: unknown): z.infer<Schema> => {
  if (typeof body !== 'object' || body === null || !Object.isFrozen(body)) return parsedAnew(schema, key, body);
  const known = KNOWN.get(body) ?? new WeakMap<z.ZodType, unknown>();
  KNOWN.set(body, known);
  if (known.has(schema)) return known.get(schema) as z.infer<Schema>;
  const value = frozen(parsedAnew(schema, key, body));
  known.set(schema, value);
  return value;
};

const parsedAnew = <Schema extends z.ZodType>(schema: Schema, key: Key, body: unknown): z.infer<Schema> => {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw new Error(`Item ${key.pk}/${key.sk} is not readable by this version: ${result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')}`);
};
