import { createHash } from 'node:crypto';
import { AuditEntry, AuditHead, PAWL_CHAIN } from '../domain/audit.ts';
import type { Json } from '../domain/json.ts';
import type { Change, Item, ItemStore } from '../ports/item-store.ts';
import { checkChain, follow, type ChainFault } from './audit-chain.ts';
import { asBody, readDocument } from './document.ts';
import { keys } from './keys.ts';

export type AuditFacts = Omit<AuditEntry, 'sequence' | 'previousHash' | 'hash' | 'format'>;

type Waiting = { readonly facts: AuditFacts; readonly once: string | undefined; readonly done: () => void; readonly failed: (error: unknown) => void };

const PAGE = 500;
/** Each takes two changes, the end of the chain one; a write has at most 100. */
const MOST_AT_ONCE = 45;
const MOST_TEXT = 4000;
/** Comes after every key that begins with a digit. */
const BEHIND_NUMBERS = ':';

/** What became of checking a chain. `head`: where it ends. */
export type CheckedChain = { readonly chain: string; readonly entries: number; readonly whole: boolean; readonly firstBroken?: ChainFault; readonly head?: AuditHead };

/** Append-only, one chain a target and one for what belongs to none: each entry carries the hash of the one before, and the chain's end is kept beside it. */
export class AuditLog {
  readonly #store: ItemStore;
  readonly #waiting = new Map<string, Waiting[]>();
  /** The version of each chain's end that was followed last: seen again, nothing came of it. */
  readonly #followed = new Map<string, number | 'absent'>();

  constructor(store: ItemStore) {
    this.#store = store;
  }

