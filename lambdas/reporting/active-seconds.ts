import type { Improvement, ImprovementState } from '../../shared/domain/improvement.ts';

/** The states in which Pawl itself is at work; in the others it watches, waits for a person or a slot, or is done. */
const ACTIVE: ReadonlySet<ImprovementState> = new Set(['generating', 'validating', 'releasing', 'promoting', 'rolling-back', 'reverting']);

/**
 * Seconds of a cycle in which Pawl was at work: `ownMs` (analysis, reporting) and the time in which at least one improvement was being worked on.
 * Two improvements worked on at once count once. `until` closes a state that still lasts.
 */
export const activeSeconds = (improvements: readonly Pick<Improvement, 'history'>[], ownMs: number, until: number): number => {
  const spans = improvements
    .flatMap(({ history }) => history.map(({ state, at }, index) => ({ state, from: at, to: history[index + 1]?.at ?? until })))
    .filter(({ state }) => ACTIVE.has(state))
    .sort((a, b) => a.from - b.from);

  let total = 0;
  let reached = 0;
  for (const { from, to } of spans) {
    total += Math.max(0, to - Math.max(from, reached));
    reached = Math.max(reached, to);
  }
  return (total + ownMs) / 1000;
};
