import { refused, type CommandDependencies, type CommandResult } from './dependencies.ts';

export type ApproveRequest = { readonly improvementId: string; readonly by: string; readonly systemWide: boolean; readonly reason?: string };

/** A person's yes, bound to the digest of patch and report. From somebody who is not the proposer; a system-wide change is named as such. */
export const approve = async ({ improvements, targets, audit, runner, clock }: CommandDependencies, { improvementId, by, systemWide, reason }: ApproveRequest): Promise<CommandResult> => {
  const improvement = await improvements.find(improvementId);
  if (!improvement) return refused(`There is no improvement ${improvementId}. \`pawl status\` lists them.`);
  if (improvement.state !== 'awaiting-approval' || !improvement.report) return refused(`${improvementId} is ${improvement.state}: nothing waits for a yes.`);
  const { digest } = improvement.report;
  if (improvement.approval?.digest === digest) return refused(`${improvementId} was approved by ${improvement.approval.by} already.`);
  if (by === improvement.proposedBy) return refused(`${by} proposed it: the yes must come from somebody else.`);
  if (improvement.systemWide && !systemWide) return refused(`${improvementId} changes ${improvement.targetId} for every tenant. Say so with --system-wide.`);
  const target = await targets.get(improvement.targetId);
  const level = target.autonomy[improvement.remedy?.author.kind ?? 'person'];
  if (level === 'propose' || level === 'observe') {
    return refused(`${target.id} is set to "${level}": merge the branch pawl/${improvementId} yourself, or set its autonomy to "approve".`);
  }
  if (improvement.configurationOnly === true) {
    return refused(`${improvementId} changes configuration only, of which a canary of the same code shows nothing: merge the branch pawl/${improvementId} yourself and deploy it; that deployment is judged.`);
  }
  const at = clock.now();
  const amended = await improvements.amend(improvementId, ['awaiting-approval'], (held) =>
    held.report?.digest === digest && held.approval?.digest !== digest ? { ...held, approval: { by, at, digest, systemWide, ...(reason === undefined ? {} : { reason }) } } : held,
  );
  if (amended?.approval?.by !== by) return refused(`${improvementId} changed meanwhile. Look at it again.`);
  await audit.append({ targetId: improvement.targetId, at, who: by, what: 'approved', improvementId, ...(reason === undefined ? {} : { reason }), evidence: digest });
  await runner.resume(improvementId);
  return { ok: true };
};
