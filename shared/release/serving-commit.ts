import type { Target } from '../domain/target.ts';
import type { Deployer } from '../ports/deployer.ts';
import { commitOfVersion } from './version-description.ts';

/** The commit that the version behind the target's alias was built from; `undefined` when that version was not published with one. */
export const servingCommit = async (deployer: Pick<Deployer, 'describe' | 'versions'>, { functionName, alias }: Pick<Target, 'functionName' | 'alias'>): Promise<string | undefined> => {
  const { alias: { version } } = await deployer.describe(functionName, alias);
  const serving = (await deployer.versions(functionName)).find((published) => published.version === version);
  return commitOfVersion(serving?.description ?? '');
};
