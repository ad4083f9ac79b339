import { KEY_VARIABLE } from '../../shared/config/models-from-flag.ts';
import type { Provider } from '../../shared/config/models.ts';
import type { Environment } from '../../shared/config/settings-from-environment.ts';

/** The key of a provider, from the variable that its configuration names; `lacks` names one that ought to be set and is not. That of `--model` may be left out. */
export const modelKey = ({ apiKeyVariable }: Pick<Provider, 'apiKeyVariable'>, environment: Environment): { readonly key?: string; readonly lacks?: string } => {
  const key = apiKeyVariable === undefined ? '' : (environment[apiKeyVariable] ?? '').trim();
  if (key !== '') return { key };
  return apiKeyVariable === undefined || apiKeyVariable === KEY_VARIABLE ? {} : { lacks: apiKeyVariable };
};
