import type { Instant } from '../../../shared/domain/instant.ts';
import type { Clock } from '../../../shared/ports/clock.ts';
import { CLOSED, enter, leave, type BreakerState, type CallOutcome } from './breaker.ts';

/** The breaker of one model as its callers meet it: ask before each attempt, tell after each that went in. */
export interface BreakerDoor {
  enter(): Promise<{ readonly ok: true } | { readonly ok: false; readonly retryAt: Instant }>;
  leave(outcome: CallOutcome): Promise<void>;
}

/** Breakers that live as long as the process, one a key (provider and model). */
export const breakerInMemory = ({ clock }: { readonly clock: Clock }): ((key: string) => BreakerDoor) => {
  const states = new Map<string, BreakerState>();
  return (key) => ({
    enter: async () => {
      const entrance = enter(states.get(key) ?? CLOSED, clock.now());
      states.set(key, entrance.state);
      return entrance.admitted ? { ok: true } : { ok: false, retryAt: entrance.retryAt };
    },
    leave: async (outcome) => {
      states.set(key, leave(states.get(key) ?? CLOSED, outcome, clock.now()));
    },
  });
};
