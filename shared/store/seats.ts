import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Clock } from '../ports/clock.ts';
import type { Item, ItemStore, Key } from '../ports/item-store.ts';
import { asBody } from './document.ts';

export type SeatLimits = {
  /** All seats together, and those of one holder. */
  readonly all: number;
  readonly each: number;
  /** A seat whose holder died is free after this. */
  readonly heldMs: number;
  /** Whoever holds as many as they may loses their oldest to their newest. Otherwise they get none. */
  readonly newestWins: boolean;
};

export type Seat = {
  /** Whether it is still held: a newer one of the same holder may have taken its place. */
  isHeld(): Promise<boolean>;
  leave(): Promise<void>;
};

const Sitting = z.object({ holder: z.string(), id: z.string(), at: z.number() });

const MOST_ATTEMPTS = 30;

/** What only so many may do at the same time, over all processes: one row a seat, each with an expiry. */
export class Seats {
  readonly #store: ItemStore;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #pool: string;
  readonly #limits: SeatLimits;

  constructor(store: ItemStore, clock: Pick<Clock, 'now'>, pool: string, limits: SeatLimits) {
    this.#store = store;
    this.#clock = clock;
    this.#pool = pool;
    this.#limits = limits;
  }

  /** A seat for `holder`; `undefined` when there is none. `id` names this sitting and no other. Everybody tries for the first that is free, so one holder's attempts are counted one after the other. */
  async take(holder: string, id: string): Promise<Seat | undefined> {
    const { all, each, heldMs, newestWins } = this.#limits;
    const hashed = createHash('sha256').update(holder).digest('hex');
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      const { items } = await this.#store.query({ pk: this.#pk, limit: all });
      const own = items.filter((item) => sittingOf(item)?.holder === hashed).sort((a, b) => atOf(a) - atOf(b));
      const [oldest] = own;
      const isFull = own.length >= each;
      if (isFull && !newestWins) return undefined;
      const place = isFull && oldest ? { key: oldest.key, when: oldest.version } : this.#free(items);
      if (place === undefined) return undefined;
      const now = this.#clock.now();
      const written = await this.#store.write([{ kind: 'put', ...place, body: asBody({ holder: hashed, id, at: now }), expiresAt: now + heldMs }]);
      if (written.ok) return this.#seat(place.key, id);
    }
    return undefined;
  }

  get #pk(): string {
    return `seats#${this.#pool}`;
  }

  #free(items: readonly Item[]): { readonly key: Key; readonly when: 'absent' } | undefined {
    const taken = new Set(items.map(({ key }) => key.sk));
    for (let index = 0; index < this.#limits.all; index++) {
      const sk = String(index).padStart(4, '0');
      if (!taken.has(sk)) return { key: { pk: this.#pk, sk }, when: 'absent' };
    }
    return undefined;
  }

  #seat(key: Key, id: string): Seat {
    const held = async (): Promise<Item | undefined> => {
      const item = await this.#store.get(key);
      return item !== undefined && sittingOf(item)?.id === id ? item : undefined;
    };
    return {
      isHeld: async () => (await held()) !== undefined,
      leave: async () => {
        const item = await held();
        if (item !== undefined) await this.#store.write([{ kind: 'remove', key, when: item.version }]);
      },
    };
  }
}

const sittingOf = ({ body }: Item): z.infer<typeof Sitting> | undefined => Sitting.safeParse(body).data;

const atOf = (item: Item): number => sittingOf(item)?.at ?? 0;
