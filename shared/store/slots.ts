import type { Instant } from '../domain/instant.ts';
import type { Change, ItemStore } from '../ports/item-store.ts';
import { keys } from './keys.ts';

export type SlotLimits = { readonly system: number; readonly tenant: number };

/** How many improvements may be under way: leases with an expiry, one row a slot, in a pool for all and a pool for each tenant. */
export class Slots {
  readonly #store: ItemStore;

  constructor(store: ItemStore) {
    this.#store = store;
  }

  /** Takes one slot in the system's pool and one in the tenant's, or none of both. */
  async take(improvementId: string, tenantId: string | undefined, limits: SlotLimits, now: Instant, expiresAt: Instant): Promise<boolean> {
    if ((await this.holders('system')).includes(improvementId)) return true;
    for (;;) {
      const places = [await this.#free('system', limits.system), ...(tenantId ? [await this.#free(tenantPool(tenantId), limits.tenant)] : [])];
      if (places.includes(undefined)) return false;
      const changes = places.filter((place) => place !== undefined).map((key): Change => ({ kind: 'put', key, body: { improvementId, takenAt: now }, when: 'absent', expiresAt }));
      if ((await this.#store.write(changes)).ok) return true;
    }
  }

  /** Gives back what this improvement holds; no effect when it holds nothing. */
  async free(improvementId: string, tenantId: string | undefined): Promise<void> {
    for (const change of await this.freeing(improvementId, tenantId)) await this.#store.write([change]);
  }

  /** The changes that give back what this improvement holds, for a write that settles it. */
  async freeing(improvementId: string, tenantId: string | undefined): Promise<Change[]> {
    const changes: Change[] = [];
    for (const pool of ['system', ...(tenantId ? [tenantPool(tenantId)] : [])]) {
      const { items } = await this.#store.query({ pk: poolKey(pool), limit: 1000 });
      for (const { key, version, body } of items) if (holder(body) === improvementId) changes.push({ kind: 'remove', key, when: version });
    }
    return changes;
  }

  /**
   * The changes that hand one improvement's slot on to another, for the write that ends the first: nobody can come between.
   * `undefined` when the first holds none, or when the other one's tenant would have none left.
   */
  async handingOver(from: { readonly id: string; readonly tenantId?: string | undefined }, to: { readonly id: string; readonly tenantId?: string | undefined }, limits: SlotLimits, now: Instant, expiresAt: Instant): Promise<Change[] | undefined> {
    const held = await this.freeing(from.id, from.tenantId);
    const body = { improvementId: to.id, takenAt: now };
    const sharesTenant = from.tenantId === to.tenantId;
    const isHandedOn = ({ key: { pk } }: Change): boolean => sharesTenant || pk === poolKey('system');
    if (!held.some(({ key: { pk } }) => pk === poolKey('system'))) return undefined;
    const changes = held.map((change): Change => (change.kind === 'remove' && isHandedOn(change) ? { kind: 'put', key: change.key, body, when: change.when, expiresAt } : change));
    if (sharesTenant || to.tenantId === undefined) return changes;
    const place = await this.#free(tenantPool(to.tenantId), limits.tenant);
    return place && [...changes, { kind: 'put', key: place, body, when: 'absent', expiresAt }];
  }

  async holders(pool: string): Promise<string[]> {
    const { items } = await this.#store.query({ pk: poolKey(pool), limit: 1000 });
    return items.map(({ body }) => holder(body)).filter((id) => id !== undefined);
  }

  async #free(pool: string, limit: number) {
    const { items } = await this.#store.query({ pk: poolKey(pool), limit: 1000 });
    const taken = new Set(items.map(({ key }) => key.sk));
    return Array.from({ length: limit }, (_, index) => keys.slot(pool, index)).find(({ sk }) => !taken.has(sk));
  }
}

const poolKey = (pool: string): string => `slots#${pool}`;

const tenantPool = (tenantId: string): string => `tenant#${tenantId}`;

const holder = (body: unknown): string | undefined =>
  typeof body === 'object' && body !== null && 'improvementId' in body && typeof body.improvementId === 'string' ? body.improvementId : undefined;
