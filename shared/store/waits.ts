import * as z from 'zod';
import type { ItemStore } from '../ports/item-store.ts';
import { WAIT_KINDS, type KeptWaits, type WaitKind, type WaitTokens } from '../ports/kept-waits.ts';
import { asBody, readDocument } from './document.ts';
import { keys } from './keys.ts';

const Tokens = z.object({ approval: z.string().optional(), verdict: z.string().optional() });
const Starts = z.object({ restarts: z.number().int().nonnegative() });

/** The task tokens of executions that wait, one item an improvement, and how often executions were started again. */
export class Waits implements KeptWaits {
  readonly #store: ItemStore;

  constructor(store: ItemStore) {
    this.#store = store;
  }

  /** Replaces the token of an earlier wait of the same kind: its execution is over. */
  async keep(improvementId: string, kind: WaitKind, token: string): Promise<void> {
    await this.#change(improvementId, (held) => ({ ...held, [kind]: token }));
  }

  async of(improvementId: string): Promise<WaitTokens> {
    return (await readDocument(this.#store, keys.waits(improvementId), Tokens))?.value ?? {};
  }

  async forget(improvementId: string, kind: WaitKind, token: string): Promise<void> {
    await this.#change(improvementId, (held) => (held[kind] === token ? { ...held, [kind]: undefined } : held));
  }

  /** The improvements that wait for an answer. */
  async waiting(): Promise<string[]> {
    const { items } = await this.#store.query({ pk: keys.waits('').pk, limit: 1000 });
    return items.map(({ key }) => key.sk);
  }

  async restarts(id: string): Promise<number> {
    return (await readDocument(this.#store, keys.starts(id), Starts))?.value.restarts ?? 0;
  }

  async claimRestart(id: string, before: number): Promise<boolean> {
    const key = keys.starts(id);
    const held = await readDocument(this.#store, key, Starts);
    if ((held?.value.restarts ?? 0) !== before) return false;
    return (await this.#store.write([{ kind: 'put', key, body: { restarts: before + 1 }, when: held?.version ?? 'absent' }])).ok;
  }

  async #change(improvementId: string, change: (held: WaitTokens) => WaitTokens): Promise<void> {
    const key = keys.waits(improvementId);
    for (;;) {
      const held = await readDocument(this.#store, key, Tokens);
      const next = change(held?.value ?? {});
      if (next === held?.value) return;
      const empty = WAIT_KINDS.every((kind) => next[kind] === undefined);
      if (empty && !held) return;
      const written = await this.#store.write([empty && held ? { kind: 'remove', key, when: held.version } : { kind: 'put', key, body: asBody(next), when: held?.version ?? 'absent' }]);
      if (written.ok) return;
    }
  }
}
