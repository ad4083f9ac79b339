import { openDeployer } from '../../shared/platform/open-deployer.ts';
import { openSources } from '../../shared/platform/open-sources.ts';
import { openStore } from '../../shared/platform/open-store.ts';
import { openDependencies } from '../../shared/platform/open-workshop.ts';
import type { Ground } from '../../shared/platform/phase-handler.ts';
import type { GenerateDependencies } from './generate.ts';

export const dependencies = (ground: Ground): GenerateDependencies => {
  const opened = openStore(ground);
  return {
    ...opened,
    deployer: openDeployer(),
    sources: openSources(),
    dependenciesOf: openDependencies(ground, opened),
    // The compiler is large; a start that finds nothing to write does not wait for it.
    remedies: async (input) => (await import('./remedy-from-recipes.ts')).remedyFromRecipes(input),
  };
};
