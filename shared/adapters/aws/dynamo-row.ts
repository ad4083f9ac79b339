import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { randomBytes } from 'node:crypto';
import type { Instant } from '../../domain/instant.ts';
import type { Item, Key } from '../../ports/item-store.ts';
import { parseBody } from '../item-body.ts';

export type Row = Record<string, AttributeValue>;

export const rowKey = ({ pk, sk }: Key): Row => ({ pk: { S: pk }, sk: { S: sk } });

/**
 * An item as a row of the table: `body` is its JSON text. `expiresAt` is in whole seconds, later than the item's own moment, for DynamoDB's
 * time-to-live, which removes it some day; `expiresAtMs` is the moment itself, from which on reads and conditions take the row as absent.
 */
export const toRow = (key: Key, version: number, body: string, expiresAt: Instant | undefined): Row => ({
  ...rowKey(key),
  version: { N: String(version) },
  body: { S: body },
  ...(expiresAt === undefined ? {} : { expiresAt: { N: String(Math.ceil(expiresAt / 1000)) }, expiresAtMs: { N: String(expiresAt) } }),
});

export const versionOf = (row: Row | undefined): number | undefined => (row?.['version']?.N === undefined ? undefined : Number(row['version'].N));

/** The row as an item, `undefined` when it has expired at `now`. Throws when the row was not written by this store. */
export const toItem = (row: Row, now: Instant): Item | undefined => {
  const [pk, sk, body, version] = [row['pk']?.S, row['sk']?.S, row['body']?.S, versionOf(row)];
  if (pk === undefined || sk === undefined || body === undefined || version === undefined) {
    throw new Error(`The row ${pk ?? '?'}/${sk ?? '?'} of the table was not written by Pawl: it lacks body or version. Remove it.`);
  }
  const expiresAt = row['expiresAtMs']?.N === undefined ? undefined : Number(row['expiresAtMs'].N);
  if (expiresAt !== undefined && expiresAt <= now) return undefined;
  return { key: { pk, sk }, version, body: parseBody(body), ...(expiresAt === undefined ? {} : { expiresAt }) };
};

/**
 * A version that no key has had: 53 random bits. Nothing must be read or kept for it, also not after a removal;
 * of a million writes to one key, two share one with a chance of 1 in 18,000, and both would have to be in the same hands.
 */
export const nextVersion = (): number => Number(randomBytes(8).readBigUInt64BE() >> 11n) || 1;
