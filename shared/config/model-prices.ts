/** USD for a million tokens, which is micro-dollars for one. What a cache costs is as much as fresh input where it is not said. */
export type ModelPrice = { readonly input: number; readonly output: number; readonly cacheRead?: number | undefined; readonly cacheWrite?: number | undefined };

/** The day that the rows below were last gone through. Prices change: a model's own `price` in the configuration goes before. */
export const PRICES_AS_OF = '2026-11-22';

type PriceRow = ModelPrice & {
  /** Found in a model's id, whatever region or version stands around it. */
  readonly family: RegExp;
  readonly source: keyof typeof PRICE_PAGES;
  /** What holds for the whole call as soon as its prompt has more tokens than this. */
  readonly long?: ModelPrice & { readonly aboveTokens: number };
  /** Bedrock asks a tenth more for a call that stays in a region or a group of regions than for one through `global.`. */
  readonly dearerInRegion?: true;
};

/** Where the rows come from. Claude costs the same through Bedrock's global endpoint as at its maker's. */
export const PRICE_PAGES = {
  claude: 'https://platform.claude.com/docs/en/about-claude/pricing',
  bedrock: 'https://aws.amazon.com/bedrock/pricing/',
  openai: 'https://platform.openai.com/docs/pricing',
} as const;

/** The first row that fits holds: the newer and the more particular stand before. */
const ROWS: readonly PriceRow[] = [
  { family: /claude-(?:fable|mythos)-5-1/, source: 'claude', input: 10, output: 50, cacheRead: 0.25, cacheWrite: 12.5, dearerInRegion: true },
  { family: /claude-(?:fable|mythos)/, source: 'claude', input: 10, output: 50, cacheRead: 1, cacheWrite: 12.5, dearerInRegion: true },
  { family: /claude-opus-5-5/, source: 'claude', input: 4, output: 20, cacheRead: 0.2, cacheWrite: 5, dearerInRegion: true },
  { family: /claude-opus-(?:5|4-[5-9])/, source: 'claude', input: 5, output: 25, cacheRead: 0.5, cacheWrite: 6.25, dearerInRegion: true },
  { family: /claude-(?:3-)?opus|claude-opus-4/, source: 'claude', input: 15, output: 75, cacheRead: 1.5, cacheWrite: 18.75 },
  { family: /claude-sonnet-5-5/, source: 'claude', input: 2, output: 10, cacheRead: 0.1, cacheWrite: 2.5, dearerInRegion: true },
  { family: /claude-sonnet-5/, source: 'claude', input: 2, output: 10, cacheRead: 0.2, cacheWrite: 2.5, dearerInRegion: true },
  { family: /claude-sonnet-4-[5-9]/, source: 'claude', input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75, dearerInRegion: true },
  { family: /claude-(?:sonnet-4|3-[57]-sonnet)/, source: 'claude', input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75 },
  {
    family: /claude-haiku-5-5/, source: 'claude', input: 0.1, output: 0.5, cacheRead: 0.01, cacheWrite: 0.125, dearerInRegion: true,
    long: { aboveTokens: 100_000, input: 0.5, output: 2.5, cacheRead: 0.05, cacheWrite: 0.625 },
  },
  { family: /claude-haiku-4-5/, source: 'claude', input: 1, output: 5, cacheRead: 0.1, cacheWrite: 1.25, dearerInRegion: true },
  { family: /claude-3-5-haiku/, source: 'claude', input: 0.8, output: 4, cacheRead: 0.08, cacheWrite: 1 },
  { family: /amazon\.nova-pro/, source: 'bedrock', input: 0.8, output: 3.2, cacheRead: 0.2 },
  { family: /amazon\.nova-lite/, source: 'bedrock', input: 0.06, output: 0.24, cacheRead: 0.015 },
  { family: /amazon\.nova-micro/, source: 'bedrock', input: 0.035, output: 0.14, cacheRead: 0.00875 },
  { family: /meta\.llama3-[13]-70b/, source: 'bedrock', input: 0.72, output: 0.72 },
  { family: /\bgpt-5\.4(?:-\d|$)/, source: 'openai', input: 2.5, output: 15 },
  { family: /\bgpt-5-mini(?:-\d|$)/, source: 'openai', input: 0.25, output: 2 },
  { family: /\bgpt-5-nano(?:-\d|$)/, source: 'openai', input: 0.05, output: 0.4 },
  { family: /\bgpt-5(?:\.1)?(?:-\d|$)/, source: 'openai', input: 1.25, output: 10 },
  { family: /gpt-4o-mini/, source: 'openai', input: 0.15, output: 0.6, cacheRead: 0.075 },
  { family: /gpt-4o/, source: 'openai', input: 2.5, output: 10, cacheRead: 1.25 },
  { family: /gpt-4\.1-nano/, source: 'openai', input: 0.1, output: 0.4, cacheRead: 0.025 },
  { family: /gpt-4\.1-mini/, source: 'openai', input: 0.4, output: 1.6, cacheRead: 0.1 },
  { family: /gpt-4\.1/, source: 'openai', input: 2, output: 8, cacheRead: 0.5 },
];

/** A price as it holds for one model: with what a long prompt makes of it. */
export type KnownPrice = ModelPrice & { readonly long?: (ModelPrice & { readonly aboveTokens: number }) | undefined };

const FREE: KnownPrice = { input: 0, output: 0 };
const IN_REGION = 1.1;

/** What a model costs by the table; `undefined` when no row is for it. One that runs on this machine or in the same house costs nothing. */
export const tablePrice = (id: string, provider: { readonly kind: 'bedrock' | 'openai-compatible'; readonly baseUrl?: string | undefined }): KnownPrice | undefined => {
  if (provider.baseUrl !== undefined && isPrivateHost(provider.baseUrl)) return FREE;
  const row = ROWS.find(({ family }) => family.test(id));
  if (row === undefined) return undefined;
  const { input, output, cacheRead, cacheWrite, long, dearerInRegion } = row;
  const factor = dearerInRegion === true && provider.kind === 'bedrock' && !id.startsWith('global.') ? IN_REGION : 1;
  return { ...times({ input, output, cacheRead, cacheWrite }, factor), ...(long === undefined ? {} : { long: { ...times(long, factor), aboveTokens: long.aboveTokens } }) };
};

const times = ({ input, output, cacheRead, cacheWrite }: ModelPrice, factor: number): ModelPrice => {
  const exact = (usd: number): number => Math.round(usd * factor * 1e6) / 1e6;
  return { input: exact(input), output: exact(output), ...(cacheRead === undefined ? {} : { cacheRead: exact(cacheRead) }), ...(cacheWrite === undefined ? {} : { cacheWrite: exact(cacheWrite) }) };
};

const isPrivateHost = (baseUrl: string): boolean => {
  const host = URL.canParse(baseUrl) ? new URL(baseUrl).hostname : '';
  return /^(?:[^.[\]]+|.+\.(?:local|internal|localhost|lan)|(?:127|10)(?:\.\d+){3}|192\.168(?:\.\d+){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d+){2}|\[::1\]|\[f[cd].*\])$/.test(host);
};
