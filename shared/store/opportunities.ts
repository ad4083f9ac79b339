import { Opportunity } from '../domain/opportunity.ts';
import type { ItemStore } from '../ports/item-store.ts';
import { queryDocuments, readDocument, updateDocument } from './document.ts';
import { keys } from './keys.ts';

/** What was found on each target; the same finding in a later cycle is the same opportunity, seen again. */
export class Opportunities {
  readonly #store: ItemStore;

  constructor(store: ItemStore) {
    this.#store = store;
  }

  /** Keeps the moment it was first seen, which its age in the queue counts from. */
  async record(opportunity: Opportunity): Promise<Opportunity> {
    const recorded = await updateDocument(this.#store, keys.opportunity(opportunity.targetId, opportunity.id), Opportunity, (held) => ({
      ...opportunity,
      firstSeenAt: held?.firstSeenAt ?? opportunity.firstSeenAt,
    }));
    return recorded ?? opportunity;
  }

  async find(targetId: string, id: string): Promise<Opportunity | undefined> {
    return (await readDocument(this.#store, keys.opportunity(targetId, id), Opportunity))?.value;
  }

  async list(targetId: string): Promise<Opportunity[]> {
    return queryDocuments(this.#store, { pk: `target#${targetId}#opportunities`, limit: 1000 }, Opportunity);
  }
}
