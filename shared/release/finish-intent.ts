import { sentenceOf } from '../domain/error-code.ts';
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
  if (state === 'promoting') await promoteOrTakeBack(dependencies, improvementId);
  if (state === 'rolling-back') await rollBack(dependencies, improvementId);
  if (state === 'reverting') await revert(dependencies, improvementId);
};

/** A promotion that cannot even begin (no repository, tests that cannot run) must not leave the traffic split for ever; once a merge is announced, only trying again is safe. */
const promoteOrTakeBack = async (dependencies: ReleaseDependencies, improvementId: string): Promise<void> => {
  try {
    await promote(dependencies, improvementId);
  } catch (error) {
    const { origin, state } = await dependencies.improvements.get(improvementId);
    if (origin === 'deployment' || state !== 'promoting') throw error;
    await failRelease(dependencies, improvementId, `It could not be promoted: ${sentenceOf(error)}`);
  }
};
