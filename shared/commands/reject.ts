import { isPermitted, type Caller } from '../domain/caller.ts';
import { refused, type CommandDependencies, type CommandResult } from './dependencies.ts';

export type RejectRequest = { readonly improvementId: string; readonly caller: Caller; readonly reason: string };

/** A person's no, before anything was exposed. Also the proposer's. */
export const reject = async ({ improvements, slots, sources, targets, runner, clock }: CommandDependencies, { improvementId, caller, reason }: RejectRequest): Promise<CommandResult> => {
  const by = caller.name;
  if (!isPermitted(caller, 'decide')) return refused(`${by} may not reject: a no is a person's, with the permission "decide".`, 'forbidden');
  const improvement = await improvements.find(improvementId);
  if (!improvement) return refused(`There is no improvement ${improvementId}. \`pawl status\` lists them.`, 'not-found');
  const at = clock.now();
  const sentence = `${by}: ${reason}`;
  const rejected = await improvements.transition(improvementId, 'rejected', { by, at, set: { reason: sentence } });
  // Interrupted after that write, the same no is finished.
  const isAgain = !rejected.ok && rejected.state === 'rejected' && improvement.reason === sentence;
  if (!rejected.ok && !isAgain) return refused(`${improvementId} is ${rejected.state}: too late for a no. \`pawl rollback ${improvementId}\` takes back what is exposed.`);
  await slots.free(improvementId, improvement.tenantId);
  await sources(await targets.get(improvement.targetId)).deleteBranch(`pawl/${improvementId}`);
  await runner.resume(improvementId);
  return { ok: true };
};
