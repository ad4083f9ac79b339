import * as z from 'zod';
import { type KnownPrice, tablePrice } from './model-prices.ts';

/** What a model is good enough for. */
export const ModelTier = z.enum(['low', 'medium', 'high']);
export type ModelTier = z.infer<typeof ModelTier>;

const Name = z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, 'must be lower-case letters, digits and hyphens, at most 32');
const tokens = () => z.number().int().positive();
const usd = () => z.number().nonnegative().max(1_000_000);

const Price = z
  .strictObject({ input: usd(), output: usd(), cacheRead: usd().optional(), cacheWrite: usd().optional() })
  .describe('{ "input": 3, "output": 15, "cacheRead": 0.3, "cacheWrite": 3.75 }, in USD for a million tokens');

const ProviderInput = z
  .strictObject({
    kind: z.enum(['bedrock', 'openai-compatible']).describe('"bedrock" or "openai-compatible"'),
    region: z.string().regex(/^[a-z]{2}(?:-[a-z]+)+-\d$/, 'must be an AWS region').optional().describe('an AWS region like "eu-central-1"; Pawl’s own when left out'),
    baseUrl: z.url({ protocol: /^https?$/, error: 'must be an address like https://api.example.com/v1' }).optional().describe('the address of the endpoint, like "http://127.0.0.1:11434/v1"'),
    apiKeyVariable: z.string().regex(/^[A-Za-z_]\w*$/, 'must be the name of an environment variable').optional().describe('the name of the environment variable that holds the key, never the key itself'),
    apiKeyParameter: z.string().regex(/^\/?[\w.-]+(?:\/[\w.-]+)*$/, 'must be the name of an SSM parameter').optional().describe('on AWS: the name of the SSM SecureString parameter that holds the key'),
    weeklyTokens: tokens().optional().describe('tokens that may be used in any seven days, like 5000000'),
  })
  .describe('{ "kind": "bedrock" } or { "kind": "openai-compatible", "baseUrl": "…" }');

const ModelInput = z
  .strictObject({
    id: z.string().min(1).max(200).describe('the model as its provider calls it'),
    provider: z.string().min(1).describe('one of the providers'),
    pool: Name.optional().describe('the quota that it shares with other models; the provider’s own when left out'),
    tiers: z.array(ModelTier).min(1).default(['low', 'medium', 'high']).describe('what it is good enough for: low, medium, high'),
    price: Price.optional(),
    weeklyTokens: tokens().optional().describe('tokens that its pool may use in any seven days, like 1000000'),
    contextTokens: tokens().optional().describe('the tokens that its window holds, question and answer together, like 200000'),
    caching: z.boolean().optional().describe('whether its provider’s cache of prompts is used; known for most models'),
    temperature: z.number().min(0).max(2).nullable().optional().describe('0 to 2; null for a model that takes none'),
    maxTokens: tokens().max(200_000).optional().describe('the most tokens of one answer'),
  })
  .describe('{ "id": "…", "provider": "…", "tiers": ["low", "medium", "high"] }');

const Limit = z.strictObject({ tokens: tokens().optional(), usd: usd().optional() }).describe('{ "tokens": 200000, "usd": 1 }, either or both');

/** The `models` of `pawl.config.json`, as people write them. */
export const ModelsInput = z
  .strictObject({
    providers: z.record(Name, ProviderInput).default({}).describe('name → where models are asked'),
    pool: z.array(ModelInput).max(50).default([]).describe('the models, the preferred ones first'),
    switchAt: z.number().gt(0).max(1).default(0.9).describe('share of a quota at which work that can go elsewhere does, like 0.9'),
    budgets: z
      .strictObject({ perCall: Limit, perImprovement: Limit, perCycle: Limit, perDay: Limit, perTenantDay: Limit })
      .partial()
      .default({})
      .describe('{ perCall, perImprovement, perCycle, perDay, perTenantDay }, each { tokens, usd }'),
    temperature: z.number().min(0).max(2).default(0.1).describe('0 to 2, like 0.1'),
    maxTokens: tokens().max(200_000).default(4000).describe('the most tokens of one answer, like 4000'),
    timeoutSeconds: z.number().positive().max(600).default(60).describe('seconds that one attempt may take, like 60'),
  })
  .describe('which language models may be asked, and what they may cost: { providers, pool, budgets }');
