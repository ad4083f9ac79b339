import * as z from 'zod';
import type { ModelsConfig, PoolModel } from '../shared/config/models.ts';
import { MODEL_VARIABLE, modelsFromFlag } from '../shared/config/models-from-flag.ts';
import { readModels } from '../shared/config/models-problems.ts';
import { MODELS_VARIABLE } from '../shared/config/models-on-aws.ts';
import type { Problem } from '../shared/config/problem.ts';

/** The models that a deployment goes out with: what `generate` is told, and what it has to be allowed for that. */
export interface DeploymentModels {
  readonly environment: Readonly<Record<string, string>>;
  /** Models and inference profiles of Bedrock, each with its region where that is not the stack's. */
  readonly bedrock: readonly { readonly id: string; readonly region: string | undefined }[];
  /** SSM parameters that hold keys. */
  readonly keyParameters: readonly string[];
}

/** Lambda allows 4 KB of variables in all; settings have most of it. */
const MOST_MODELS_BYTES = 1000;

/** The part of `pawl.config.json` that is read here. */
const WithModels = z.object({ models: z.unknown() });

/**
 * Reads the models of a deployment: the one that `-c model=` names, otherwise the `models` of the file that `-c settings=` names; `undefined` when
 * neither says any. Throws with all problems at once, so that nothing is deployed that would not start.
 */
export const deploymentModels = (file: unknown, flag: string | undefined): DeploymentModels | undefined => {
  if (flag !== undefined) {
    const said = modelsFromFlag(flag, '-c model');
    if (!said.ok) throw refused([said.problem]);
    const local = Object.values(said.models.providers).find(({ baseUrl = '' }) => /^https?:\/\/(?:127\.|localhost)/.test(baseUrl));
    if (local) throw refused([{ path: '-c model', message: `is on this machine (${local.baseUrl ?? ''}), where no Lambda function reaches it`, advice: 'name a model of Bedrock, or an endpoint that can be reached' }]);
    return granting(said.models, { [MODEL_VARIABLE]: flag });
  }
  const section = WithModels.safeParse(file).data?.models;
  if (section === undefined) return undefined;
  const read = readModels(section, ['models'], { on: 'aws' });
  const text = JSON.stringify(section);
  const tooLong = Buffer.byteLength(text) > MOST_MODELS_BYTES ? [{ path: 'models', message: `take ${Buffer.byteLength(text)} bytes, and a function's variables have room for ${MOST_MODELS_BYTES}`, advice: 'leave out what is the default already' }] : [];
  if (!read.ok) throw refused([...read.problems, ...tooLong]);
  if (tooLong.length > 0) throw refused(tooLong);
  return read.models.pool.length === 0 ? undefined : granting(read.models, { [MODELS_VARIABLE]: text });
};

const granting = ({ pool, providers }: ModelsConfig, environment: Readonly<Record<string, string>>): DeploymentModels => {
  const asked = (kind: string): readonly PoolModel[] => pool.filter(({ provider }) => providers[provider]?.kind === kind);
  return {
    environment,
    bedrock: asked('bedrock').map(({ id, provider }) => ({ id, region: providers[provider]?.region })),
    keyParameters: [...new Set(asked('openai-compatible').flatMap(({ provider }) => providers[provider]?.apiKeyParameter ?? []))],
  };
};

const refused = (problems: readonly Problem[]): Error => new Error(`The models cannot be deployed:\n${problems.map(({ path, message, advice }) => `  ${path} ${message}: ${advice}.`).join('\n')}`);
