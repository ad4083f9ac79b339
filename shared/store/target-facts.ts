import * as z from 'zod';
import type { Change, ItemStore } from '../ports/item-store.ts';
import { asBody, readDocument, updateDocument } from './document.ts';
import { keys } from './keys.ts';

const Facts = z.object({
  /** The last commit that Pawl brought into the owner's main branch (a fix, or the revert of one): every later deployment must contain it. */
  lastPromotedCommit: z.string().optional(),
  /** How many remedies of each author kind were promoted with a person's yes. */
  promotedWithApproval: z.record(z.string(), z.number().int()).optional(),
  /** While set, nothing new is started on the target. */
  pausedBy: z.string().optional(),
});
export type TargetFacts = z.infer<typeof Facts>;

/** The few things about a target that are known for good, beside its telemetry. */
export class FactsOfTargets {
  readonly #store: ItemStore;

  constructor(store: ItemStore) {
    this.#store = store;
  }

  async get(targetId: string): Promise<TargetFacts> {
    return (await readDocument(this.#store, keys.targetFacts(targetId), Facts))?.value ?? {};
  }

  /** The change that another write makes together with its own; it conflicts when somebody changed the facts meanwhile. */
  async changing(targetId: string, change: (facts: TargetFacts) => TargetFacts): Promise<Change> {
    const held = await readDocument(this.#store, keys.targetFacts(targetId), Facts);
    return { kind: 'put', key: keys.targetFacts(targetId), body: asBody(change(held?.value ?? {})), when: held?.version ?? 'absent' };
  }

  async update(targetId: string, change: (facts: TargetFacts) => TargetFacts): Promise<void> {
    await updateDocument(this.#store, keys.targetFacts(targetId), Facts, (facts) => change(facts ?? {}));
  }
}
