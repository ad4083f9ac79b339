import type { PoolModel, Provider } from '../config/models.ts';
import type { Model } from '../ports/model.ts';

/** Makes the adapters of models, each once, and loads what an adapter needs only when one is made. `keyOf` reads a provider's key. */
export const modelAdapters = (providers: Readonly<Record<string, Provider>>, keyOf: (provider: Provider) => Promise<string | undefined>): ((model: PoolModel) => Promise<Model>) => {
  const made = new Map<string, Promise<Model>>();
  return (model) => {
    const name = `${model.provider}/${model.id}`;
    const known = made.get(name) ?? make(model, providers[model.provider], keyOf);
    made.set(name, known);
    // What could not be made, for want of its key perhaps, is tried anew the next time.
    known.catch(() => made.delete(name));
    return known;
  };
};

const make = async ({ id, provider: name, caching }: PoolModel, provider: Provider | undefined, keyOf: (provider: Provider) => Promise<string | undefined>): Promise<Model> => {
  if (provider === undefined) throw new Error(`The model ${id} is of ${name}, which is not among the providers.`);
  if (provider.kind === 'bedrock') {
    const [{ bedrockModel }, { bedrockClient }] = await Promise.all([import('../adapters/aws/bedrock-model.ts'), import('../adapters/aws/bedrock-client.ts')]);
    return bedrockModel({ client: bedrockClient(provider.region === undefined ? {} : { region: provider.region }), modelId: id, ...(caching === undefined ? {} : { caching }) });
  }
  const [{ openaiModel }, apiKey] = await Promise.all([import('../adapters/openai-model.ts'), keyOf(provider)]);
  return openaiModel({ baseUrl: provider.baseUrl ?? '', model: id, provider: name, ...(apiKey === undefined ? {} : { apiKey }) });
};