  /**
   * Adds an entry. With `once`, a second entry under the same name is not added, so that an act that is repeated after a crash stands there once.
   * What many in this process add to one chain at the same time goes into it in one write, so that they do not keep each other from it.
   */
  async append(facts: AuditFacts, once?: string): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const waiting = this.#waiting.get(facts.targetId);
    const one = { facts, once, done: resolve, failed: reject };
    if (waiting) waiting.push(one);
    else {
      this.#waiting.set(facts.targetId, [one]);
      void this.#drain(facts.targetId);
    }
    return promise;
  }

  /**
   * The changes that add an entry, for a write that does what the entry tells of: both happen or neither.
   * The write conflicts when somebody else added an entry meanwhile: ask again. Empty when the act under the name `once` stands there already.
   */
  async entering(facts: AuditFacts, once?: string): Promise<Change[]> {
    return this.#entering(facts.targetId, [{ facts, once }]);
  }

  /** Whether the act under this name stands in the log. */
  async has(targetId: string, once: string): Promise<boolean> {
    return (await this.#store.get(keys.auditMark(targetId, once))) !== undefined;
  }

  /** All entries of a target, oldest first. */
  async list(targetId: string): Promise<AuditEntry[]> {
    const entries: AuditEntry[] = [];
    for await (const entry of this.entries(targetId)) entries.push(entry);
    return entries;
  }

  /** The same one after the other, a page of them in memory at a time. */
  async *entries(targetId: string): AsyncGenerator<AuditEntry> {
    for await (const { body } of this.records(targetId)) yield AuditEntry.parse(body);
  }

  /** What is stored of a chain, as it stands, in the order of its keys, after the sort key `from`. */
  async *records(chain: string, from?: string): AsyncGenerator<Item> {
    let after = from;
    do {
      const { items, next } = await this.#store.query({ pk: keys.audit(chain, 0).pk, limit: PAGE, ...(after === undefined ? {} : { after }) });
      yield* items;
      after = next;
    } while (after !== undefined);
  }

  /** The newest entries of a chain before record `before`, newest first. In the place of one that was damaged stands that it was: nobody is kept from seeing the others. */
  async newest(targetId: string, { limit, before }: { limit: number; before?: number | undefined }): Promise<AuditEntry[]> {
    const { items } = await this.#store.query({ pk: keys.audit(targetId, 0).pk, limit, newestFirst: true, after: before === undefined ? BEHIND_NUMBERS : keys.audit(targetId, before).sk });
    const read = items.map(({ body }) => AuditEntry.safeParse(body).data);
    return items.map(({ key: { sk } }, index) => read[index] ?? damaged(targetId, Number(sk), (read.slice(0, index).findLast(Boolean) ?? read.slice(index).find(Boolean))?.at ?? 0));
  }

  /** The chains that there are: those of these targets, and every other that anything was added to since ends are kept. */
  async chains(targetIds: readonly string[]): Promise<string[]> {
    const found = new Set([PAWL_CHAIN, ...targetIds]);
    let after: string | undefined;
    do {
      const { items, next } = await this.#store.query({ pk: 'audit-heads', limit: PAGE, ...(after === undefined ? {} : { after }) });
      for (const { key } of items) found.add(key.sk);
      after = next;
    } while (after !== undefined);
    return [...found].sort();
  }

  /** Where a chain ends. `undefined` when there is nothing, or nothing since ends are kept. */
  async head(targetId: string): Promise<AuditHead | undefined> {
    return (await readDocument(this.#store, keys.auditHead(targetId), AuditHead))?.value;
  }

  /** Reads a whole chain as it is stored and says which record is the first that is not what was written. */
  async check(chain: string): Promise<CheckedChain> {
    const check = checkChain(chain);
    let read: string | undefined;
    let head: AuditHead | undefined;
    for (;;) {
      const before = read;
      for await (const { key, body } of this.records(chain, read)) {
        // Where the key is no number, the record is not where its number says.
        check.take(body, Number(key.sk));
        read = key.sk;
      }
      head = AuditHead.safeParse((await this.#store.get(keys.auditHead(chain)))?.body).data;
      // What was added while this was reading comes with another round.
      if (read === before || head === undefined || head.sequence <= (check.last()?.sequence ?? 0)) break;
    }
    const firstBroken = check.fault(head);
    const end = head ?? check.last();
    return { chain, entries: check.entries(), whole: firstBroken === undefined, ...(firstBroken ? { firstBroken } : {}), ...(end ? { head: end } : {}) };
  }

  /** The first entry whose number, link or hash is not what it must be; `undefined` when the chain is whole, as far as these go. */
  static firstBroken(entries: readonly AuditEntry[]): AuditEntry | undefined {
    const check = checkChain(entries[0]?.targetId ?? '');
    for (const entry of entries) {
      check.take(entry);
      if (check.fault(check.last()) !== undefined) return entry;
    }
    return undefined;
  }

  async #drain(chain: string): Promise<void> {
    // Whoever asks in the same turn comes along.
    await Promise.resolve();
    for (;;) {
      const waiting = this.#waiting.get(chain) ?? [];
      const batch = waiting.splice(0, MOST_AT_ONCE);
      if (batch.length === 0) break;
      try {
        for (;;) {
          const changes = await this.#entering(chain, batch);
          if (changes.length === 0 || (await this.#store.write(changes)).ok) break;
        }
        for (const { done } of batch) done();
      } catch (error) {
        for (const { failed } of batch) failed(error);
      }
    }
    this.#waiting.delete(chain);
  }

  async #entering(chain: string, wanted: readonly { readonly facts: AuditFacts; readonly once: string | undefined }[]): Promise<Change[]> {
    const changes: Change[] = [];
    const marked = new Set<string>();
    const headKey = keys.auditHead(chain);
    const held = await this.#store.get(headKey);
    const version = held?.version ?? 'absent';
    const head = AuditHead.safeParse(held?.body).data;
    // Nearly always the chain ends where its end says. Where that is not to be read, or came to nothing before, it is looked for.
    let end = head === undefined || this.#followed.get(chain) === version ? await this.#furthest(chain, head) : head;
    // What a damaged end said is lost, also how long the chain was: what follows it now must not look as if nothing had been there.
    if (held !== undefined && head === undefined) end = { sequence: end?.sequence ?? 0, hash: digestOf(held.body) };
    this.#followed.set(chain, version);
    for (const { facts, once } of wanted) {
      const mark = once === undefined ? undefined : keys.auditMark(chain, once);
      if (mark && (marked.has(mark.sk) || (await this.#store.get(mark)))) continue;
      const entry = follow(end, bounded(facts));
      end = { sequence: entry.sequence, hash: entry.hash };
      changes.push({ kind: 'put', key: keys.audit(chain, entry.sequence), body: asBody(entry), when: 'absent' });
      if (mark) {
        marked.add(mark.sk);
        changes.push({ kind: 'put', key: mark, body: entry.sequence, when: 'absent' });
      }
    }
    return changes.length === 0 ? [] : [...changes, { kind: 'put', key: headKey, body: asBody(end), when: version }];
  }

  /**
   * The end that an entry has to follow: a program of before there were ends may have gone on writing, and its entries count. What was damaged is passed over
   * by its number, for a check to find: it must not keep anybody from taking back what is exposed, which stands in this log in the same write.
   */
  async #furthest(chain: string, head: AuditHead | undefined): Promise<AuditHead | undefined> {
    const { items: [last] } = await this.#store.query({ pk: keys.audit(chain, 0).pk, limit: 1, newestFirst: true, after: BEHIND_NUMBERS });
    const sequence = Number(last?.key.sk);
    if (last === undefined || !(sequence > (head?.sequence ?? 0))) return head;
    return { sequence, hash: AuditEntry.safeParse(last.body).data?.hash ?? digestOf(last.body) };
  }
}

/** What stands for a record that cannot be read, at the time of one beside it. */
const damaged = (targetId: string, sequence: number, at: number): AuditEntry => ({ targetId, sequence, at, who: 'unknown', what: 'damaged', reason: 'This record was changed and cannot be read: verify-audit names it.', previousHash: '', hash: '' });

/** The store takes 300 KB, and a reason may quote a whole log. */
const bounded = (facts: AuditFacts): AuditFacts => ({ ...facts, ...(facts.reason === undefined ? {} : { reason: cut(facts.reason) }), ...(facts.evidence === undefined ? {} : { evidence: cut(facts.evidence) }) });

const digestOf = (body: Json): string => createHash('sha256').update(JSON.stringify(body)).digest('hex');

const cut = (text: string): string => (text.length <= MOST_TEXT ? text : `${text.slice(0, MOST_TEXT)}…`);
