import { DeployerError } from '../ports/deployer.ts';
import type { ReleaseDependencies } from './dependencies.ts';

/** Puts the serving version's code into `$LATEST` when it holds this candidate's, so that the next configuration-only deployment does not bring it back. What others put there stays. */
export const clearLatest = async ({ deployer }: Pick<ReleaseDependencies, 'deployer'>, { functionName, alias }: { functionName: string; alias: string }, candidateDigest: string | undefined): Promise<void> => {
  try {
    const { alias: { version }, latest } = await deployer.describe(functionName, alias);
    if (latest.codeDigest === candidateDigest) await deployer.restoreLatest({ functionName, version, instead: latest.codeDigest });
  } catch (error) {
    // Without function or alias there is nothing to restore for.
    if (!(error instanceof DeployerError && error.code === 'not-found')) throw error;
  }
};
