import type { Opportunity, Priority } from '../../domain/opportunity.ts';
import { priorityOf } from './impact.ts';

const DAY_MS = 86_400_000;
const DOUBLES_EVERY_DAYS = 1;
const STARVING_AFTER_DAYS = 7;
const MOST_DOUBLINGS = 60;

/** How an opportunity stands in the queue today. `starving`: it has waited a week and goes with the critical ones. */
export type QueueStanding = { readonly score: number; readonly priority: Priority; readonly starving: boolean };

/**
 * The ageing rule. What waits counts double for each day since it was first seen, starting from at least one point, so even the least
 * opportunity rises through low, medium and high; and after seven days it stands with those of critical severity, the oldest of them by
 * then being the highest. So nothing starves. The stored score stays what was measured: ageing only orders the queue.
 */
export const standingOf = (opportunity: Pick<Opportunity, 'impactScore' | 'firstSeenAt'>, now: number): QueueStanding => {
  const days = Math.max(0, now - opportunity.firstSeenAt) / DAY_MS;
  const doublings = Math.min(MOST_DOUBLINGS, Math.floor(days / DOUBLES_EVERY_DAYS));
  const score = doublings === 0 ? opportunity.impactScore : Math.max(1, opportunity.impactScore) * 2 ** doublings;
  return { score, priority: priorityOf(score), starving: days >= STARVING_AFTER_DAYS };
};
