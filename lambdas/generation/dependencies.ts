import { openDeployer } from '../../shared/platform/open-deployer.ts';
import { openModels } from '../../shared/platform/open-models.ts';
import { openNotifier } from '../../shared/platform/open-notifier.ts';
import { openSources } from '../../shared/platform/open-sources.ts';
import { openStore, type OpenStore } from '../../shared/platform/open-store.ts';
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
    ...modelWriter(ground, opened),
    remedies: async (input) => (await import('./remedy-from-recipes.ts')).remedyFromRecipes(input),
  };
};

/** The writer of what no recipe covers, where the deployment was given a model. Loaded with the first thing that it is asked to write. */
const modelWriter = (ground: Ground, { store, budgets, clock }: OpenStore): Pick<GenerateDependencies, 'fromModel'> => {
  const { models, open } = openModels(ground);
  if (models.pool.length === 0) return {};
  return {
    fromModel: async (input) => {
      const { modelWriterOn } = await import('./model-writer.ts');
      return modelWriterOn({ models, open, budgets, store, clock, random: Math.random, notifier: openNotifier(ground, store) })(input);
    },
  };
};
