import type { ApprovalPolicy } from '../../domain/approval-policy.ts';
import type { Approval, Improvement } from '../../domain/improvement.ts';
import type { Instant } from '../../domain/instant.ts';
import { maySamePerson } from './same-person.ts';
import { riskAsked } from './who-may-approve.ts';

const HOUR_MS = 3_600_000;

/** From when on nobody's yes counts: the question is over. */
export const requestExpiresAt = ({ stateSince }: Pick<Improvement, 'stateSince'>, { requestExpiresAfterHours }: Pick<ApprovalPolicy, 'requestExpiresAfterHours'>): Instant => Math.round(stateSince + requestExpiresAfterHours * HOUR_MS);

/** Whether a yes is still good at `now`, for what was not begun. */
export const holds = ({ at }: Pick<Approval, 'at'>, { yesHoldsForHours }: Pick<ApprovalPolicy, 'yesHoldsForHours'>, now: Instant): boolean => now < at + yesHoldsForHours * HOUR_MS;

/** The yeses to exactly what waits now that are still good: one a person. */
export const yesesInForce = ({ yeses = [], approval, report }: Pick<Improvement, 'yeses' | 'approval' | 'report'>, policy: ApprovalPolicy, now: Instant): Approval[] => {
  const given = [...yeses, ...(approval && !yeses.some(({ by, at }) => by === approval.by && at === approval.at) ? [approval] : [])];
  return given
    .filter((yes) => yes.digest === report?.digest && holds(yes, policy, now))
    .filter((yes, index, all) => all.findIndex((other) => maySamePerson(other.by, yes.by, policy.samePerson)) === index);
};

/** How many people have to say yes to it. */
export const yesesNeeded = (improvement: Pick<Improvement, 'tenantId' | 'systemWide' | 'remedy'>, policy: Pick<ApprovalPolicy, 'yesesNeeded'>): number => policy.yesesNeeded[riskAsked(improvement)];
