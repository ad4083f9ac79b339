import { createHash } from 'node:crypto';
import type { Instant } from '../../domain/instant.ts';
import type { ItemStore } from '../../ports/item-store.ts';

const SENDING_MS = 60_000;
const KEPT_MS = 30 * 86_400_000;

/** The right to send one notice. `sent` keeps it for 30 days, `failed` gives it back. */
export type NoticeClaim = { sent(): Promise<void>; failed(): Promise<void> };

/**
 * Which notices were sent, for all functions together. `claim` gives the right to send one to exactly one asker; it runs out after a minute,
 * so that a notice is sent by the next who asks when its sender died: rather twice than never. `undefined`: it has been sent, or is being sent.
 */
export const noticeMarks = (store: ItemStore, now: () => Instant) => ({
  async claim(noticeKey: string): Promise<NoticeClaim | undefined> {
    const key = { pk: 'notices', sk: createHash('sha256').update(noticeKey).digest('hex') };
    const claimed = await store.write([{ kind: 'put', key, body: { notice: noticeKey.slice(0, 1000), state: 'sending' }, when: 'absent', expiresAt: now() + SENDING_MS }]);
    if (!claimed.ok) return undefined;
    const version = (await store.get(key))?.version;
    return {
      async sent() {
        if (version !== undefined) await store.write([{ kind: 'put', key, body: { notice: noticeKey.slice(0, 1000), state: 'sent' }, when: version, expiresAt: now() + KEPT_MS }]);
      },
      async failed() {
        if (version !== undefined) await store.write([{ kind: 'remove', key, when: version }]);
      },
    };
  },
});
