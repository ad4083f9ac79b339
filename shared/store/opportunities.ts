import { Opportunity } from '../domain/opportunity.ts';
import type { ItemStore } from '../ports/item-store.ts';
import { allDocuments, asBody, readDocument } from './document.ts';
import { keys } from './keys.ts';

/** What nobody has seen for a quarter of a year is over: every defect in every version leaves one behind. */
const KEPT_MS = 90 * 86_400_000;

/** What was found on each target; the same finding in a later cycle is the same opportunity, seen again. */
export class Opportunities {
  readonly #store: ItemStore;

  constructor(store: ItemStore) {
    this.#store = store;
  }

  /** Keeps the moment it was first seen, which its age in the queue counts from. */
  async record(opportunity: Opportunity): Promise<Opportunity> {
    const key = keys.opportunity(opportunity.targetId, opportunity.id);
    for (;;) {
      const held = await readDocument(this.#store, key, Opportunity);
      const recorded = { ...opportunity, firstSeenAt: held?.value.firstSeenAt ?? opportunity.firstSeenAt };
      const written = await this.#store.write([{ kind: 'put', key, body: asBody(recorded), when: held?.version ?? 'absent', expiresAt: opportunity.lastSeenAt + KEPT_MS }]);
      if (written.ok) return recorded;
    }
  }

  async find(targetId: string, id: string): Promise<Opportunity | undefined> {
    return (await readDocument(this.#store, keys.opportunity(targetId, id), Opportunity))?.value;
  }

  async list(targetId: string): Promise<Opportunity[]> {
    return allDocuments(this.#store, `target#${targetId}#opportunities`, Opportunity);
  }
}
