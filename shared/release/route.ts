import type { Release } from '../domain/release.ts';
import { DeployerError, type AliasState, type Routing } from '../ports/deployer.ts';
import type { ReleaseDependencies } from './dependencies.ts';

const MOST_TRIES = 20;

const isRouting = (alias: AliasState, wanted: Routing): boolean =>
  alias.version === wanted.version && alias.additional?.version === wanted.additional?.version && (alias.additional?.weight ?? 0) === (wanted.additional?.weight ?? 0);

/** Whether the alias serves versions of this release only. */
export const isOurs = (alias: AliasState, release: Release): boolean => {
  const versions = new Set([release.stableVersion, release.candidateVersion]);
  return versions.has(alias.version) && (!alias.additional || versions.has(alias.additional.version));
};

/**
 * Routes the release's alias to `wanted` while `still()` holds. Reads the revision first, asks second, writes third:
 * whoever turned the release round in between has written too, so this write is refused.
 * With `fence`, it writes even when the alias is routed so already: an earlier actor's write that is still under way is refused by it.
 * `turned`: `still()` no longer held; `foreign`: the alias serves a version that is not this release's, and was left alone.
 */
export const route = async (
  { deployer }: Pick<ReleaseDependencies, 'deployer'>,
  release: Release,
  wanted: Routing,
  { still, fence = false }: { still: () => Promise<boolean>; fence?: boolean },
): Promise<'done' | 'turned' | 'foreign'> => {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const { alias } = await deployer.describe(release.functionName, release.alias);
    if (!(await still())) return 'turned';
    if (!isOurs(alias, release)) return 'foreign';
    if (!fence && isRouting(alias, wanted)) return 'done';
    const shifted = await deployer.shift({ functionName: release.functionName, alias: release.alias, to: wanted, revision: alias.revision });
    if (shifted.ok) return 'done';
  }
  throw new Error(`The alias ${release.alias} of ${release.functionName} changed under every one of ${MOST_TRIES} tries to route it.`);
};

/**
 * All traffic to the stable version, fenced. A function or alias that is not there any more serves nothing of ours (`foreign`): what is left
 * to take back, the commit above all, must not wait for it.
 */
export const routeBack = async (dependencies: Pick<ReleaseDependencies, 'deployer'>, release: Release, still: () => Promise<boolean>): Promise<'done' | 'turned' | 'foreign'> => {
  try {
    return await route(dependencies, release, { version: release.stableVersion }, { still, fence: true });
  } catch (error) {
    if (error instanceof DeployerError && error.code === 'not-found') return (await still()) ? 'foreign' : 'turned';
    throw error;
  }
};
