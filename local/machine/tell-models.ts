import type { ModelsConfig } from '../../shared/config/models.ts';
import type { Environment } from '../../shared/config/settings-from-environment.ts';
import type { Host } from '../../shared/ports/host.ts';
import { reachModels } from './reach-models.ts';

/** Says at the start which models may be asked, which of them cannot be reached, and that recipes work without. */
export const tellModels = async (models: ModelsConfig, environment: Environment, host: Host): Promise<void> => {
  if (models.pool.length === 0) {
    host.notify({ code: 'PAWL-MODEL-001', level: 'info', text: 'No model is configured: recipes write the remedies, and what no recipe is for is listed only. `--model ollama:NAME` names one, or "models" in the configuration.' });
    return;
  }
  for (const { isReachable, detail, advice, provider } of await reachModels(models, environment)) {
    host.notify(isReachable
      ? { code: 'PAWL-MODEL-002', level: 'info', text: `Asked where no recipe is: ${detail}.`, data: { provider } }
      : { code: 'PAWL-MODEL-010', level: 'warning', text: `The model cannot be asked: ${detail}. ${advice === '' ? '' : `What to do: ${advice}. `}Recipes go on; what they do not cover is tried again later.`, data: { provider } });
  }
};
