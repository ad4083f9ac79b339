import type { Finding, Opportunity } from '../../domain/opportunity.ts';
import type { Target } from '../../domain/target.ts';
import { impactScore, priorityOf } from './impact.ts';

/** A finding with its score: an opportunity. `known` is the same thing as an earlier cycle listed it, and keeps its place in the queue. */
export const opportunityOf = (finding: Finding & Pick<Opportunity, 'claimed' | 'crossed'>, target: Pick<Target, 'id' | 'tenantId' | 'shared'>, now: number, identity: { readonly id: string; readonly firstSeenAt?: number | undefined }): Opportunity => {
  const score = Math.round(impactScore(finding) * 100) / 100;
  return {
    ...finding,
    id: identity.id,
    targetId: target.id,
    ...(target.tenantId === undefined ? {} : { tenantId: target.tenantId }),
    systemWide: target.shared,
    impactScore: score,
    priority: priorityOf(score),
    firstSeenAt: identity.firstSeenAt ?? now,
    lastSeenAt: now,
  };
};
