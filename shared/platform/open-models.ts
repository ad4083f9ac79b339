import type { ModelsConfig, PoolModel } from '../config/models.ts';
import { modelsOnAws } from '../config/models-on-aws.ts';
import { ModelError, type Model } from '../ports/model.ts';
import { CodedError } from './coded-error.ts';
import { modelAdapters } from './model-adapter.ts';
import type { Ground } from './phase-handler.ts';

export type OpenModels = { readonly models: ModelsConfig; readonly open: (model: PoolModel) => Promise<Model> };

/** The models that a deployment was given, and how to reach them. Keys are read from SSM when a model is first asked. Throws `PAWL-SETTINGS-INVALID`. */
export const openModels = ({ environment }: Pick<Ground, 'environment'>): OpenModels => {
  const read = modelsOnAws(environment);
  if (!read.ok) throw new CodedError('PAWL-SETTINGS-INVALID', read.problems.map(({ path, message, advice }) => `${path} ${message} (${advice})`).join('; '));
  const { models } = read;
  const keyOf = async ({ apiKeyParameter }: { readonly apiKeyParameter?: string | undefined }): Promise<string | undefined> => {
    if (apiKeyParameter === undefined) return undefined;
    const { ssmParameter } = await import('../adapters/aws/ssm-parameter.ts');
    try {
      return await ssmParameter(apiKeyParameter);
    } catch (error) {
      // For whoever asks it is a model that cannot be asked: the next in the chain may be.
      throw new ModelError('denied', error instanceof Error ? error.message : String(error), { cause: error });
    }
  };
  return { models, open: modelAdapters(models.providers, keyOf) };
};
