import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { Clock } from '../../ports/clock.ts';
import type { Change, Item, ItemStore, Key, Query, WriteResult } from '../../ports/item-store.ts';
import { encodeBody, parseBody } from '../item-body.ts';
import { assertWritable } from '../writable-changes.ts';
import { storeError } from './store-error.ts';

const SCHEMA = `
  create table if not exists items (
    pk text not null, sk text not null, version integer not null, body text not null, expires_at integer,
    primary key (pk, sk)
  ) without rowid;
  create table if not exists sequence (last integer not null);
  insert into sequence (last) select 0 where not exists (select 1 from sequence);
`;
const BUSY_TIMEOUT_MS = 15_000;

const selectIn = (compare: '>' | '<', order: 'asc' | 'desc'): string =>
  `select * from items where pk = ? and sk >= ? and sk < ? and (? is null or sk ${compare} ?)
   and (expires_at is null or expires_at > ?) order by sk ${order} limit ?`;

type Row = { pk: string; sk: string; version: number; body: string; expires_at: number | null };

/** `ItemStore` in one SQLite file, shared safely between processes (WAL, immediate transactions). */
export class SqliteItemStore implements ItemStore {
  readonly #file: string;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #database: DatabaseSync;
  readonly #select: StatementSync;
  readonly #upsert: StatementSync;
  readonly #delete: StatementSync;
  readonly #nextVersion: StatementSync;
  readonly #oldestFirst: StatementSync;
  readonly #newestFirst: StatementSync;

  /** Opens or creates the file. Throws `StoreError` (code `corrupt`, `disk-full`, `unreachable`) naming the file and the next step. */
  constructor(file: string, clock: Pick<Clock, 'now'>) {
    this.#file = file;
    this.#clock = clock;
    try {
      this.#database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS });
      this.#database.exec('pragma journal_mode = wal; pragma synchronous = full;');
      this.#database.exec(SCHEMA);
      this.#select = this.#database.prepare('select * from items where pk = ? and sk = ?');
      this.#upsert = this.#database.prepare(
        'insert into items (pk, sk, version, body, expires_at) values (?, ?, ?, ?, ?) on conflict (pk, sk) do update set version = excluded.version, body = excluded.body, expires_at = excluded.expires_at',
      );
      this.#delete = this.#database.prepare('delete from items where pk = ? and sk = ?');
      this.#nextVersion = this.#database.prepare('update sequence set last = last + 1 returning last');
      this.#oldestFirst = this.#database.prepare(selectIn('>', 'asc'));
      this.#newestFirst = this.#database.prepare(selectIn('<', 'desc'));
    } catch (error) {
      throw storeError(file, error);
    }
  }

  async get(key: Key): Promise<Item | undefined> {
    return this.#guarded(() => {
      const row = this.#live(key);
      return row && toItem(row);
    });
  }

  async query({ pk, prefix = '', after, limit, newestFirst = false }: Query): Promise<{ items: Item[]; next?: string }> {
    return this.#guarded(() => {
      const select = newestFirst ? this.#newestFirst : this.#oldestFirst;
      const rows = select.all(pk, prefix, `${prefix}\u{10FFFF}`, after ?? null, after ?? null, this.#clock.now(), limit + 1) as unknown as Row[];
      const items = rows.slice(0, limit).map(toItem);
      const last = items.at(-1);
      return rows.length > limit && last ? { items, next: last.key.sk } : { items };
    });
  }

  async write(changes: readonly Change[]): Promise<WriteResult> {
    assertWritable(changes);
    const bodies = changes.map((change) => (change.kind === 'put' ? encodeBody(change.key, change.body) : ''));
    return this.#guarded(() => {
      this.#database.exec('begin immediate');
      try {
        // One for all that is written together: no key is in it twice.
        const { last: version } = this.#nextVersion.get() as { last: number };
        for (const [index, change] of changes.entries()) {
          if (!this.#apply(change, bodies[index] ?? '', version)) {
            this.#database.exec('rollback');
            return { ok: false, conflict: change.key };
          }
        }
        this.#database.exec('commit');
        return { ok: true };
      } catch (error) {
        if (this.#database.isTransaction) this.#database.exec('rollback');
        throw error;
      }
    });
  }

  /** Removes what has expired; reads ignore it anyway. Returns how many items went. */
  sweep(): number {
    return this.#guarded(() => Number(this.#database.prepare('delete from items where expires_at <= ?').run(this.#clock.now()).changes));
  }

  close(): void {
    this.#database.close();
  }

  /** `false` when the change's condition does not hold. */
  #apply(change: Change, body: string, version: number): boolean {
    const row = this.#live(change.key);
    if (change.kind === 'add') {
      const counters = row ? (JSON.parse(row.body) as Record<string, number>) : {};
      const sum = (counters[change.field] ?? 0) + change.by;
      if (sum > change.atMost || sum < 0) return false;
      this.#put(change.key, JSON.stringify({ ...counters, [change.field]: sum }), version, row?.expires_at ?? null);
      return true;
    }
    if (change.when === 'absent' ? row !== undefined : row?.version !== change.when) return false;
    if (change.kind === 'put') this.#put(change.key, body, version, change.expiresAt ?? null);
    if (change.kind === 'remove') this.#delete.run(change.key.pk, change.key.sk);
    return true;
  }

  #put({ pk, sk }: Key, body: string, version: number, expiresAt: number | null): void {
    this.#upsert.run(pk, sk, version, body, expiresAt);
  }

  #live({ pk, sk }: Key): Row | undefined {
    const row = this.#select.get(pk, sk) as Row | undefined;
    return row && (row.expires_at === null || row.expires_at > this.#clock.now()) ? row : undefined;
  }

  #guarded<Result>(work: () => Result): Result {
    try {
      return work();
    } catch (error) {
      throw storeError(this.#file, error);
    }
  }
}

const toItem = ({ pk, sk, version, body, expires_at }: Row): Item => ({
  key: { pk, sk },
  version,
  body: parseBody(body),
  ...(expires_at === null ? {} : { expiresAt: expires_at }),
});
