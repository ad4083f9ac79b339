import type { ModelsConfig, PoolModel } from '../../shared/config/models.ts';
import type { Environment } from '../../shared/config/settings-from-environment.ts';
import { modelAdapters } from '../../shared/platform/model-adapter.ts';
import type { Model } from '../../shared/ports/model.ts';

/** How this machine reaches its models: keys stand in the environment, under the names that the configuration gives; Bedrock is asked with whatever credentials are there. */
export const openModels = ({ providers }: Pick<ModelsConfig, 'providers'>, environment: Environment): ((model: PoolModel) => Promise<Model>) =>
  modelAdapters(providers, async ({ apiKeyVariable }) => {
    const key = apiKeyVariable === undefined ? '' : (environment[apiKeyVariable] ?? '').trim();
    return key === '' ? undefined : key;
  });
