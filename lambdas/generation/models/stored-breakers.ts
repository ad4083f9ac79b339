import type { Instant } from '../../../shared/domain/instant.ts';
import type { Clock } from '../../../shared/ports/clock.ts';
import type { ItemStore } from '../../../shared/ports/item-store.ts';
import { readDocument, updateDocument } from '../../../shared/store/document.ts';
import { keys } from '../../../shared/store/keys.ts';
import { BreakerState, CLOSED, enter, leave, type Entrance } from './breaker.ts';
import type { BreakerDoor } from './breaker-door.ts';

export type Breakers = {
  readonly door: (model: string) => BreakerDoor;
  /** Until when a model is left alone; `undefined` when it may be asked. */
  readonly shutUntil: (model: string) => Promise<Instant | undefined>;
};

/** Breakers that all processes share: a generation lives for minutes, an outage for longer. One that is shut and stays shut is only read. */
export const storedBreakers = ({ store, clock }: { readonly store: ItemStore; readonly clock: Clock }): Breakers => {
  const read = async (model: string): Promise<BreakerState> => (await readDocument(store, keys.breaker(model), BreakerState))?.value ?? CLOSED;
  const update = (model: string, change: (state: BreakerState) => BreakerState) =>
    updateDocument(store, keys.breaker(model), BreakerState, (held) => {
      const before = held ?? CLOSED;
      const after = change(before);
      return isSame(before, after) ? undefined : after;
    });
  return {
    door: (model) => ({
      enter: async () => {
        let entrance: Entrance = { admitted: true, state: CLOSED };
        await update(model, (state) => {
          entrance = enter(state, clock.now());
          return entrance.state;
        });
        // The closure above has run; the compiler does not know.
        const made = entrance as Entrance;
        return made.admitted ? { ok: true } : { ok: false, retryAt: made.retryAt };
      },
      leave: async (outcome) => {
        await update(model, (state) => leave(state, outcome, clock.now()));
      },
    }),
    shutUntil: async (model) => {
      const entrance = enter(await read(model), clock.now());
      return entrance.admitted ? undefined : entrance.retryAt;
    },
  };
};

const isSame = (one: BreakerState, other: BreakerState): boolean => one.failures === other.failures && one.openedAt === other.openedAt && one.probeAt === other.probeAt;
