import { removeBranch } from '../release/remove-branch.ts';
import { refused, type CommandDependencies, type CommandResult } from './dependencies.ts';
import { pause } from './pause.ts';

const NOT_EXPOSED = ['queued', 'generating', 'validating', 'awaiting-approval'] as const;

/** Takes Pawl off a target and leaves it whole: nothing exposed, nothing waiting, no branch of Pawl's; promoted versions stay. */
export const removeTarget = async (dependencies: CommandDependencies, { targetId, by }: { targetId: string; by: string }): Promise<CommandResult<{ version: string; ended: string[] }>> => {
  const { improvements, releases, targets, deployer, sources, slots, runner, rollback, clock } = dependencies;
  const target = await targets.get(targetId);
  await pause(dependencies, { targetId, by });
  const ended: string[] = [];
  for (const improvement of (await improvements.open()).filter((open) => open.targetId === targetId)) {
    const reason = `${by} took Pawl off ${targetId}.`;
    const { done: taken } = await rollback({ action: 'take-back', improvementId: improvement.id, ending: { state: 'rolled-back', reason }, by });
    const finished = taken || (await improvements.transition(improvement.id, 'superseded', { by, at: clock.now(), from: NOT_EXPOSED, set: { reason } })).ok;
    if (!finished) return refused(`${improvement.id} is just being finished. Try again in a moment.`);
    await slots.free(improvement.id, improvement.tenantId);
    await runner.resume(improvement.id);
    ended.push(improvement.id);
  }
  const holder = await releases.holder(targetId);
  if (holder) return refused(`${holder} is just being finished. Try again in a moment.`);
  for (const id of await releases.watchedAfter()) if ((await releases.find(id))?.targetId === targetId) await releases.endWatch(id);
  for (const branch of await sources(target).branches('pawl/')) {
    const id = branch.slice('pawl/'.length);
    // Several targets may live in one repository.
    const owner = await improvements.find(id);
    if (owner === undefined || owner.targetId === targetId) await removeBranch(dependencies, target, id);
  }
  const { alias } = await deployer.describe(target.functionName, target.alias);
  return { ok: true, version: alias.version, ended };
};
