import { refused, type CommandDependencies, type CommandResult } from './dependencies.ts';

export type RejectRequest = { readonly improvementId: string; readonly by: string; readonly reason: string };

/** A person's no, before anything was exposed. */
export const reject = async ({ improvements, audit, slots, sources, targets, runner, clock }: CommandDependencies, { improvementId, by, reason }: RejectRequest): Promise<CommandResult> => {
  const improvement = await improvements.find(improvementId);
  if (!improvement) return refused(`There is no improvement ${improvementId}. \`pawl status\` lists them.`);
  const at = clock.now();
  const rejected = await improvements.transition(improvementId, 'rejected', { by, at, set: { reason: `${by}: ${reason}` } });
  if (!rejected.ok) return refused(`${improvementId} is ${rejected.state}: too late for a no. \`pawl rollback ${improvementId}\` takes back what is exposed.`);
  await audit.append({ targetId: improvement.targetId, at, who: by, what: 'rejected', improvementId, reason });
  await slots.free(improvementId, improvement.tenantId);
  await sources(await targets.get(improvement.targetId)).deleteBranch(`pawl/${improvementId}`);
  await runner.resume(improvementId);
  return { ok: true };
};
