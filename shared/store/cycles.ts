import { Cycle } from '../domain/cycle.ts';
import type { ItemStore } from '../ports/item-store.ts';
import { asBody, queryDocuments, readDocument, updateDocument } from './document.ts';
import { keys } from './keys.ts';

export class Cycles {
  readonly #store: ItemStore;

  constructor(store: ItemStore) {
    this.#store = store;
  }

  /** `false` when there is one with this id already: the same cause started it before. */
  async create(cycle: Cycle): Promise<boolean> {
    return (await this.#store.write([{ kind: 'put', key: keys.cycle(cycle.id), body: asBody(cycle), when: 'absent' }])).ok;
  }

  async find(id: string): Promise<Cycle | undefined> {
    return (await readDocument(this.#store, keys.cycle(id), Cycle))?.value;
  }

  async get(id: string): Promise<Cycle> {
    const cycle = await this.find(id);
    if (!cycle) throw new Error(`There is no cycle ${id} in the store.`);
    return cycle;
  }

  async update(id: string, change: (cycle: Cycle) => Cycle): Promise<Cycle> {
    const cycle = await updateDocument(this.#store, keys.cycle(id), Cycle, (held) => held && change(held));
    if (!cycle) throw new Error(`There is no cycle ${id} in the store.`);
    return cycle;
  }

  /** Newest first. */
  async list(limit: number): Promise<Cycle[]> {
    return queryDocuments(this.#store, { pk: 'cycles', limit, newestFirst: true }, Cycle);
  }
}
