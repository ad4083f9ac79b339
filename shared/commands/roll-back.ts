import { refused, type CommandDependencies, type CommandResult } from './dependencies.ts';

export type RollBackRequest = { readonly improvementId: string; readonly by: string; readonly reason: string };

/** Takes back what is exposed, or reverts what was promoted. */
export const rollBackByPerson = async (dependencies: CommandDependencies, { improvementId, by, reason }: RollBackRequest): Promise<CommandResult<{ did: 'rolled-back' | 'reverted' }>> => {
  const improvement = await dependencies.improvements.find(improvementId);
  if (!improvement) return refused(`There is no improvement ${improvementId}. \`pawl status\` lists them.`);
  const sentence = `${by} took it back: ${reason}`;
  if (improvement.state === 'promoted') {
    const { done } = await dependencies.rollback({ action: 'undo', improvementId, reason: sentence, by });
    if (!done) return refused(`${improvementId} is no longer promoted: somebody else was first.`);
    return { ok: true, did: 'reverted' };
  }
  const { done } = await dependencies.rollback({ action: 'take-back', improvementId, ending: { state: 'rolled-back', reason: sentence }, by });
  if (done) {
    await dependencies.runner.resume(improvementId);
    return { ok: true, did: 'rolled-back' };
  }
  const { state } = await dependencies.improvements.get(improvementId);
  if (state === 'promoting') return refused(`${improvementId} is just being merged. Ask again in a moment; it will be reverted then.`);
  return refused(`${improvementId} is ${state}: nothing of it is exposed.`);
};
