import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Instant } from '../domain/instant.ts';
import { NoticeAbout } from '../domain/notice-channel.ts';
import { Severity } from '../domain/opportunity.ts';
import type { ItemStore, Key } from '../ports/item-store.ts';
import type { Notice } from '../ports/notifier.ts';
import { asBody, parsed } from './document.ts';

const DAY_MS = 86_400_000;
/** A notice with a key that was told is not told again for so long. */
const REMEMBERED_MS = 30 * DAY_MS;
/** What nobody could deliver in a day is taken out by its sender; this is for a sender that is gone. */
const KEPT_MS = 3 * DAY_MS;
/** An item takes 300 KB. */
const MOST_TEXT = 50_000;

/** A notice on its way to one channel. `id` tells receivers that it is the same one again. */
export const OutboxEntry = z.object({
  id: z.string(),
  channel: z.string(),
  notice: z.object({ key: z.string(), severity: Severity, subject: z.string(), text: z.string(), about: NoticeAbout.optional(), targetId: z.string().optional(), tenantId: z.string().optional(), improvementId: z.string().optional(), link: z.string().optional() }),
  createdAt: z.number(),
  attempts: z.number().int().nonnegative(),
  nextAt: z.number(),
});
export type OutboxEntry = z.infer<typeof OutboxEntry>;

/** An entry that this process alone may send until its claim is over. */
export type ClaimedEntry = { readonly entry: OutboxEntry; readonly version: number };

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
const entryKey = (id: string): Key => ({ pk: 'notices#outbox', sk: id });
const toldKey = (noticeKey: string): Key => ({ pk: `notices#told#${digest(noticeKey).slice(0, 2)}`, sk: digest(noticeKey) });

/** What people are still to be told, kept until it is delivered: by whichever process, after whatever crash. */
export class Outbox {
  readonly #store: ItemStore;

  constructor(store: ItemStore) {
    this.#store = store;
  }

  /** Puts a notice in for each channel, in one write. `false` when one with this key was put in within the last 30 days. */
  async put({ key, severity, subject, text, about, targetId, tenantId, improvementId, link }: Notice, channels: readonly string[], at: Instant): Promise<boolean> {
    const notice = { key, severity, subject: subject.slice(0, 1000), text: text.slice(0, MOST_TEXT), about, targetId, tenantId, improvementId, link };
    const entries = channels.map((channel): OutboxEntry => ({ id: digest(`${channel}\n${key}`).slice(0, 32), channel, notice, createdAt: at, attempts: 0, nextAt: at }));
    const written = await this.#store.write([
      { kind: 'put', key: toldKey(key), body: { at }, when: 'absent', expiresAt: at + REMEMBERED_MS },
      ...entries.map((entry) => ({ kind: 'put', key: entryKey(entry.id), body: asBody(entry), when: 'absent', expiresAt: at + KEPT_MS }) as const),
    ]);
    return written.ok;
  }

  /** Everything that is due at `now`, a bounded number. */
  async due(now: Instant): Promise<ClaimedEntry[]> {
    const due: ClaimedEntry[] = [];
    let after: string | undefined;
    do {
      const { items, next } = await this.#store.query({ pk: entryKey('').pk, limit: 200, ...(after === undefined ? {} : { after }) });
      for (const { key, body, version } of items) {
        const entry = parsed(OutboxEntry, key, body);
        if (entry.nextAt <= now) due.push({ entry, version });
      }
      after = next;
    } while (after !== undefined && due.length < 1000);
    return due;
  }

  /** The right to send it until `until`; `undefined` when another process has it. Counts as an attempt, also when this process dies with it. */
  async claim({ entry, version }: ClaimedEntry, until: Instant): Promise<ClaimedEntry | undefined> {
    return this.#change({ entry: { ...entry, attempts: entry.attempts + 1, nextAt: until }, version });
  }

  /** It will be tried again at `nextAt`. */
  async postpone({ entry, version }: ClaimedEntry, nextAt: Instant): Promise<void> {
    await this.#change({ entry: { ...entry, nextAt }, version });
  }

  /** It is delivered, or given up. */
  async remove({ entry, version }: ClaimedEntry): Promise<void> {
    await this.#store.write([{ kind: 'remove', key: entryKey(entry.id), when: version }]);
  }

  async #change({ entry, version }: ClaimedEntry): Promise<ClaimedEntry | undefined> {
    const key = entryKey(entry.id);
    const written = await this.#store.write([{ kind: 'put', key, body: asBody(entry), when: version, expiresAt: entry.createdAt + KEPT_MS }]);
    if (!written.ok) return undefined;
    const held = await this.#store.get(key);
    // Between the write and this look nobody else may change it: the claim has just begun.
    return held && { entry, version: held.version };
  }
}
