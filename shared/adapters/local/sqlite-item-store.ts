import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { Clock } from '../../ports/clock.ts';
import type { Change, Item, ItemStore, Key, Query, WriteResult } from '../../ports/item-store.ts';
import { encodeBody, parseBody } from '../item-body.ts';
import { AnsweredQueries, type QueryAnswer } from './answered-queries.ts';
import { ItemMemory } from './item-memory.ts';
import { assertWritable } from '../writable-changes.ts';
import { SharedTurn } from './shared-turn.ts';
import { prepareSchema } from './sqlite-schema.ts';
import { storeError } from './store-error.ts';

const BUSY_TIMEOUT_MS = 15_000;

/** With more unknown items in an answer than this, they are read together instead of one by one. */
const MOST_SINGLE_READS = 8;

const selectIn = (columns: string, compare: '>' | '<', order: 'asc' | 'desc'): string =>
  `select ${columns} from items where pk = ? and sk >= ? and sk < ? and (? is null or sk ${compare} ?)
   and (expires_at is null or expires_at > ?) order by sk ${order} limit ?`;

export type SqliteItemStoreOptions = {
  /** How much of what was read is kept as it was parsed, by version, for processes that read the same things again and again. What is remembered is frozen. */
  readonly rememberCharacters?: number;
  /** How much of a turn of the event loop reading may take before others have theirs, where others wait. Without it reading never gives way. */
  readonly turnMs?: number;
};

/** Characters. */
const MOST_REMEMBERED_AT_ONCE = 256_000;
const HEAD = 'sk, version, expires_at';
/** Its columns: objects would take twice the time. */
type Head = readonly [sk: string, version: number, expiresAt: number | null];
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
  readonly #head: StatementSync;
  readonly #rows: { readonly oldestFirst: StatementSync; readonly newestFirst: StatementSync };
  readonly #heads: { readonly oldestFirst: StatementSync; readonly newestFirst: StatementSync };
  readonly #dataVersion: StatementSync;
  readonly #memory: ItemMemory | undefined;
  readonly #answered = new AnsweredQueries();
  readonly #turn: SharedTurn | undefined;

  /** Opens or creates the file. Throws `StoreError` (code `corrupt`, `disk-full`, `unreachable`) naming the file and the next step. */
  constructor(file: string, clock: Pick<Clock, 'now'>, { rememberCharacters = 0, turnMs }: SqliteItemStoreOptions = {}) {
    this.#file = file;
    this.#clock = clock;
    this.#memory = rememberCharacters > 0 ? new ItemMemory(rememberCharacters) : undefined;
    this.#turn = turnMs === undefined ? undefined : new SharedTurn(turnMs);
    try {
      this.#database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS });
      this.#database.exec('pragma journal_mode = wal; pragma synchronous = full;');
      prepareSchema(this.#database);
      this.#select = this.#database.prepare('select * from items where pk = ? and sk = ?');
      this.#head = this.#database.prepare(`select ${HEAD} from items where pk = ? and sk = ?`);
      this.#upsert = this.#database.prepare(
        'insert into items (pk, sk, version, body, expires_at) values (?, ?, ?, ?, ?) on conflict (pk, sk) do update set version = excluded.version, body = excluded.body, expires_at = excluded.expires_at',
      );
      this.#delete = this.#database.prepare('delete from items where pk = ? and sk = ?');
      this.#nextVersion = this.#database.prepare('update sequence set last = last + 1 returning last');
      this.#rows = { oldestFirst: this.#database.prepare(selectIn('*', '>', 'asc')), newestFirst: this.#database.prepare(selectIn('*', '<', 'desc')) };
      this.#dataVersion = this.#database.prepare('pragma data_version');
      this.#heads = { oldestFirst: this.#database.prepare(selectIn(HEAD, '>', 'asc')), newestFirst: this.#database.prepare(selectIn(HEAD, '<', 'desc')) };
      for (const statement of [this.#head, this.#heads.oldestFirst, this.#heads.newestFirst, this.#dataVersion]) statement.setReturnArrays(true);
    } catch (error) {
      throw storeError(file, error);
    }
  }

  async get(key: Key): Promise<Item | undefined> {
    await this.#turn?.next();
    return this.#guarded(() => {
      if (this.#memory) {
        const head = this.#head.get(key.pk, key.sk) as unknown as Head | undefined;
        if (head === undefined || !this.#isLive(head[2])) return undefined;
        const known = this.#memory.find(key, head[1]);
        if (known) return known;
      }
      const row = this.#live(key);
      return row && this.#item(row);
    });
  }

  async query(question: Query): Promise<{ items: Item[]; next?: string }> {
    await this.#turn?.next();
    return this.#guarded(() => {
      const now = this.#clock.now();
      const known = this.#memory && this.#answered.find(question, (this.#dataVersion.get() as unknown as [number])[0], now);
      const { items, next } = known ?? this.#look(question, now);
      return next === undefined ? { items: [...items] } : { items: [...items], next };
    });
  }

  async write(changes: readonly Change[]): Promise<WriteResult> {
    assertWritable(changes);
    const bodies = changes.map((change) => (change.kind === 'put' ? encodeBody(change.key, change.body) : ''));
    this.#answered.forget();
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

  #look(question: Query, now: number): QueryAnswer {
    const { pk, prefix = '', after, limit, newestFirst = false } = question;
    const order = newestFirst ? 'newestFirst' : 'oldestFirst';
    const values = [pk, prefix, `${prefix}\u{10FFFF}`, after ?? null, after ?? null, now, limit + 1] as const;
    const remembered = this.#remembered(pk, () => this.#heads[order].all(...values) as unknown as Head[]);
    const rows = remembered ?? this.#items(this.#rows[order].all(...values) as unknown as Row[]);
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    const answer = rows.length > limit && last ? { items, next: last.key.sk } : { items };
    if (remembered) this.#answered.keep(question, answer);
    return answer;
  }

  /** What a query answers, of items whose versions are known; `undefined` where too many are not, or one went meanwhile. */
  #remembered(pk: string, headsOf: () => readonly Head[]): Item[] | undefined {
    const memory = this.#memory;
    if (memory === undefined) return undefined;
    const items: Item[] = [];
    let unknown = 0;
    for (const [sk, version] of headsOf()) {
      const known = memory.find({ pk, sk }, version);
      if (known === undefined && (unknown += 1) > MOST_SINGLE_READS) return undefined;
      const row = known === undefined ? this.#live({ pk, sk }) : undefined;
      const item = known ?? (row && this.#item(row));
      if (item === undefined) return undefined;
      items.push(item);
    }
    return items;
  }

  /** What is read by the thousand is not worth remembering, and would take the place of what is. */
  #items(rows: readonly Row[]): Item[] {
    const isLarge = rows.reduce((sum, { body }) => sum + body.length, 0) > MOST_REMEMBERED_AT_ONCE;
    return rows.map(isLarge ? toItem : (row) => this.#item(row));
  }

  #item(row: Row): Item {
    const item = toItem(row);
    this.#memory?.keep(item, row.body.length);
    return item;
  }

  #put({ pk, sk }: Key, body: string, version: number, expiresAt: number | null): void {
    this.#upsert.run(pk, sk, version, body, expiresAt);
  }

  #live({ pk, sk }: Key): Row | undefined {
    const row = this.#select.get(pk, sk) as Row | undefined;
    return row && this.#isLive(row.expires_at) ? row : undefined;
  }

  #isLive(expiresAt: number | null): boolean {
    return expiresAt === null || expiresAt > this.#clock.now();
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
