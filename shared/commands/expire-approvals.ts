import { EXPIRY, type Improvement } from '../domain/improvement.ts';
import { targetForTenant } from '../domain/tenant-target.ts';
import { tell } from '../release/tell.ts';
import { waitsForMerge } from '../rules/approvals/approval-standing.ts';
import { requestExpiresAt, yesesInForce, yesesNeeded } from '../rules/approvals/yeses.ts';
import type { CommandDependencies } from './dependencies.ts';

/** No yes is taken from the end of a question on; it is closed so much later, so that one that was being written down then is not lost. */
const GRACE_MS = 60_000;

export type ExpireDependencies = Pick<CommandDependencies, 'improvements' | 'targets' | 'settingsFor' | 'slots' | 'sources' | 'notifier' | 'runner' | 'clock'>;

/** Ends questions that nobody answered in time as rejected, and tells people. What the owners are to merge themselves is no question, and what has its yes and waits for its turn is left alone. Answers the ids of those that ended, and what failed; both may be tried again. */
export const expireApprovals = async (dependencies: ExpireDependencies): Promise<{ expired: string[]; failed: { id: string; error: unknown }[] }> => {
  const expired: string[] = [];
  const failed: { id: string; error: unknown }[] = [];
  for (const improvement of await dependencies.improvements.open()) {
    if (improvement.state !== 'awaiting-approval') continue;
    try {
      if (await expire(dependencies, improvement)) expired.push(improvement.id);
    } catch (error) {
      failed.push({ id: improvement.id, error });
    }
  }
  return { expired, failed };
};

const expire = async (dependencies: ExpireDependencies, improvement: Improvement): Promise<boolean> => {
  const { improvements, targets, settingsFor, slots, sources, runner, clock } = dependencies;
  const { id, targetId, tenantId, title } = improvement;
  // What nobody looks after any more has no policy; taking the target off has ended it, or will.
  const target = (await targets.all()).find((known) => known.id === targetId);
  if (!target) return false;
  const now = clock.now();
  const own = targetForTenant(target, tenantId);
  if (waitsForMerge(improvement, own)) return false;
  const policy = settingsFor(own).approvalPolicy;
  if (now < requestExpiresAt(improvement, policy) + GRACE_MS) return false;
  if (improvement.approval !== undefined && yesesInForce(improvement, policy, now).length >= yesesNeeded(improvement, policy)) return false;
  const reason = `Nobody said yes or no within ${policy.requestExpiresAfterHours} h: the question is over.`;
  // Before it is: if this process dies in between, the next one tells the same, and people hear it once.
  await tell(dependencies, { key: `approval-expired#${id}`, about: 'approval', severity: 'medium', targetId, ...(tenantId === undefined ? {} : { tenantId }), improvementId: id, subject: `${improvement.remedy?.title ?? title}: nobody answered`, text: `${reason} Propose it again, or let the next cycle find it.` });
  const ended = await improvements.transition(id, 'rejected', { by: EXPIRY, at: now, from: ['awaiting-approval'], set: { reason } });
  if (!ended.ok) return false;
  await slots.free(id, tenantId);
  await runner.resume(id);
  await sources(target).deleteBranch(`pawl/${id}`);
  return true;
};
