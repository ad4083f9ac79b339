import type { Improvement } from '../../domain/improvement.ts';
import type { Instant } from '../../domain/instant.ts';
import type { Gain } from '../../domain/views/ledger-view.ts';
import { scaled } from './scaled.ts';

const MINUTE_MS = 60_000;

/**
 * What a kept remedy has been worth in [`from`, `until`): the difference of both versions while they served side by side, times the requests that it served
 * alone since (at the rate of then). Ends where it was reverted. An owner's deployment is the owner's gain: `undefined`, as without a measured outcome.
 */
export const gainOf = ({ id: improvementId, targetId, tenantId, title, origin, history, outcome }: Pick<Improvement, 'id' | 'targetId' | 'tenantId' | 'title' | 'origin' | 'history' | 'outcome'>, { from, until }: { readonly from: Instant; readonly until: Instant }): Gain | undefined => {
  const at = history.find(({ state }) => state === 'promoted')?.at;
  if (at === undefined || outcome === undefined || origin === 'deployment') return undefined;
  const reverted = history.find(({ state }) => state === 'reverting' || state === 'reverted')?.at ?? until;
  const minutes = Math.max(0, Math.min(until, reverted) - Math.max(from, at)) / MINUTE_MS;
  if (minutes === 0) return undefined;
  const requestsSince = Math.round((outcome.requestsPerMinute ?? 0) * minutes);
  const { latencyReductionPercent, meanReductionMs, errorRateChange } = outcome;
  return {
    improvementId, targetId, tenantId, title, at, latencyReductionPercent, failureRateChange: errorRateChange, requestsSince,
    secondsSaved: meanReductionMs && scaled(meanReductionMs, requestsSince / 1000),
    failuresSpared: scaled(errorRateChange, -requestsSince),
  };
};
