import * as z from 'zod';
import { Emergency } from '../domain/emergency.ts';
import type { Instant } from '../domain/instant.ts';
import type { ItemStore } from '../ports/item-store.ts';
import { asBody, readDocument } from './document.ts';
import { keys } from './keys.ts';

const OpenRow = z.object({ targetId: z.string() });

const DAY_MS = 86_400_000;
const KEPT_MS = 30 * DAY_MS;

export type Claimed =
  | { readonly kind: 'claimed'; readonly emergency: Emergency }
  /** The same change of the same alarm was told before; this is how far it got. */
  | { readonly kind: 'known'; readonly emergency: Emergency }
  /** Another change of this alarm was answered a moment ago. */
  | { readonly kind: 'cooling-down' };

/** Critical alarms that are answered, and for how long each starts nothing more. */
export class Emergencies {
  readonly #store: ItemStore;

  constructor(store: ItemStore) {
    this.#store = store;
  }

  async find(id: string): Promise<Emergency | undefined> {
    return (await readDocument(this.#store, keys.emergency(id), Emergency))?.value;
  }

  /** Takes an alarm up, once: the record, its place among the open ones and the alarm's cool-down are one write. */
  async claim(emergency: Emergency, coolUntil: Instant): Promise<Claimed> {
    const { id, targetId, alarm, takenUpAt } = emergency;
    for (;;) {
      const written = await this.#store.write([
        { kind: 'put', key: keys.emergency(id), body: asBody(emergency), when: 'absent', expiresAt: takenUpAt + KEPT_MS },
        { kind: 'put', key: keys.alarmCooldown(targetId, alarm), body: { emergencyId: id }, when: 'absent', expiresAt: coolUntil },
        { kind: 'put', key: keys.openEmergencyRow(id), body: { targetId }, when: 'absent', expiresAt: takenUpAt + KEPT_MS },
      ]);
      if (written.ok) return { kind: 'claimed', emergency };
      const known = await this.find(id);
      if (known) return { kind: 'known', emergency: known };
      if (await this.#store.get(keys.alarmCooldown(targetId, alarm))) return { kind: 'cooling-down' };
    }
  }

  /** Whether another change of this alarm was answered a moment ago. */
  async isCoolingDown(targetId: string, alarm: string): Promise<boolean> {
    return (await this.#store.get(keys.alarmCooldown(targetId, alarm))) !== undefined;
  }

  /** Ends it. `false` when it was ended before. */
  async answer(id: string, outcome: Required<Pick<Emergency, 'answeredAt'>> & Pick<Emergency, 'sentence' | 'cycleId'>): Promise<boolean> {
    for (;;) {
      const held = await readDocument(this.#store, keys.emergency(id), Emergency);
      if (held?.value.state !== 'open') return false;
      const row = await this.#store.get(keys.openEmergencyRow(id));
      const written = await this.#store.write([
        { kind: 'put', key: keys.emergency(id), body: asBody({ ...held.value, ...outcome, state: 'answered' }), when: held.version, expiresAt: held.value.takenUpAt + KEPT_MS },
        ...(row ? [{ kind: 'remove', key: row.key, when: row.version } as const] : []),
      ]);
      if (written.ok) return true;
    }
  }

  /** Targets with an emergency that somebody began to answer and did not finish. Of the rows alone: one emergency that cannot be read hides nobody else's. */
  async openTargets(): Promise<string[]> {
    const { items } = await this.#store.query({ pk: 'emergencies#open', limit: 1000 });
    return [...new Set(items.flatMap(({ body }) => OpenRow.safeParse(body).data?.targetId ?? []))];
  }

  /** Those that somebody began to answer and did not finish, oldest first. */
  async open(): Promise<Emergency[]> {
    const { items } = await this.#store.query({ pk: 'emergencies#open', limit: 100 });
    const found = await Promise.all(items.map(({ key }) => this.find(key.sk)));
    return found.filter((emergency) => emergency !== undefined).sort((a, b) => a.takenUpAt - b.takenUpAt);
  }
}
