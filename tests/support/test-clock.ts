import type { Clock } from '../../shared/ports/clock.ts';

/** A clock that a test moves by hand; `sleep` moves it too. */
export const testClock = (start = Date.UTC(2026, 0, 5, 12)): Clock & { advance(ms: number): void; set(at: number): void } => {
  let at = start;
  return {
    now: () => at,
    sleep: async (ms) => {
      at += ms;
    },
    advance: (ms) => {
      at += ms;
    },
    set: (next) => {
      at = next;
    },
  };
};
