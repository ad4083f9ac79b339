import * as z from 'zod';
import { Target } from '../domain/target.ts';
import type { ItemStore } from '../ports/item-store.ts';
import { allDocuments, readDocument, updateDocument } from './document.ts';
import { keys } from './keys.ts';

/** A target as its owner's stack registered it, and what belongs to it on AWS. */
export const RegisteredTarget = z.object({
  target: Target,
  functionArn: z.string(),
  /** The function that builds and tests unproven code of this target. */
  workshopFunction: z.string().optional(),
  /** Key in the blob store of a zip of the target's `node_modules`, for types. */
  dependenciesKey: z.string().optional(),
  /** The file in the package that exports the handler. */
  handlerFile: z.string(),
  /** The commit that the owner's stack was last deployed from. */
  commit: z.string(),
  /** The resource of the stack that registered it, so that only its own deletion ends the registration. */
  registeredBy: z.string().optional(),
});
export type RegisteredTarget = z.infer<typeof RegisteredTarget>;

/** The targets that Pawl looks after on AWS. On one machine they stand in `pawl.config.json`. */
export class RegisteredTargets {
  readonly #store: ItemStore;

  constructor(store: ItemStore) {
    this.#store = store;
  }

  /** Registers it, or brings the registration up to date; answers what stood there before. */
  async put(registered: RegisteredTarget): Promise<RegisteredTarget | undefined> {
    let before: RegisteredTarget | undefined;
    await updateDocument(this.#store, keys.registeredTarget(registered.target.id), RegisteredTarget, (held) => {
      before = held;
      return registered;
    });
    return before;
  }

  async find(id: string): Promise<RegisteredTarget | undefined> {
    return (await readDocument(this.#store, keys.registeredTarget(id), RegisteredTarget))?.value;
  }

  async all(): Promise<RegisteredTarget[]> {
    return allDocuments(this.#store, 'targets', RegisteredTarget);
  }

  /** No effect when it is gone already. */
  async remove(id: string): Promise<void> {
    const held = await this.#store.get(keys.registeredTarget(id));
    if (held) await this.#store.write([{ kind: 'remove', key: held.key, when: held.version }]);
  }
}
