import { assert, json, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../../shared/config/config-file.ts';
import { NO_MODELS } from '../../../../shared/config/models.ts';
import { modelsFromFlag } from '../../../../shared/config/models-from-flag.ts';
import { modelsOnAws } from '../../../../shared/config/models-on-aws.ts';
import { readModels } from '../../../../shared/config/models-problems.ts';

const target = { id: 'orders', repository: '.', entry: 'src/handler.ts' };
const parse = (models: unknown, environment: Record<string, string> = {}, model?: string) =>
  parseConfig(JSON.stringify({ targets: [target], ...(models === undefined ? {} : { models }) }), environment, { directory: '/service', ...(model === undefined ? {} : { flags: { model } }) });
const modelsOf = (...given: Parameters<typeof parse>) => {
  const read = parse(...given);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.config.models;
};
const problemsOf = (...given: Parameters<typeof parse>): string[] => {
  const read = parse(...given);
  return read.ok ? [] : read.problems.map(({ path, message, advice }) => `${path} ${message}: ${advice}`);
};

const FULL = {
  providers: { bedrock: { kind: 'bedrock', region: 'eu-central-1', weeklyTokens: 5_000_000 }, router: { kind: 'openai-compatible', baseUrl: 'https://router.example.com/v1', apiKeyVariable: 'ROUTER_KEY' } },
  pool: [
    { id: 'eu.anthropic.claude-opus-4-8', provider: 'bedrock', pool: 'opus', tiers: ['high'], weeklyTokens: 1_000_000, temperature: null },
    { id: 'any/model', provider: 'router', tiers: ['low', 'medium'], price: { input: 0.6, output: 2.2 }, contextTokens: 128_000, maxTokens: 8000 },
  ],
  budgets: { perDay: { usd: 5 } },
};

describe('models in pawl.config.json', () => {
  it('are none where none are said: recipes only', () => {
    expect(modelsOf(undefined)).toEqual(NO_MODELS);
    expect(NO_MODELS.pool).toEqual([]);
  });

  it('are filled in: prices from the table, pools, quotas, budgets in micro-dollars', () => {
    const models = modelsOf(FULL, { ROUTER_KEY: 'k' });
    expect(models.quotas).toEqual({ 'provider/bedrock': 5_000_000, 'pool/opus': 1_000_000 });
    expect(models.pool[0]).toMatchObject({ pool: 'opus', maxTokens: 4000, price: { input: 5.5, output: 27.5 } });
    expect(models.pool[0]).not.toHaveProperty('temperature');
    expect(models.pool[1]).toMatchObject({ pool: 'router', temperature: 0.1, maxTokens: 8000, price: { input: 0.6, output: 2.2 } });
    expect(models).toMatchObject({ switchAt: 0.9, timeoutMs: 60_000, budgets: { perDay: { tokens: undefined, microUsd: 5_000_000 }, perImprovement: { tokens: 600_000, microUsd: 3_000_000 } } });
  });

  it('have all their problems told at once, each with its path and what to do', () => {
    const wrong = {
      providers: { 'B R': { kind: 'bedrock' }, one: { kind: 'bedrok' }, two: { kind: 'openai-compatible', apiKeyVariable: 'KEY' }, three: { kind: 'bedrock', baseUrl: 'https://x.example.com' }, four: { kind: 'openai-compatible', baseUrl: 'https://me:secret@x.example.com/v1' } },
      pool: [{ id: 'm', provider: 'tow', tier: ['low'] }, { id: 'n', provider: 'two', weeklyTokens: 1 }, { id: 'o', provider: 'two', weeklyTokens: 2 }, { id: 'n', provider: 'two', tiers: ['huge'] }],
      budgets: { perDay: { usd: 1, euro: 1 } }, switchAt: 90,
    };
    const problems = problemsOf(wrong);
    for (const expected of [
      /^models\.providers\["B R"\].*lower-case/, /^models\.providers\.one\.kind .*did you mean bedrock/, /^models\.providers\.two\.baseUrl is missing/,
      /^models\.providers\.three\.baseUrl is not for Bedrock/, /^models\.providers\.four\.baseUrl must not hold a name or password/, /^models\.pool\[0\]\.tier is not known: did you mean tiers/, /^models\.pool\[0\]\.provider names "tow".*did you mean two/,
      /^models\.pool\[2\]\.weeklyTokens is another quota for the pool two/, /^models\.pool\[3\] is the same model/, /^models\.pool\[3\]\.tiers\[0\]/, /^models\.pool\[1\]\.price is missing: there is a budget in dollars, and nobody knows what n costs/,
      /^models\.budgets\.perDay\.euro is not known/, /^models\.switchAt must be at most 1/,
    ]) expect(problems.filter((problem) => expected.test(problem)), String(expected)).toHaveLength(1);
    expect(JSON.stringify(problems)).not.toContain('secret');
  });

  it('may have a price that nobody knows as long as nobody budgets in dollars', () => {
    const models = { ...FULL, pool: [{ id: 'unknown', provider: 'router' }], budgets: { perDay: { tokens: 100 } } };
    expect(modelsOf(models, { ROUTER_KEY: 'k' }).pool[0]?.price).toBeUndefined();
  });

  it('name at least one where there is a provider', () => {
    expect(problemsOf({ providers: { bedrock: { kind: 'bedrock' } } })).toEqual([expect.stringMatching(/^models\.pool names no model/)]);
    expect(modelsOf({})).toEqual(NO_MODELS);
  });

  it('can be read without their keys: the guard and the commands that look on need none', () => {
    expect(modelsOf(FULL, {}).pool).toHaveLength(2);
  });

  it('never make reading fail, whatever stands there (property)', () => {
    assert(property(json(), (text) => {
      const value: unknown = JSON.parse(text);
      const read = readModels(value, ['models'], { on: 'aws' });
      if (!read.ok) expect(read.problems.length).toBeGreaterThan(0);
    }));
  });
});

describe('one model in a word', () => {
  const one = (text: string) => {
    const read = modelsFromFlag(text);
    if (!read.ok) throw new Error(read.problem.message);
    const [model] = read.models.pool;
    return { model: model?.id, provider: read.models.providers[model?.provider ?? ''], tiers: model?.tiers };
  };
  const all = ['low', 'medium', 'high'];

  it('is Ollama’s, an endpoint’s, or Bedrock’s', () => {
    expect(one('ollama:qwen2.5-coder:7b')).toEqual({ model: 'qwen2.5-coder:7b', provider: { kind: 'openai-compatible', baseUrl: 'http://127.0.0.1:11434/v1' }, tiers: all });
    expect(one('https://api.example.com/v1#some/model#2')).toMatchObject({ model: 'some/model#2', provider: { kind: 'openai-compatible', baseUrl: 'https://api.example.com/v1', apiKeyVariable: 'PAWL_MODEL_KEY' } });
    expect(one('bedrock:amazon.nova-pro-v1:0')).toMatchObject({ model: 'amazon.nova-pro-v1:0', provider: { kind: 'bedrock' } });
    for (const id of ['us-gov.anthropic.claude-3-5-sonnet-20240620-v1:0', 'meta.llama3-3-70b-instruct-v1:0', 'openai.gpt-oss-120b-1:0', 'arn:aws:bedrock:eu-central-1:123456789012:application-inference-profile/abc123', 'arn:aws-us-gov:bedrock:us-gov-west-1:123456789012:provisioned-model/x']) expect(one(id)).toMatchObject({ model: id, provider: { kind: 'bedrock' } });
    expect(one('bedrock:anything-else')).toMatchObject({ model: 'anything-else', provider: { kind: 'bedrock' } });
    expect(one(' eu.anthropic.claude-sonnet-4-5-20250929-v1:0 ')).toMatchObject({ model: 'eu.anthropic.claude-sonnet-4-5-20250929-v1:0', provider: { kind: 'bedrock' } });
  });

  it('that is none says what to write', () => {
    for (const text of ['', 'ollama:', 'bedrock:', 'http://127.0.0.1:8000/v1', 'http://127.0.0.1:8000/v1#', 'https://a:b@host/v1#m', 'two words', 'olama:llama3', 'Ollama:qwen2.5', 'qwen2.5-coder:7b', 'llama3.1:8b', 'ollama/qwen3', 'gpt-4o', 'gpt-4.1', 'openai:gpt-5', 'claude-sonnet-4-5', 'sonnet', 'localhost:11434#m']) expect(modelsFromFlag(text), text).toMatchObject({ ok: false, problem: { path: '--model', advice: expect.stringMatching(/./) as string } });
    assert(property(string(), (text) => typeof modelsFromFlag(text).ok === 'boolean'));
  });

  it('goes before the file when it stands in the environment, and before both as a flag', () => {
    const chosen = (environment: Record<string, string>, flag?: string) => modelsOf(FULL, { ROUTER_KEY: 'k', ...environment }, flag).pool.map(({ id }) => id);
    expect(chosen({})).toHaveLength(2);
    expect(chosen({ PAWL_MODEL: 'bedrock:a' })).toEqual(['a']);
    expect(chosen({ PAWL_MODEL: 'bedrock:a' }, 'bedrock:b')).toEqual(['b']);
    expect(problemsOf(undefined, { PAWL_MODEL: 'ollama:' })).toEqual([expect.stringContaining('PAWL_MODEL names no model')]);
    expect(problemsOf(undefined, {}, 'ollama:')).toEqual([expect.stringContaining('--model names no model')]);
  });
});

describe('models of a deployed function', () => {
  it('are those of PAWL_MODELS, or the one of PAWL_MODEL, or none', () => {
    const pool = (environment: Record<string, string>) => {
      const read = modelsOnAws(environment);
      return read.ok ? read.models.pool.map(({ id }) => id) : read.problems.map(({ path }) => path);
    };
    expect(pool({})).toEqual([]);
    expect(pool({ PAWL_MODEL: 'eu.anthropic.claude-opus-4-8' })).toEqual(['eu.anthropic.claude-opus-4-8']);
    expect(pool({ PAWL_MODEL: 'a', PAWL_MODELS: JSON.stringify({ providers: { b: { kind: 'bedrock' } }, pool: [{ id: 'b', provider: 'b' }] }) })).toEqual(['b']);
    expect(pool({ PAWL_MODELS: '{' })).toEqual(['PAWL_MODELS']);
  });

  it('take a key from SSM only', () => {
    const models = { providers: { r: { kind: 'openai-compatible', baseUrl: 'https://r.example.com/v1', apiKeyVariable: 'K' } }, pool: [{ id: 'm', provider: 'r' }] };
    expect(readModels(models, ['models'], { on: 'aws' })).toMatchObject({ ok: false, problems: [{ path: 'models.providers.r.apiKeyParameter' }] });
  });
});
