import type { TargetView } from '../../../../shared/domain/views/target-view.ts';

/** What somebody at night wants to see first: a canary on the traffic, then who fails most, then who is left alone. */
const ranks: readonly ((target: TargetView) => number)[] = [
  ({ watching }) => (watching === undefined ? 0 : 1),
  ({ health }) => health?.failureRate ?? 0,
  ({ notProtected, pausedBy }) => (notProtected === undefined && pausedBy === undefined ? 0 : 1),
  ({ opportunities }) => opportunities,
];

/** The targets in the order in which they press; equals stay as they came. */
export const mostPressing = (targets: readonly TargetView[]): readonly TargetView[] =>
  targets.toSorted((a, b) => {
    for (const rank of ranks) {
      const difference = rank(b) - rank(a);
      if (difference !== 0) return difference;
    }
    return 0;
  });