export type ModelsInput = z.infer<typeof ModelsInput>;

export type Provider = ModelsInput['providers'][string];
export type BudgetName = 'perCall' | 'perImprovement' | 'perCycle' | 'perDay' | 'perTenantDay';

/** Money in whole micro-dollars. What is not there is not limited. */
export type BudgetLimit = { readonly tokens?: number | undefined; readonly microUsd?: number | undefined };

/** One model that may be asked, complete. `price` is absent where nobody knows it: its tokens are counted, its dollars are not. */
export type PoolModel = {
  readonly id: string;
  readonly provider: string;
  readonly pool: string;
  readonly tiers: readonly ModelTier[];
  readonly price?: KnownPrice | undefined;
  readonly contextTokens?: number | undefined;
  readonly caching?: boolean | undefined;
  readonly temperature?: number | undefined;
  readonly maxTokens: number;
};

/** Models in force. `quotas`: weekly tokens by `provider/…` and `pool/…`. An empty pool: recipes only. */
export type ModelsConfig = {
  readonly providers: Readonly<Record<string, Provider>>;
  readonly pool: readonly PoolModel[];
  readonly quotas: Readonly<Record<string, number>>;
  readonly switchAt: number;
  readonly budgets: Readonly<Record<BudgetName, BudgetLimit>>;
  readonly timeoutMs: number;
};

/**
 * What may be spent where nobody says: a few improvements a day with a large model. Tokens as well as dollars, so that a model whose price nobody
 * knows, or that costs nothing, does not go on without end.
 */
const DEFAULT_BUDGETS: Readonly<Record<BudgetName, { readonly tokens?: number; readonly usd?: number }>> = {
  perCall: { tokens: 200_000, usd: 1 },
  perImprovement: { tokens: 600_000, usd: 3 },
  perCycle: { tokens: 2_000_000, usd: 10 },
  perDay: { tokens: 5_000_000, usd: 20 },
  perTenantDay: {},
};

const BUDGET_NAMES = ['perCall', 'perImprovement', 'perCycle', 'perDay', 'perTenantDay'] as const satisfies readonly BudgetName[];

const microUsd = (usd: number | undefined): number | undefined => (usd === undefined ? undefined : Math.round(usd * 1e6));

/** The quotas that a model draws on. */
export const quotasOf = ({ provider, pool }: Pick<PoolModel, 'provider' | 'pool'>): readonly string[] => [`provider/${provider}`, `pool/${pool}`];

/** Fills in what was left out. A budget that is said at all stands as it is said; one that is not is the default. */
export const modelsFrom = (input: ModelsInput): ModelsConfig => {
  const { providers, pool, switchAt, budgets, temperature, maxTokens, timeoutSeconds } = input;
  const quotas: Record<string, number> = {};
  for (const [name, { weeklyTokens }] of Object.entries(providers)) if (weeklyTokens !== undefined) quotas[`provider/${name}`] = weeklyTokens;
  for (const model of pool) if (model.weeklyTokens !== undefined) quotas[`pool/${model.pool ?? model.provider}`] = model.weeklyTokens;
  return {
    providers,
    pool: pool.map((model) => {
      const provider = providers[model.provider];
      const own = model.temperature === undefined ? temperature : model.temperature;
      return {
        id: model.id, provider: model.provider, pool: model.pool ?? model.provider, tiers: model.tiers, contextTokens: model.contextTokens, caching: model.caching, maxTokens: model.maxTokens ?? maxTokens,
        price: model.price ?? (provider && tablePrice(model.id, provider)),
        ...(own === null ? {} : { temperature: own }),
      };
    }),
    quotas,
    switchAt,
    budgets: Object.fromEntries(
      BUDGET_NAMES.map((name) => {
        const said = budgets[name] ?? DEFAULT_BUDGETS[name];
        return [name, { tokens: said.tokens, microUsd: microUsd(said.usd) }];
      }),
    ) as Record<BudgetName, BudgetLimit>,
    timeoutMs: timeoutSeconds * 1000,
  };
};

/** No model: recipes only. */
export const NO_MODELS: ModelsConfig = modelsFrom(ModelsInput.parse({}));
