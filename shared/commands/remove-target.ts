import { takeBack } from '../release/actions.ts';
import { refused, type CommandDependencies, type CommandResult } from './dependencies.ts';
import { pause } from './pause.ts';

/** Takes Pawl off a target and leaves it whole: nothing exposed, nothing waiting, no branch of Pawl's; promoted versions stay. */
export const removeTarget = async (dependencies: CommandDependencies, { targetId, by }: { targetId: string; by: string }): Promise<CommandResult<{ version: string; ended: string[] }>> => {
  const { improvements, targets, deployer, sources, slots, runner, clock } = dependencies;
  const target = await targets.get(targetId);
  await pause(dependencies, { targetId, by });
  const ended: string[] = [];
  for (const improvement of (await improvements.open()).filter((open) => open.targetId === targetId)) {
    const reason = `${by} took Pawl off ${targetId}.`;
    const taken = (await takeBack({ ...dependencies, actor: by }, improvement.id, { state: 'rolled-back', reason })) || (await improvements.transition(improvement.id, 'rejected', { by, at: clock.now(), set: { reason } })).ok;
    if (!taken) return refused(`${improvement.id} is just being finished. Try again in a moment.`);
    await slots.free(improvement.id, improvement.tenantId);
    await runner.resume(improvement.id);
    ended.push(improvement.id);
  }
  const repository = sources(target);
  for (const branch of await repository.branches('pawl/')) await repository.deleteBranch(branch);
  const { alias } = await deployer.describe(target.functionName, target.alias);
  return { ok: true, version: alias.version, ended };
};
