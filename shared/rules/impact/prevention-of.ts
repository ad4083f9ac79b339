import type { Improvement } from '../../domain/improvement.ts';
import type { Prevention } from '../../domain/views/ledger-view.ts';
import { scaled } from './scaled.ts';

const HOUR_MINUTES = 60;

/**
 * What was spared everybody by taking a candidate back: only where harm was measured (the failure rate's interval above 0, or p95's reduction below),
 * whoever took it back and for whatever reason. Told for one hour of the same traffic, because nobody knows how long it would have gone unnoticed.
 */
export const preventionOf = ({ id: improvementId, targetId, tenantId, title, origin, state, stateSince, ending, reason, outcome }: Pick<Improvement, 'id' | 'targetId' | 'tenantId' | 'title' | 'origin' | 'state' | 'stateSince' | 'ending' | 'reason' | 'outcome'>): Prevention | undefined => {
  if (state !== 'rolled-back' || outcome === undefined) return undefined;
  const { errorRateChange, latencyReductionPercent, meanReductionMs, degradationPercent, requestsPerMinute = 0 } = outcome;
  const fails = errorRateChange.low > 0;
  const slower = latencyReductionPercent !== undefined && latencyReductionPercent.high < 0;
  if (!fails && !slower) return undefined;
  const requests = requestsPerMinute * HOUR_MINUTES;
  return {
    improvementId, targetId, tenantId, title, origin, at: stateSince, why: ending?.reason ?? reason ?? 'It was taken back.', degradationPercent,
    failuresPrevented: scaled(errorRateChange, requests),
    secondsPrevented: meanReductionMs && scaled(meanReductionMs, -requests / 1000),
  };
};
