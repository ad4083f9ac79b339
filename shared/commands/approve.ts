import type { Caller } from '../domain/caller.ts';
import type { Approval, Improvement } from '../domain/improvement.ts';
import type { Instant } from '../domain/instant.ts';
import { targetForTenant } from '../domain/tenant-target.ts';
import { whyNoYes } from '../rules/approvals/approval-standing.ts';
import { canonicalName } from '../rules/approvals/same-person.ts';
import { yesesInForce, yesesNeeded } from '../rules/approvals/yeses.ts';
import { refused, type CommandDependencies, type CommandResult } from './dependencies.ts';

export type ApproveRequest = {
  readonly improvementId: string;
  readonly caller: Caller;
  readonly systemWide: boolean;
  /** What the caller looked at; when it is something else by now, the yes is not taken. */
  readonly digest?: string | undefined;
  readonly reason?: string | undefined;
};

/** `moreNeeded`: how many other people have to say yes before anything begins. */
export type Approved = { readonly approved: boolean; readonly moreNeeded: number };

/**
 * A person's yes, bound to the digest of patch and report, as the policy allows. A system-wide change is named as such. The same yes
 * said again by the same person is answered like the first time, so that what was interrupted is finished.
 */
export const approve = async (dependencies: CommandDependencies, { improvementId, caller, systemWide, digest, reason }: ApproveRequest): Promise<CommandResult<Approved>> => {
  const { improvements, targets, settingsFor, clock } = dependencies;
  const improvement = await improvements.find(improvementId);
  if (!improvement) return refused(`There is no improvement ${improvementId}. \`pawl status\` lists them.`, 'not-found');
  const target = targetForTenant(await targets.get(improvement.targetId), improvement.tenantId);
  const policy = settingsFor(target).approvalPolicy;
  const now = clock.now();
  const looked = improvement.report?.digest;
  const progress = (held: Improvement): Approved => {
    const more = Math.max(0, yesesNeeded(held, policy) - yesesInForce(held, policy, now).length);
    return { approved: more === 0, moreNeeded: more };
  };

  if (digest === undefined || digest === looked) {
    const own = saidBy(caller, improvement, yesesInForce(improvement, policy, now));
    if (own) return finish(dependencies, improvement, own, progress(improvement));
  }
  const no = whyNoYes({ improvement, target, policy, caller, now });
  if (no) return refused(no.why, no.kind);
  if (digest !== undefined && digest !== looked) return refused(`${improvementId} is not what you looked at any more. Look at it again.`);
  if (improvement.systemWide && !systemWide) return refused(`${improvementId} changes ${improvement.targetId} for every tenant. Say so with --system-wide (systemWide: true).`);

  const yes: Approval = { by: caller.name, at: now, digest: looked ?? '', systemWide, ...(reason === undefined ? {} : { reason }) };
  const amended = await improvements.amend(improvementId, ['awaiting-approval'], (held) => {
    if (held.report?.digest !== looked || whyNoYes({ improvement: held, target, policy, caller, now }) !== undefined) return held;
    const yeses = [...yesesInForce(held, policy, now), yes];
    return { ...held, yeses, ...(yeses.length < yesesNeeded(held, policy) ? {} : { approval: yes }) };
  });
  const taken = amended && amended.report?.digest === looked ? saidBy(caller, amended, amended.yeses ?? []) : undefined;
  if (!amended || !taken) return refused(`${improvementId} changed meanwhile. Look at it again.`);
  return finish(dependencies, amended, taken, progress(amended));
};

/** The caller's own yes among these, when it can have been them: a person who may decide. */
const saidBy = ({ kind, may, name }: Caller, { state }: Improvement, yeses: readonly Approval[]): Approval | undefined =>
  kind === 'person' && may.includes('decide') && state === 'awaiting-approval' ? yeses.find(({ by }) => canonicalName(by) === canonicalName(name)) : undefined;

/** What follows a yes that is written down: all of it can be done again. */
const finish = async ({ audit, runner }: CommandDependencies, { id, targetId }: Improvement, { by, at, digest, reason }: Approval, progress: Approved): Promise<CommandResult<Approved>> => {
  await audit.append({ targetId, at, who: by, what: progress.approved ? 'approved' : 'approved; another yes is needed', improvementId: id, ...(reason === undefined ? {} : { reason }), evidence: digest }, yesName(id, by, at));
  if (progress.approved) await runner.resume(id);
  return { ok: true, ...progress };
};

const yesName = (improvementId: string, by: string, at: Instant): string => `approved#${improvementId}#${canonicalName(by)}#${at}`;
