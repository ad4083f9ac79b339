import type { Instant } from '../domain/instant.ts';
import { Look } from '../domain/look.ts';
import type { Change, ItemStore } from '../ports/item-store.ts';
import { asBody, updateDocument } from './document.ts';
import { keys } from './keys.ts';

const PAGE = 1000;
const MOST_ALARMS = 20;

/** When each target's telemetry was read and is to be read again: small rows in one partition, so that a tick learns in one query who is due. */
export class Looks {
  readonly #store: ItemStore;

  constructor(store: ItemStore) {
    this.#store = store;
  }

  async all(): Promise<Map<string, Look>> {
    const looks = new Map<string, Look>();
    let after: string | undefined;
    do {
      const { items, next } = await this.#store.query({ pk: 'looks', limit: PAGE, ...(after === undefined ? {} : { after }) });
      for (const { key, body } of items) {
        // One that cannot be read is as if there was none: the target is looked at, and the row is written anew.
        const look = Look.safeParse(body).data;
        if (look) looks.set(key.sk, look);
      }
      after = next;
    } while (after !== undefined);
    return looks;
  }

  /** The change that goes with the write of the state. An alarm that was told meanwhile is in it, or refuses it. */
  async changing(targetId: string, change: (held: Look | undefined) => Look): Promise<Change> {
    const item = await this.#store.get(keys.look(targetId));
    return { kind: 'put', key: keys.look(targetId), body: asBody(change(Look.safeParse(item?.body).data)), when: item?.version ?? 'absent' };
  }

  /** A look that found nothing to fold, and what goes with it. */
  async note(targetId: string, change: (held: Look | undefined) => Look, also: () => Promise<readonly Change[]> = async () => []): Promise<void> {
    for (;;) if ((await this.#store.write([await this.changing(targetId, change), ...(await also())])).ok) return;
  }

  /** Keeps that an alarm went on or off, and lets the target be looked at with the next tick. Before its first look there is nothing to keep: that one comes by itself. */
  async alarm(targetId: string, alarm: string, isOn: boolean, at: Instant): Promise<void> {
    if ((await this.#store.get(keys.look(targetId))) === undefined) return;
    await updateDocument(this.#store, keys.look(targetId), Look, (look): Look | undefined => {
      if (look === undefined) return undefined;
      const others = Object.entries(look.alarms ?? {}).filter(([name]) => name !== alarm);
      const on = isOn ? [...others, [alarm, at] as const] : others;
      return { ...look, nextAt: Math.min(look.nextAt, at), because: 'alarm', alarms: Object.fromEntries(on.toSorted(([, a], [, b]) => b - a).slice(0, MOST_ALARMS)) };
    });
  }
}

