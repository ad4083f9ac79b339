import type { DatabaseSync } from 'node:sqlite';

/**
 * Keys stand in an index with what is asked about an item without its body: bodies are large, and passing over one costs as much as reading it.
 * A primary key of its own keeps a key from being there twice.
 */
const SCHEMA = `
  create table if not exists items (
    pk text not null, sk text not null, version integer not null, expires_at integer, body text not null,
    primary key (pk, sk)
  );
  create index if not exists item_heads on items (pk, sk, version, expires_at);
  create table if not exists sequence (last integer not null);
  insert into sequence (last) select 0 where not exists (select 1 from sequence);
`;

/** As it was at first: the rows themselves in the order of their keys, bodies and all. */
const MOVED_OVER = `
  alter table items rename to items_in_key_order;
  ${SCHEMA}
  insert into items (pk, sk, version, expires_at, body) select pk, sk, version, expires_at, body from items_in_key_order;
  drop table items_in_key_order;
`;

const schemaOf = (database: DatabaseSync): string => (database.prepare("select sql from sqlite_master where type = 'table' and name = 'items'").get() as { sql: string } | undefined)?.sql ?? '';

const isInKeyOrder = (database: DatabaseSync): boolean => /without rowid/i.test(schemaOf(database));

/** Makes the tables, or moves those of an earlier version over: whole or not at all, whoever opens the file at the same time. */
export const prepareSchema = (database: DatabaseSync): void => {
  if (!isInKeyOrder(database)) {
    database.exec(SCHEMA);
    return;
  }
  database.exec('begin immediate');
  try {
    if (isInKeyOrder(database)) database.exec(MOVED_OVER);
    database.exec('commit');
  } catch (error) {
    if (database.isTransaction) database.exec('rollback');
    throw error;
  }
};
