import type { ModelsConfig, PoolModel } from '../../shared/config/models.ts';
import type { Environment } from '../../shared/config/settings-from-environment.ts';
import { modelAdapters } from '../../shared/platform/model-adapter.ts';
import { ModelError, type Model } from '../../shared/ports/model.ts';
import { modelKey } from './model-key.ts';

/** How this machine reaches its models: keys stand in the environment, under the names that the configuration gives; Bedrock is asked with whatever credentials are there. */
export const openModels = ({ providers }: Pick<ModelsConfig, 'providers'>, environment: Environment): ((model: PoolModel) => Promise<Model>) =>
  modelAdapters(providers, async (provider) => {
    const { key, lacks } = modelKey(provider, environment);
    if (lacks !== undefined) throw new ModelError('denied', `${lacks} is not set where Pawl runs: set it to the key.`);
    return key;
  });
