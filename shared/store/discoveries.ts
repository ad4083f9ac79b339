import { DiscoveryLedger } from '../domain/discovery-ledger.ts';
import type { ItemStore } from '../ports/item-store.ts';
import { readDocument, updateDocument } from './document.ts';
import { keys } from './keys.ts';

/** What has been discovered over all targets, in one item: written when there is something new, which is rare. */
export class Discoveries {
  readonly #store: ItemStore;

  constructor(store: ItemStore) {
    this.#store = store;
  }

  async get(): Promise<DiscoveryLedger | undefined> {
    return (await readDocument(this.#store, keys.discoveries(), DiscoveryLedger))?.value;
  }

  /** `change` sees what is kept and answers what to keep, or `undefined` to leave it; it is asked again when somebody else wrote in between. */
  async update(change: (ledger: DiscoveryLedger | undefined) => DiscoveryLedger | undefined): Promise<void> {
    await updateDocument(this.#store, keys.discoveries(), DiscoveryLedger, change);
  }
}
