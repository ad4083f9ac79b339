import type { ApprovalPolicy } from '../../domain/approval-policy.ts';
import type { Improvement } from '../../domain/improvement.ts';
import type { Instant } from '../../domain/instant.ts';
import { quietUntil } from './quiet-hours.ts';
import { yesesInForce, yesesNeeded } from './yeses.ts';

/**
 * Whether what a person let out may begin at `now`: `later` in quiet hours, `ask-again` when a yes has become too old while it waited for its turn (or
 * the policy wants more by now). What needed no yes always may.
 */
export const mayBegin = (improvement: Improvement, policy: ApprovalPolicy, now: Instant): 'yes' | 'later' | 'ask-again' => {
  if (improvement.state !== 'awaiting-approval') return 'yes';
  if (yesesInForce(improvement, policy, now).length < yesesNeeded(improvement, policy)) return 'ask-again';
  return improvement.emergency !== true && quietUntil(policy.quietHours, now) !== undefined ? 'later' : 'yes';
};
