import { reachModels } from '../../local/machine/reach-models.ts';
import { PRICE_PAGES, PRICES_AS_OF } from '../../shared/config/model-prices.ts';
import type { ModelsConfig } from '../../shared/config/models.ts';
import type { Environment } from '../../shared/config/settings-from-environment.ts';
import { type Diagnosis, fine, warning } from './diagnosis.ts';

/** Whether the configured models can be asked. Without any, recipes work all the same. */
export async function checkModels(models: ModelsConfig, environment: Environment): Promise<Diagnosis[]> {
  if (models.pool.length === 0) return [fine('models', 'none: recipes only')];
  const reached = await reachModels(models, environment);
  return [
    ...reached.map(({ provider, isReachable, detail, advice }) => (isReachable ? fine(`model provider ${provider}`, detail) : warning(`model provider ${provider}`, detail, advice))),
    fine('model prices', `as of ${PRICES_AS_OF} (${Object.values(PRICE_PAGES).join(', ')}); a price in models.pool goes before`),
    ...models.pool.filter(({ price }) => price === undefined).map(({ id }) => warning(`model ${id}`, 'nobody knows its price: its tokens are counted, its dollars are not', 'give it a price in models.pool')),
  ];
}
