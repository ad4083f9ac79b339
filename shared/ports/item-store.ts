import type { Instant } from '../domain/instant.ts';
import type { Json } from '../domain/json.ts';

export type Key = { readonly pk: string; readonly sk: string };

/** `version` is opaque: another one after each write of the key, and never one that the key has had before, also not after a removal. */
export type Item = { readonly key: Key; readonly version: number; readonly body: Json; readonly expiresAt?: Instant };

/** The state in which an item must be for a change to happen: not there, or there with this version. */
export type When = 'absent' | number;

export type Change =
  | { readonly kind: 'put'; readonly key: Key; readonly body: Json; readonly when: When; readonly expiresAt?: Instant }
  | { readonly kind: 'remove'; readonly key: Key; readonly when: number }
  | { readonly kind: 'check'; readonly key: Key; readonly when: When }
  /** Adds `by` (an integer, may be negative) to a counter item's `field`; refused when the sum would pass `atMost` or fall below 0. Creates the item if needed; its body is an object of counters. */
  | { readonly kind: 'add'; readonly key: Key; readonly field: string; readonly by: number; readonly atMost: number };

export type WriteResult = { readonly ok: true } | { readonly ok: false; readonly conflict: Key };

export type Query = { readonly pk: string; readonly prefix?: string; readonly after?: string; readonly limit: number; readonly newestFirst?: boolean };

/**
 * The one store: items by key, consistent reads, atomic conditional writes.
 * A body is JSON of at most 300 KB without NaN or infinities (an error names the key otherwise). Expired items read as absent.
 */
export interface ItemStore {
  get(key: Key): Promise<Item | undefined>;
  /** Items of one partition in order of `sk` (descending with `newestFirst`); `after` and `next` are sort keys. */
  query(query: Query): Promise<{ items: Item[]; next?: string }>;
  /** All or nothing, at most 100 changes of distinct keys; `conflict` names the first key whose condition did not hold. */
  write(changes: readonly Change[]): Promise<WriteResult>;
}
