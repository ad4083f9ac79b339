import type { Clock } from '../../shared/ports/clock.ts';

/** A clock that stands still until it is moved. */
export const handClock = (start = Date.UTC(2026, 0, 5, 12)): Clock & { advance(ms: number): void } => {
  let at = start;
  const advance = (ms: number): void => {
    at += ms;
  };
  return { now: () => at, sleep: async (ms) => advance(ms), advance };
};
