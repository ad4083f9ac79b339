import * as z from 'zod';
import { Improvement, LEGAL_FROM, SETTLED, type ImprovementState } from '../domain/improvement.ts';
import type { Instant } from '../domain/instant.ts';
import type { Change, ItemStore } from '../ports/item-store.ts';
import { asBody, readDocument } from './document.ts';
import { keys } from './keys.ts';

/** Who changes the state, when, and what else changes in the same write. */
export type TransitionRequest = {
  readonly by: string;
  readonly at: Instant;
  /** Narrower than the legal prior states, where a caller means a particular one. */
  readonly from?: readonly ImprovementState[];
  readonly set?: Partial<Improvement>;
  readonly also?: readonly Change[];
};

/** `{ ok: false }`: it was not in a legal prior state (`state`), or one of the changes that go along did not hold (`state` is legal then). */
export type TransitionResult = { readonly ok: true; readonly improvement: Improvement } | { readonly ok: false; readonly state: ImprovementState | undefined };

const Row = z.object({ targetId: z.string() });

/** The one entity with a life cycle. */
export class Improvements {
  readonly #store: ItemStore;

  constructor(store: ItemStore) {
    this.#store = store;
  }

  /** `false` when there is one with this id already: the same cause was seen before. */
  async create(improvement: Improvement): Promise<boolean> {
    const row = { targetId: improvement.targetId };
    const result = await this.#store.write([
      { kind: 'put', key: keys.improvement(improvement.id), body: asBody(improvement), when: 'absent' },
      { kind: 'put', key: keys.improvementRow(improvement.id), body: row, when: 'absent' },
      { kind: 'put', key: keys.openImprovementRow(improvement.id), body: row, when: 'absent' },
    ]);
    return result.ok;
  }

  async find(id: string): Promise<Improvement | undefined> {
    return (await readDocument(this.#store, keys.improvement(id), Improvement))?.value;
  }

  /** Throws when there is none: for ids that came out of the store. */
  async get(id: string): Promise<Improvement> {
    const improvement = await this.find(id);
    if (!improvement) throw new Error(`There is no improvement ${id} in the store.`);
    return improvement;
  }

  /** Newest first. */
  async list(limit: number): Promise<Improvement[]> {
    return this.#behind('improvements', limit, true);
  }

  /** All that have not settled, oldest first. */
  async open(): Promise<Improvement[]> {
    return this.#behind('improvements#open', 1000, false);
  }

  /** One conditional write from a legal prior state to `to`. Whoever gets `ok` was the only one. */
  async transition(id: string, to: ImprovementState, request: TransitionRequest): Promise<TransitionResult> {
    const { from } = request;
    const legal = new Set((LEGAL_FROM[to] as readonly ImprovementState[]).filter((state) => from?.includes(state) ?? true));
    const conflicts = new Set(request.also?.map(({ key }) => `${key.pk}/${key.sk}`));
    for (;;) {
      const held = await readDocument(this.#store, keys.improvement(id), Improvement);
      if (!held || !legal.has(held.value.state)) return { ok: false, state: held?.value.state };
      const improvement: Improvement = {
        ...held.value,
        ...request.set,
        state: to,
        stateSince: request.at,
        history: [...held.value.history, { state: to, at: request.at, by: request.by }],
      };
      const written = await this.#store.write([
        { kind: 'put', key: keys.improvement(id), body: asBody(improvement), when: held.version },
        ...(await this.#listing(held.value, to)),
        ...(request.also ?? []),
      ]);
      if (written.ok) return { ok: true, improvement };
      if (conflicts.has(`${written.conflict.pk}/${written.conflict.sk}`)) return { ok: false, state: held.value.state };
    }
  }

  /** Changes what is recorded without changing the state; refused when it is no longer in one of `states`. */
  async amend(id: string, states: readonly ImprovementState[], change: (improvement: Improvement) => Improvement): Promise<Improvement | undefined> {
    for (;;) {
      const held = await readDocument(this.#store, keys.improvement(id), Improvement);
      if (!held || !states.includes(held.value.state)) return undefined;
      const next = { ...change(held.value), state: held.value.state };
      const written = await this.#store.write([{ kind: 'put', key: keys.improvement(id), body: asBody(next), when: held.version }]);
      if (written.ok) return next;
    }
  }

  /** What settles leaves the list of open ones; what was promoted and is taken back comes into it again. */
  async #listing({ id, targetId }: Improvement, to: ImprovementState): Promise<Change[]> {
    const key = keys.openImprovementRow(id);
    const row = await this.#store.get(key);
    if (SETTLED.includes(to)) return row ? [{ kind: 'remove', key, when: row.version }] : [];
    return row ? [] : [{ kind: 'put', key, body: { targetId }, when: 'absent' }];
  }

  async #behind(pk: string, limit: number, newestFirst: boolean): Promise<Improvement[]> {
    const { items } = await this.#store.query({ pk, limit, newestFirst });
    const found = await Promise.all(items.map(async ({ key, body }) => (Row.safeParse(body).success ? this.find(key.sk) : undefined)));
    return found.filter((improvement) => improvement !== undefined);
  }
}
