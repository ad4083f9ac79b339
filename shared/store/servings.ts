import { Serving } from '../domain/emergency.ts';
import type { Instant } from '../domain/instant.ts';
import type { Routing } from '../ports/deployer.ts';
import type { ItemStore } from '../ports/item-store.ts';
import { readDocument, updateDocument } from './document.ts';
import { keys } from './keys.ts';

/** What each target's alias was seen to route to. Looked at once a minute, so that a change past Pawl has a moment and a version before it. */
export class Servings {
  readonly #store: ItemStore;

  constructor(store: ItemStore) {
    this.#store = store;
  }

  async find(targetId: string): Promise<Serving | undefined> {
    return (await readDocument(this.#store, keys.serving(targetId), Serving))?.value;
  }

  /** Notes how the alias routes now; writes only when that changed. Answers what is known of it. */
  async see(targetId: string, routing: Routing, now: Instant): Promise<Serving> {
    const seen = await updateDocument(this.#store, keys.serving(targetId), Serving, (held) => seenNow(held, routing, now));
    return seen ?? { version: routing.version, since: now };
  }
}

const seenNow = (held: Serving | undefined, { version, additional }: Routing, now: Instant): Serving | undefined => {
  const sameVersion = held?.version === version;
  if (sameVersion && held.additional?.version === additional?.version) return undefined;
  const share = additional === undefined ? {} : { additional: { version: additional.version, since: held?.additional?.version === additional.version ? held.additional.since : now } };
  if (sameVersion) return { version, since: held.since, ...(held.before === undefined ? {} : { before: held.before }), ...share };
  return { version, since: now, ...(held === undefined ? {} : { before: held.version }), ...share };
};
