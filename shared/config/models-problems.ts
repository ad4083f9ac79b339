import { closestName } from './closest-name.ts';
import { tablePrice } from './model-prices.ts';
import { modelsFrom, ModelsInput, type ModelsConfig } from './models.ts';
import { pathText, type Problem } from './problem.ts';
import { problemsOf } from './problems-of.ts';

type Fields = Readonly<Record<string, unknown>>;
type Path = readonly PropertyKey[];

export type ModelsResult = { readonly ok: true; readonly models: ModelsConfig } | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Where the models are to be asked from. On AWS keys stand in SSM; on one machine in the environment. One that is not set is told by whoever asks the
 * model: the guard and the commands that look on read the same file, and must not fail for want of it.
 */
export type ModelsPlace = { readonly on: 'aws' | 'machine' };

/** Reads a `models` section, with all that is wrong with it at once. */
export const readModels = (value: unknown, path: Path, place: ModelsPlace): ModelsResult => {
  const problems = [...problemsOf(ModelsInput, value, path), ...modelsProblems(value, path, place)];
  const parsed = ModelsInput.safeParse(value);
  return problems.length > 0 || !parsed.success ? { ok: false, problems } : { ok: true, models: modelsFrom(parsed.data) };
};

/** What no single field of a `models` section shows. Looks at the raw value, so that other mistakes do not hide these. */
export const modelsProblems = (value: unknown, path: Path, place: ModelsPlace): Problem[] => {
  const root = fieldsOf(value);
  const providers = fieldsOf(root['providers']);
  const pool = listOf(root['pool']).map(fieldsOf);
  const names = Object.keys(providers);
  return [
    ...(names.length > 0 && pool.length === 0 ? [{ path: pathText([...path, 'pool']), message: 'names no model, so that none would be asked', advice: 'add one, like { "id": "…", "provider": "…" }, or leave out models' }] : []),
    ...Object.entries(providers).flatMap(([name, provider]) => providerProblems([...path, 'providers', name], fieldsOf(provider), place)),
    ...pool.flatMap((model, index) => [...strangeProvider([...path, 'pool', index, 'provider'], model['provider'], names), ...twice([...path, 'pool', index], model, pool.slice(0, index))]),
    ...pool.flatMap((model, index) => quarrel([...path, 'pool', index, 'weeklyTokens'], model, pool.slice(0, index))),
    ...(saysUsd(root['budgets']) ? pool.flatMap((model, index) => unpriced([...path, 'pool', index, 'price'], model, fieldsOf(providers[String(model['provider'])]))) : []),
  ];
};

const providerProblems = (path: Path, provider: Fields, place: ModelsPlace): Problem[] => {
  const problem = (key: string, message: string, advice: string): Problem => ({ path: pathText([...path, key]), message, advice });
  const { kind, baseUrl, region, apiKeyVariable, apiKeyParameter } = provider as { kind?: unknown; baseUrl?: unknown; region?: unknown; apiKeyVariable?: unknown; apiKeyParameter?: unknown };
  if (kind === 'bedrock')
    return Object.entries({ baseUrl, apiKeyVariable, apiKeyParameter }).filter(([, value]) => value !== undefined).map(([key]) => problem(key, 'is not for Bedrock', 'leave it out: Bedrock is asked with the role or credentials that Pawl runs with'));
  if (kind !== 'openai-compatible') return [];
  const found: Problem[] = [];
  if (baseUrl === undefined) found.push(problem('baseUrl', 'is missing', 'add the address of the endpoint, like "http://127.0.0.1:11434/v1"'));
  if (typeof baseUrl === 'string' && URL.canParse(baseUrl) && (new URL(baseUrl).username !== '' || new URL(baseUrl).password !== '')) found.push(problem('baseUrl', 'must not hold a name or password', 'name the variable that holds the key as apiKeyVariable'));
  if (region !== undefined) found.push(problem('region', 'is for Bedrock only', 'leave it out'));
  if (place.on === 'aws' && apiKeyVariable !== undefined && apiKeyParameter === undefined)
    found.push(problem('apiKeyParameter', 'is missing', 'on AWS a key stands in an SSM parameter of type SecureString: add its name'));
  return found;
};

const strangeProvider = (path: Path, provider: unknown, names: readonly string[]): Problem[] => {
  if (typeof provider !== 'string' || names.includes(provider)) return [];
  const meant = closestName(provider, names);
  return [{ path: pathText(path), message: `names "${provider}", which is not among the providers`, advice: meant === undefined ? `known providers: ${names.join(', ') || 'none'}` : `did you mean ${meant}?` }];
};

const twice = (path: Path, model: Fields, before: readonly Fields[]): Problem[] =>
  before.some(({ id, provider }) => id === model['id'] && provider === model['provider']) ? [{ path: pathText(path), message: `is the same model as another: ${String(model['id'])} of ${String(model['provider'])}`, advice: 'say it once, with all its tiers' }] : [];

const poolOf = (model: Fields): unknown => model['pool'] ?? model['provider'];

/** A pool has one quota, whichever of its models says it. */
const quarrel = (path: Path, model: Fields, before: readonly Fields[]): Problem[] => {
  const quota = model['weeklyTokens'];
  const other = quota === undefined ? undefined : before.find((one) => poolOf(one) === poolOf(model) && one['weeklyTokens'] !== undefined && one['weeklyTokens'] !== quota);
  return other === undefined ? [] : [{ path: pathText(path), message: `is another quota for the pool ${String(poolOf(model))} than ${String(other['weeklyTokens'])}`, advice: 'say the quota of a pool once, or give the model a pool of its own' }];
};

const saysUsd = (budgets: unknown): boolean => Object.values(fieldsOf(budgets)).some((limit) => fieldsOf(limit)['usd'] !== undefined);

const unpriced = (path: Path, model: Fields, { kind, baseUrl }: Fields): Problem[] => {
  const { id, price } = model;
  if (price !== undefined || typeof id !== 'string' || (kind !== 'bedrock' && kind !== 'openai-compatible')) return [];
  if (tablePrice(id, { kind, ...(typeof baseUrl === 'string' ? { baseUrl } : {}) }) !== undefined) return [];
  return [{ path: pathText(path), message: `is missing: there is a budget in dollars, and nobody knows what ${id} costs`, advice: 'add { "input": …, "output": … } in USD for a million tokens, or budget in tokens only' }];
};

const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {});
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);
