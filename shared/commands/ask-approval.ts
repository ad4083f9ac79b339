import type { Caller } from '../domain/caller.ts';
import { targetForTenant } from '../domain/tenant-target.ts';
import { branchOf } from '../release/branch-of.ts';
import { tell } from '../release/tell.ts';
import { canonicalName } from '../rules/approvals/same-person.ts';
import { waitsForMerge } from '../rules/approvals/approval-standing.ts';
import { approversOf } from '../rules/approvals/who-may-approve.ts';
import { requestExpiresAt, yesesInForce, yesesNeeded } from '../rules/approvals/yeses.ts';
import { refused, type CommandDependencies, type CommandResult } from './dependencies.ts';

export type AskApprovalRequest = { readonly improvementId: string; readonly caller: Caller; readonly reason?: string | undefined };

/** Until when people may answer, and who may by the policy (empty: whoever may decide and did not propose it). */
export type AskedForApproval = { readonly digest: string; readonly expiresAt: number; readonly approvers: readonly string[] };

/** They stand in the improvement's record, which has to have room for how it ends. People are told the whole reason, and the audit log. */
const MOST_ASKERS = 10;
const LONGEST_KEPT = 300;

/** Asks people for a yes, and tells them once for each that asks. Never gives one, whoever asks. */
export const askApproval = async (dependencies: CommandDependencies, { improvementId, caller, reason }: AskApprovalRequest): Promise<CommandResult<AskedForApproval>> => {
  const { improvements, targets, settingsFor, clock } = dependencies;
  const improvement = await improvements.find(improvementId);
  if (!improvement) return refused(`There is no improvement ${improvementId}. \`pawl status\` lists them.`, 'not-found');
  const target = targetForTenant(await targets.get(improvement.targetId), improvement.tenantId);
  const policy = settingsFor(target).approvalPolicy;
  const at = clock.now();
  const { report } = improvement;
  if (improvement.state !== 'awaiting-approval' || !report) return refused(`${improvementId} is ${improvement.state}: nothing waits for a yes.`);
  if (waitsForMerge(improvement, target)) return refused(`No yes lets ${improvementId} out: the owners merge branch ${branchOf(improvementId)} themselves.`);
  const expiresAt = requestExpiresAt(improvement, policy);
  if (at >= expiresAt) return refused(`The question about ${improvementId} was open until ${new Date(expiresAt).toISOString()}: it is over.`);
  if (yesesInForce(improvement, policy, at).length >= yesesNeeded(improvement, policy)) return refused(`${improvementId} has its yes already and begins when its turn comes.`);

  const asker = canonicalName(caller.name);
  await improvements.amend(improvementId, ['awaiting-approval'], (held) => ({
    ...held, asks: [...(held.asks ?? []).filter(({ by }) => canonicalName(by) !== asker), { by: caller.name, at, ...(reason === undefined ? {} : { reason: reason.slice(0, LONGEST_KEPT) }) }].slice(-MOST_ASKERS),
  }));
  const approvers = approversOf(policy, improvement);
  await tell(dependencies, {
    key: `approval-asked#${improvementId}#${report.digest}#${asker}`, about: 'approval', severity: 'medium', targetId: target.id, ...(improvement.tenantId === undefined ? {} : { tenantId: improvement.tenantId }), improvementId,
    subject: `${caller.name} asks for a yes: ${improvement.remedy?.title ?? improvement.title}`,
    text: `${reason === undefined ? '' : `“${reason}” `}${improvement.reason ?? ''} Open until ${new Date(expiresAt).toISOString()}.${approvers.length === 0 ? '' : ` These may answer: ${approvers.join(', ')}.`} \`pawl approve ${improvementId}\` or \`pawl reject ${improvementId}\`.`,
  });
  return { ok: true, digest: report.digest, expiresAt, approvers };
};
