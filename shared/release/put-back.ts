import type { ReleaseDependencies } from './dependencies.ts';
import { takeBack, undo } from './actions.ts';
import { finishIntent } from './finish-intent.ts';

const MOST_ROUNDS = 6;

/**
 * Sees to it that a release does not serve, whatever has become of it: exposed, it is taken back; being merged, the merge is finished and then
 * reverted (half a merge cannot be taken back); promoted, it is reverted; on its way back already, that is finished here rather than waited for.
 * Safe to repeat, and beside anybody who does the same. `done: false` when it was never exposed.
 * Throws when others keep it from being done: to be tried again.
 */
export const putBack = async (dependencies: ReleaseDependencies, { improvementId, reason }: { improvementId: string; reason: string }): Promise<{ done: boolean; sentence?: string }> => {
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const { state } = await dependencies.improvements.get(improvementId);
    switch (state) {
      case 'releasing':
      case 'watching':
        await takeBack(dependencies, improvementId, { state: 'rolled-back', reason });
        break;
      case 'promoting':
        if (!(await takeBack(dependencies, improvementId, { state: 'rolled-back', reason }))) await finishIntent(dependencies, improvementId);
        break;
      case 'promoted':
        await undo(dependencies, improvementId, reason);
        break;
      case 'rolling-back':
      case 'reverting':
        await finishIntent(dependencies, improvementId);
        break;
      case 'rolled-back':
      case 'reverted':
      case 'inconclusive':
      case 'superseded':
      case 'failed':
        return { done: (await dependencies.releases.find(improvementId)) !== undefined, sentence: `${improvementId} is ${state}.` };
      default:
        return { done: false, sentence: `${improvementId} is ${state}: nothing of it is exposed.` };
    }
  }
  throw new Error(`${improvementId} could not be put back in ${MOST_ROUNDS} rounds: somebody else is at it. It is tried again.`);
};
