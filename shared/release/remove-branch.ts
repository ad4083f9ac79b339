import type { Target } from '../domain/target.ts';
import type { ReleaseDependencies } from './dependencies.ts';
import { branchOf } from './branch-of.ts';

const MOST_TRIES = 3;

/**
 * Deletes the improvement's own branch, whether or not it was ever recorded that it exists. Returns a sentence when it could not be deleted
 * (somebody has it checked out): a leftover branch must not keep the target from being given free.
 */
export const removeBranch = async ({ sources }: Pick<ReleaseDependencies, 'sources'>, target: Target, improvementId: string): Promise<string | undefined> => {
  for (let tries = 1; ; tries += 1) {
    try {
      await sources(target).deleteBranch(branchOf(improvementId));
      return undefined;
    } catch (error) {
      if (tries === MOST_TRIES) return `The branch ${branchOf(improvementId)} is left over: ${error instanceof Error ? error.message : String(error)}`;
    }
  }
};
