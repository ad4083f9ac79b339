import type { Caller } from '../../domain/caller.ts';
import type { Improvement } from '../../domain/improvement.ts';
import type { ApprovalStanding } from '../../domain/views/improvement-detail.ts';
import type { ImprovementRow } from '../../domain/views/improvement-row.ts';
import { targetForTenant } from '../../domain/tenant-target.ts';
import type { Sight } from '../../rules/access/sight.ts';
import { approvalStanding } from '../../rules/approvals/approval-standing.ts';
import type { DoorDependencies } from '../table/door-dependencies.ts';
import { improvementRow } from './improvement-row.ts';

type ApprovalReading = Pick<DoorDependencies, 'targets' | 'improvements' | 'settingsFor' | 'clock'>;

/** Whether the caller may say yes to what waits; `undefined` when nothing does, or its target is no longer looked after. */
export const awaits = async (improvement: Improvement, caller: Caller, { targets, settingsFor, clock }: Omit<ApprovalReading, 'improvements'>): Promise<ApprovalStanding | undefined> => {
  if (improvement.state !== 'awaiting-approval') return undefined;
  const known = (await targets.all()).find(({ id }) => id === improvement.targetId);
  if (known === undefined) return undefined;
  const target = targetForTenant(known, improvement.tenantId);
  return approvalStanding({ improvement, target, policy: settingsFor(target).approvalPolicy, caller, now: clock.now() });
};

/** What waits for a person, the longest wait first. */
export const listApprovals = async (dependencies: ApprovalReading, sight: Sight, caller: Caller): Promise<(ImprovementRow & { readonly awaits: ApprovalStanding })[]> => {
  const byId = new Map((await dependencies.targets.all()).map((target) => [target.id, target]));
  const waiting = (await dependencies.improvements.open()).filter((one) => one.state === 'awaiting-approval' && sight.belonging(one, byId.get(one.targetId))).sort((a, b) => a.stateSince - b.stateSince);
  const rows = await Promise.all(waiting.map(async (improvement) => {
    const standing = await awaits(improvement, caller, dependencies);
    return standing && { ...improvementRow(improvement), awaits: standing };
  }));
  return rows.filter((row) => row !== undefined);
};
