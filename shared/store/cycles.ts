import { Cycle } from '../domain/cycle.ts';
import { PAWL_CHAIN } from '../domain/audit.ts';
import type { Change, ItemStore } from '../ports/item-store.ts';
import { AuditLog, type AuditFacts } from './audit-log.ts';
import { allIds, asBody, readDocument } from './document.ts';
import { keys } from './keys.ts';
import { TimeIndex, type PageRead, type PageRequest } from './time-index.ts';

/** Passes of Pawl over its targets, in the order in which they began, and those that run. */
export class Cycles {
  readonly #store: ItemStore;
  readonly #byTime: TimeIndex;
  readonly #audit: AuditLog;

  constructor(store: ItemStore) {
    this.#store = store;
    this.#byTime = new TimeIndex(store, 'cycles#by-time');
    this.#audit = new AuditLog(store);
  }

  /** `false` when there is one with this id already: the same cause started it before. */
  async create(cycle: Cycle): Promise<boolean> {
    for (;;) {
      const written = await this.#store.write([
        { kind: 'put', key: keys.cycle(cycle.id), body: asBody(cycle), when: 'absent' },
        ...this.#listed(cycle),
        ...(await this.#audit.entering({ ...told(cycle), what: 'cycle-started', reason: cycle.cause })),
      ]);
      if (written.ok) return true;
      // Else only the audit log has grown meanwhile.
      if (await this.#store.get(keys.cycle(cycle.id))) return false;
    }
  }

  async find(id: string): Promise<Cycle | undefined> {
    return (await readDocument(this.#store, keys.cycle(id), Cycle))?.value;
  }

  async get(id: string): Promise<Cycle> {
    const cycle = await this.find(id);
    if (!cycle) throw new Error(`There is no cycle ${id} in the store.`);
    return cycle;
  }

  /** Read, change, write again until nobody came between; `change` may run several times. */
  async update(id: string, change: (cycle: Cycle) => Cycle): Promise<Cycle> {
    for (;;) {
      const held = await readDocument(this.#store, keys.cycle(id), Cycle);
      if (!held) throw new Error(`There is no cycle ${id} in the store.`);
      const next = change(held.value);
      const written = await this.#store.write([{ kind: 'put', key: keys.cycle(id), body: asBody(next), when: held.version }, ...(await this.#relisting(held.value, next)), ...(await this.#ended(held.value, next))]);
      if (written.ok) return next;
    }
  }

  /** That it ended stands in the audit log, in the write that ends it. */
  async #ended(before: Cycle, now: Cycle): Promise<Change[]> {
    if (before.state !== 'running' || now.state === 'running') return [];
    return this.#audit.entering({ ...told(now), at: now.endedAt ?? now.startedAt, what: `cycle-${now.state}`, ...(now.failure === undefined ? {} : { reason: now.failure }) });
  }

  /** The newest, newest first. */
  async list(limit: number): Promise<Cycle[]> {
    return [...(await this.page({ limit })).items];
  }

  /** A page of what fits, newest first; it may be short and have a `next`. */
  async page(request: PageRequest, fits: (cycle: Cycle) => boolean = () => true): Promise<PageRead<Cycle>> {
    await this.#completed();
    return this.#byTime.page(request, async (id) => {
      const cycle = await this.find(id);
      return cycle !== undefined && fits(cycle) ? cycle : undefined;
    });
  }

  /** All that run, however many have come after them. */
  async running(): Promise<Cycle[]> {
    await this.#completed();
    const cycles: Cycle[] = [];
    for await (const id of allIds(this.#store, keys.runningCycleRow('').pk)) {
      const cycle = await this.find(id);
      if (cycle?.state === 'running') cycles.push(cycle);
    }
    return cycles;
  }

  #listed({ id, startedAt, state }: Cycle): Change[] {
    return [this.#byTime.entering(startedAt, id, {}), ...(state === 'running' ? [{ kind: 'put', key: keys.runningCycleRow(id), body: {}, when: 'absent' } as const] : [])];
  }

  async #relisting(before: Cycle, { id, state }: Cycle): Promise<Change[]> {
    if (before.state === state) return [];
    const key = keys.runningCycleRow(id);
    const row = await this.#store.get(key);
    if (state === 'running') return row ? [] : [{ kind: 'put', key, body: {}, when: 'absent' }];
    return row ? [{ kind: 'remove', key, when: row.version }] : [];
  }

  /** Enters the cycles of before there was an order in time. */
  async #completed(): Promise<void> {
    await this.#byTime.complete(keys.indexed('cycles'), () => allIds(this.#store, keys.cycle('').pk), async (id) => {
      for (;;) {
        const held = await readDocument(this.#store, keys.cycle(id), Cycle);
        if (held === undefined || (await this.#store.get(this.#byTime.key(held.value.startedAt, id))) !== undefined) return;
        const written = await this.#store.write([{ kind: 'check', key: keys.cycle(id), when: held.version }, ...this.#listed(held.value)]);
        if (written.ok) return;
      }
    });
  }
}

const told = ({ id, trigger, targetIds, startedAt, dryRun }: Cycle): Pick<AuditFacts, 'targetId' | 'at' | 'who' | 'component' | 'evidence'> => ({
  targetId: PAWL_CHAIN, at: startedAt, who: trigger, component: id, evidence: `targets=${targetIds.join(',')}${dryRun ? ' dry-run' : ''}`,
});
