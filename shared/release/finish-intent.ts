import type { ReleaseDependencies } from './dependencies.ts';
import { promote } from './promote.ts';
import { revert } from './revert.ts';
import { failRelease, rollBack } from './roll-back.ts';

/**
 * Finishes what somebody announced and did not finish. A candidate that was not fully exposed is taken back (nobody watches it);
 * everything else is carried to its end. No effect in any other state.
 */
export const finishIntent = async (dependencies: ReleaseDependencies, improvementId: string): Promise<void> => {
  const { state } = await dependencies.improvements.get(improvementId);
  if (state === 'releasing') await failRelease(dependencies, improvementId, 'Whoever was releasing it is gone; it was taken back before it was watched.');
  if (state === 'promoting') await promote(dependencies, improvementId);
  if (state === 'rolling-back') await rollBack(dependencies, improvementId);
  if (state === 'reverting') await revert(dependencies, improvementId);
};
