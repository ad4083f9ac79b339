import { createHash } from 'node:crypto';
import { AuditEntry } from '../domain/audit.ts';
import type { Change, ItemStore } from '../ports/item-store.ts';
import { asBody, queryDocuments } from './document.ts';
import { keys } from './keys.ts';

export type AuditFacts = Omit<AuditEntry, 'sequence' | 'previousHash' | 'hash'>;

const GENESIS = '0'.repeat(64);

/** SHA-256 over the entry's fields in the order of their names, without `hash` itself. */
const hashOf = (entry: Omit<AuditEntry, 'hash'>): string => {
  const fields = Object.entries(entry).filter(([name, value]) => name !== 'hash' && value !== undefined).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(fields)).digest('hex');
};

/** Append-only, one chain a target: each entry carries the hash of the one before. */
export class AuditLog {
  readonly #store: ItemStore;

  constructor(store: ItemStore) {
    this.#store = store;
  }

  /** Adds an entry. With `once`, a second entry under the same name is not added, so that an act that is repeated after a crash stands there once. */
  async append(facts: AuditFacts, once?: string): Promise<void> {
    for (;;) {
      const changes = await this.entering(facts, once);
      if (changes.length === 0 || (await this.#store.write(changes)).ok) return;
    }
  }

  /**
   * The changes that add an entry, for a write that does what the entry tells of: both happen or neither.
   * The write conflicts when somebody else added an entry meanwhile: ask again. Empty when the act under the name `once` stands there already.
   */
  async entering(facts: AuditFacts, once?: string): Promise<Change[]> {
    const marker = once === undefined ? undefined : keys.auditMark(facts.targetId, once);
    if (marker && (await this.#store.get(marker))) return [];
    const [last] = await queryDocuments(this.#store, { pk: keys.audit(facts.targetId, 0).pk, limit: 1, newestFirst: true }, AuditEntry);
    const unsigned = { ...facts, sequence: (last?.sequence ?? 0) + 1, previousHash: last?.hash ?? GENESIS };
    const entry = { ...unsigned, hash: hashOf(unsigned) };
    return [
      { kind: 'put', key: keys.audit(entry.targetId, entry.sequence), body: asBody(entry), when: 'absent' },
      ...(marker ? [{ kind: 'put', key: marker, body: entry.sequence, when: 'absent' } as const] : []),
    ];
  }

  /** Whether the act under this name stands in the log. */
  async has(targetId: string, once: string): Promise<boolean> {
    return (await this.#store.get(keys.auditMark(targetId, once))) !== undefined;
  }

  /** All entries of a target, oldest first. */
  async list(targetId: string): Promise<AuditEntry[]> {
    const entries: AuditEntry[] = [];
    for (;;) {
      const last = entries.at(-1);
      const page = await queryDocuments(
        this.#store,
        { pk: keys.audit(targetId, 0).pk, limit: 500, ...(last ? { after: keys.audit(targetId, last.sequence).sk } : {}) },
        AuditEntry,
      );
      entries.push(...page);
      if (page.length < 500) return entries;
    }
  }

  /** The first entry whose number, link or hash is not what it must be; `undefined` when the chain is whole. */
  static firstBroken(entries: readonly AuditEntry[]): AuditEntry | undefined {
    return entries.find((entry, index) => entry.sequence !== index + 1 || entry.previousHash !== (entries[index - 1]?.hash ?? GENESIS) || entry.hash !== hashOf(entry));
  }
}
