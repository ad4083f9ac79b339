import { NO_MODELS } from './models.ts';
import { MODEL_VARIABLE, modelsFromFlag } from './models-from-flag.ts';
import { readModels, type ModelsResult } from './models-problems.ts';
import type { Environment } from './settings-from-environment.ts';

/** Holds the `models` section of a deployed `generate`, as JSON. */
export const MODELS_VARIABLE = 'PAWL_MODELS';

/** The models of a deployed function: `PAWL_MODELS`, or the one that `PAWL_MODEL` names, or none. All problems at once. */
export const modelsOnAws = (environment: Environment): ModelsResult => {
  const text = environment[MODELS_VARIABLE] ?? '';
  if (text !== '') {
    try {
      return readModels(JSON.parse(text), [MODELS_VARIABLE], { on: 'aws' });
    } catch (error) {
      return { ok: false, problems: [{ path: MODELS_VARIABLE, message: `is not JSON: ${error instanceof Error ? error.message : String(error)}`, advice: 'correct the models and deploy the loop again' }] };
    }
  }
  const one = environment[MODEL_VARIABLE] ?? '';
  if (one === '') return { ok: true, models: NO_MODELS };
  const said = modelsFromFlag(one, MODEL_VARIABLE);
  return said.ok ? said : { ok: false, problems: [said.problem] };
};
