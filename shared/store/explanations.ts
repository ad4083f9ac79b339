import type { Instant } from '../domain/instant.ts';
import { Explanation } from '../domain/explanation.ts';
import type { ItemStore, Key } from '../ports/item-store.ts';
import { asBody, parsed } from './document.ts';
import { keys } from './keys.ts';

/** An explanation outlives the telemetry it was made from: a month after it was last true. */
const KEPT_MS = 30 * 86_400_000;

/**
 * Why each opportunity is believed: as of the last look, and as it was when an improvement took it up. One that cannot be read by this version is
 * as if there was none: it is made anew, and nothing that works must fail for want of a page to read.
 */
export class Explanations {
  readonly #store: ItemStore;

  constructor(store: ItemStore) {
    this.#store = store;
  }

  /** The latest wins; of two that are written at once, either. */
  async record(explanation: Explanation): Promise<void> {
    await this.#put(keys.explanation(explanation.targetId, explanation.opportunityId), explanation, explanation.analysedAt + KEPT_MS);
  }

  async find(targetId: string, opportunityId: string): Promise<Explanation | undefined> {
    return this.#read(keys.explanation(targetId, opportunityId));
  }

  /** Keeps what is true now with the improvement that begins. A second time nothing changes. */
  async keep(improvementId: string, targetId: string, opportunityId: string): Promise<void> {
    const explanation = await this.find(targetId, opportunityId);
    if (explanation === undefined) return;
    await this.#store.write([{ kind: 'put', key: keys.explanationAtStart(improvementId), body: asBody({ ...explanation, improvementId }), when: 'absent' }]);
  }

  /** What was true when this improvement took its opportunity up. */
  async keptFor(improvementId: string): Promise<Explanation | undefined> {
    return this.#read(keys.explanationAtStart(improvementId));
  }

  async #read(key: Key): Promise<Explanation | undefined> {
    const item = await this.#store.get(key);
    try {
      return item && parsed(Explanation, key, item.body);
    } catch {
      return undefined;
    }
  }

  async #put(key: Key, explanation: Explanation, expiresAt: Instant): Promise<void> {
    for (;;) {
      const held = await this.#store.get(key);
      const written = await this.#store.write([{ kind: 'put', key, body: asBody(explanation), when: held?.version ?? 'absent', expiresAt }]);
      if (written.ok) return;
    }
  }
}
