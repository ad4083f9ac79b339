import type { Improvement } from '../domain/improvement.ts';
import type { Release } from '../domain/release.ts';
import { clearLatest } from './clear-latest.ts';
import type { ReleaseDependencies } from './dependencies.ts';
import { isKept } from './is-kept.ts';

const IN_FORCE: ReadonlySet<string> = new Set(['promoting', 'promoted']);

/**
 * Puts the candidate's code into `$LATEST` when something else has got in there since it was published (a publisher that came late).
 * Such a write has no fence, so it looks round afterwards: when the release was turned round meanwhile, `$LATEST` goes back too.
 * What is kept nowhere else is an owner's, and about to become a release: it stays.
 */
export const keepLatest = async (dependencies: Pick<ReleaseDependencies, 'deployer' | 'improvements' | 'blobs'>, improvement: Improvement, release: Release): Promise<void> => {
  const { deployer, improvements } = dependencies;
  const { functionName, alias, candidateVersion: version } = release;
  const digest = (await deployer.versions(functionName)).find((published) => published.version === version)?.codeDigest;
  const { latest } = await deployer.describe(functionName, alias);
  if (version === undefined || latest.codeDigest === digest || !(await isKept(dependencies, functionName, latest.codeDigest))) return;
  const isInForce = async (): Promise<boolean> => IN_FORCE.has((await improvements.get(improvement.id)).state);
  if (!(await isInForce())) return;
  await deployer.restoreLatest({ functionName, version, instead: latest.codeDigest });
  if (!(await isInForce())) await clearLatest(dependencies, release, digest);
};
