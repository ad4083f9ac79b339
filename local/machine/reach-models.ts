import * as z from 'zod';
import type { ModelsConfig, Provider } from '../../shared/config/models.ts';
import type { Environment } from '../../shared/config/settings-from-environment.ts';
import { openaiEndpoint } from '../../shared/adapters/openai-endpoint.ts';
import { modelKey } from './model-key.ts';

/** Whether a provider's models can be asked, in a sentence; with what to do where they cannot. Nothing that costs is tried. */
export type Reached = { readonly provider: string; readonly isReachable: boolean; readonly detail: string; readonly advice: string };

const PATIENCE_MS = 4000;
const Listed = z.object({ data: z.array(z.object({ id: z.string() })) });

/** Looks once whether each provider that the pool names can be reached, all at the same time, at most four seconds. Never throws. */
export const reachModels = async ({ providers, pool }: Pick<ModelsConfig, 'providers' | 'pool'>, environment: Environment): Promise<Reached[]> => {
  const named = Object.entries(providers).filter(([name]) => pool.some(({ provider }) => provider === name));
  return Promise.all(
    named.map(async ([name, provider]) => {
      const ids = pool.filter((model) => model.provider === name).map(({ id }) => id);
      const found = provider.kind === 'bedrock' ? await reachBedrock(ids, provider) : await reachEndpoint(ids, provider, environment);
      return { provider: name, ...found };
    }),
  );
};

type Found = Omit<Reached, 'provider'>;
const reachable = (detail: string): Found => ({ isReachable: true, detail, advice: '' });
const unreachable = (detail: string, advice: string): Found => ({ isReachable: false, detail, advice });

const reachEndpoint = async (ids: readonly string[], provider: Provider, environment: Environment): Promise<Found> => {
  const { baseUrl = '', apiKeyVariable } = provider;
  const { key, lacks } = modelKey(provider, environment);
  if (lacks !== undefined) return unreachable(`${lacks} is not set where Pawl runs`, `set ${lacks} to the key, also in a .env beside the configuration`);
  try {
    const { url, headers } = openaiEndpoint({ baseUrl, ...(key === undefined ? {} : { apiKey: key }) });
    url.pathname = url.pathname.replace(/\/chat\/completions$/, '/models');
    const response = await fetch(url, { headers, redirect: 'manual', signal: AbortSignal.timeout(PATIENCE_MS) });
    if (response.status === 401 || response.status === 403) return unreachable(`${url.host} refuses the key`, apiKeyVariable === undefined ? 'name the variable that holds the key as apiKeyVariable' : `set ${apiKeyVariable} to a key that it takes`);
    const listed = Listed.safeParse(await response.json().catch(() => undefined));
    const known = listed.success ? listed.data.data.map(({ id }) => id) : [];
    const missing = known.length === 0 ? [] : ids.filter((id) => !known.includes(id) && !known.includes(`${id}:latest`));
    if (missing.length > 0) return unreachable(`${url.host} answers and has no ${missing.join(', ')}`, `it has ${known.slice(0, 5).join(', ')}${known.length > 5 ? ', …' : ''}`);
    return reachable(`${ids.join(', ')} at ${url.host}${known.length === 0 ? ', which answers and lists no models' : ''}`);
  } catch (error) {
    const { cause } = error as { cause?: { code?: string } };
    const why = error instanceof Error ? (cause?.code ?? error.message) : String(error);
    return unreachable(`nobody answers at ${withoutQuery(baseUrl)} (${why})`, 'start it, or correct the address');
  }
};

/** Looks for region and credentials only: asking Bedrock would cost. */
const reachBedrock = async (ids: readonly string[], { region }: Provider): Promise<Found> => {
  const { bedrockClient } = await import('../../shared/adapters/aws/bedrock-client.ts');
  const client = bedrockClient(region === undefined ? {} : { region });
  const patience = AbortSignal.timeout(PATIENCE_MS);
  const late = new Promise<never>((_, reject) => patience.addEventListener('abort', () => reject(new Error('no credentials were found in time'))));
  try {
    const [where] = await Promise.race([Promise.all([client.config.region(), client.config.credentials()]), late]);
    return reachable(`${ids.join(', ')} on Bedrock in ${where}; there are credentials, whether they may is seen when a model is first asked`);
  } catch (error) {
    return unreachable(`Bedrock cannot be asked: ${error instanceof Error ? error.message : String(error)}`, 'give AWS_REGION and credentials, as for the AWS CLI');
  } finally {
    client.destroy();
  }
};

const withoutQuery = (address: string): string => (URL.canParse(address) ? new URL(address).origin : address);
