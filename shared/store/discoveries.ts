import { DiscoveryLedger } from '../domain/discovery-ledger.ts';
import type { ItemStore } from '../ports/item-store.ts';
import { asBody } from './document.ts';
import { keys } from './keys.ts';

/**
 * What has been discovered over all targets, in one item: written when there is something new, which is rare. One that this version cannot read is
 * as if there was none, and is written anew: the count begins again, which is better than that nobody's metrics are believed any more.
 */
export class Discoveries {
  readonly #store: ItemStore;

  constructor(store: ItemStore) {
    this.#store = store;
  }

  async get(): Promise<DiscoveryLedger | undefined> {
    return DiscoveryLedger.safeParse((await this.#store.get(keys.discoveries()))?.body).data;
  }

  /** `change` sees what is kept and answers what to keep, or `undefined` to leave it; it is asked again when somebody else wrote in between. */
  async update(change: (ledger: DiscoveryLedger | undefined) => DiscoveryLedger | undefined): Promise<void> {
    const key = keys.discoveries();
    for (;;) {
      const held = await this.#store.get(key);
      const next = change(DiscoveryLedger.safeParse(held?.body).data);
      if (next === undefined || (await this.#store.write([{ kind: 'put', key, body: asBody(next), when: held?.version ?? 'absent' }])).ok) return;
    }
  }
}
