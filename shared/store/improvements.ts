import * as z from 'zod';
import { Improvement, ImprovementState, LEGAL_FROM, SETTLED } from '../domain/improvement.ts';
import type { Instant } from '../domain/instant.ts';
import type { Change, ItemStore } from '../ports/item-store.ts';
import { AuditLog } from './audit-log.ts';
import { allIds, asBody, readDocument } from './document.ts';
import { keys } from './keys.ts';
import { TimeIndex, type PageRead, type PageRequest } from './time-index.ts';
import { toldBeginning, toldTransition } from './told-transition.ts';

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

/** What is known of an improvement without reading it, in the order of creation. `settled`: the state that it ended in, if it has. */
const IndexRow = z.object({ targetId: z.string(), tenantId: z.string().optional(), opportunityId: z.string().optional(), settled: ImprovementState.optional() });
export type ImprovementIndexRow = z.infer<typeof IndexRow>;

/** As much as that row needs of an improvement. */
const Head = Improvement.pick({ id: true, targetId: true, tenantId: true, createdAt: true, state: true }).extend({ opportunity: z.object({ id: z.string() }).optional() });

/** As much as another page says of it. */
const Mention = Improvement.pick({ id: true, title: true, state: true });

const indexRow = ({ targetId, tenantId, opportunity }: z.infer<typeof Head>, state: ImprovementState): ImprovementIndexRow => ({
  targetId, tenantId, opportunityId: opportunity?.id, ...(SETTLED.includes(state) ? { settled: state } : {}),
});

/** The one entity with a life cycle. Each step of it stands in the audit log, in the same write: once, whatever crashes. */
export class Improvements {
  readonly #store: ItemStore;
  readonly #byTime: TimeIndex;
  readonly #audit: AuditLog;

  constructor(store: ItemStore) {
    this.#store = store;
    this.#byTime = new TimeIndex(store, 'improvements#by-time');
    this.#audit = new AuditLog(store);
  }

  /** `false` when there is one with this id already: the same cause was seen before. */
  async create(improvement: Improvement): Promise<boolean> {
    const row = { targetId: improvement.targetId };
    for (;;) {
      const written = await this.#store.write([
        { kind: 'put', key: keys.improvement(improvement.id), body: asBody(improvement), when: 'absent' },
        { kind: 'put', key: keys.openImprovementRow(improvement.id), body: row, when: 'absent' },
        this.#byTime.entering(improvement.createdAt, improvement.id, indexRow(improvement, improvement.state)),
        ...(await this.#audit.entering(toldBeginning(improvement))),
      ]);
      if (written.ok) return true;
      // Else only the audit log has grown meanwhile.
      if (await this.#store.get(keys.improvement(improvement.id))) return false;
    }
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

  /** The newest, newest first. */
  async list(limit: number): Promise<Improvement[]> {
    return [...(await this.page({ limit }, () => true)).items];
  }

  /**
   * A page of what fits, newest first. `row` is asked first, of what is known without reading the improvement; then `whole`.
   * A page may be short, or empty, and have a `next`: many were looked at and few fit.
   */
  async page(request: PageRequest, row: (row: ImprovementIndexRow, id: string) => boolean, whole: (improvement: Improvement) => boolean = () => true): Promise<PageRead<Improvement>> {
    await this.#completed();
    return this.#byTime.page(request, async (id, body) => {
      const known = IndexRow.safeParse(body).data;
      if (known !== undefined && !row(known, id)) return undefined;
      const improvement = await this.find(id);
      return improvement !== undefined && whole(improvement) ? improvement : undefined;
    });
  }

  /** The newest improvement of each opportunity, among the newest of all (a few thousand): opportunity → improvement. */
  async byOpportunity(isAsked: (row: ImprovementIndexRow) => boolean): Promise<ReadonlyMap<string, string>> {
    await this.#completed();
    const found = new Map<string, string>();
    await this.#byTime.page({ limit: 1 }, async (id, body) => {
      const row = IndexRow.safeParse(body).data;
      if (row?.opportunityId !== undefined && !found.has(row.opportunityId) && isAsked(row)) found.set(row.opportunityId, id);
      return undefined;
    });
    return found;
  }

  /** As much as a mention takes. */
  async glance(id: string): Promise<Pick<Improvement, 'id' | 'title' | 'state'> | undefined> {
    return Mention.safeParse((await this.#store.get(keys.improvement(id)))?.body).data;
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
        ...(SETTLED.includes(to) || SETTLED.includes(held.value.state) ? await this.#byTime.changing(improvement.createdAt, id, indexRow(improvement, to)) : []),
        ...(request.also ?? []),
        ...(isTold(held.value.targetId, request.also) ? [] : await this.#audit.entering(toldTransition(improvement, to, request, request.set))),
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

  /** Moves the improvements of before there was an order of creation into it; afterwards there is none left to move. */
  async #completed(): Promise<void> {
    for await (const id of allIds(this.#store, keys.improvementRow('').pk)) {
      for (;;) {
        const [held, row] = await Promise.all([this.#store.get(keys.improvement(id)), this.#store.get(keys.improvementRow(id))]);
        // One that is damaged stays out of the order: whoever asks for it by its id is told.
        const head = Head.safeParse(held?.body).data;
        if (held === undefined || head === undefined || row === undefined) break;
        const entered = await this.#store.get(this.#byTime.key(head.createdAt, id));
        const written = await this.#store.write([
          { kind: 'check', key: held.key, when: held.version },
          { kind: 'remove', key: row.key, when: row.version },
          ...(entered === undefined ? [this.#byTime.entering(head.createdAt, id, indexRow(head, head.state))] : []),
        ]);
        if (written.ok) break;
      }
    }
  }

  async #behind(pk: string, limit: number, newestFirst: boolean): Promise<Improvement[]> {
    const { items } = await this.#store.query({ pk, limit, newestFirst });
    const found = await Promise.all(items.map(async ({ key, body }) => (Row.safeParse(body).success ? this.find(key.sk) : undefined)));
    return found.filter((improvement) => improvement !== undefined);
  }
}

/** Whether what goes along tells of it already, with more to say. */
const isTold = (targetId: string, also: readonly Change[] = []): boolean => also.some(({ key }) => key.pk === keys.audit(targetId, 0).pk);
