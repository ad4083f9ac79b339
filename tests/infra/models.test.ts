import { describe, expect, it } from 'vitest';
import { deploymentModels } from '../../infra/deployment-models.ts';
import { modelsOnAws } from '../../shared/config/models-on-aws.ts';
import { MODELS } from './synthesized.ts';

describe('Models of a deployment', () => {
  it('Are none when nothing is said.', () => {
    expect(deploymentModels({}, undefined)).toBeUndefined();
    expect(deploymentModels({ models: {} }, undefined)).toBeUndefined();
  });

  it('Are those of the settings file, or the one that the command line names.', () => {
    expect(deploymentModels({ models: MODELS }, undefined)).toEqual({
      environment: { PAWL_MODELS: JSON.stringify(MODELS) },
      bedrock: [{ id: 'eu.anthropic.claude-sonnet-4-20250514-v1:0', region: undefined }, { id: 'amazon.nova-pro-v1:0', region: 'us-west-2' }],
      keyParameters: ['/pawl/other-key'],
    });
    expect(deploymentModels({ models: MODELS }, 'eu.amazon.nova-lite-v1:0')).toEqual({ environment: { PAWL_MODEL: 'eu.amazon.nova-lite-v1:0' }, bedrock: [{ id: 'eu.amazon.nova-lite-v1:0', region: undefined }], keyParameters: [] });
  });

  it('Are read by the function as they were written.', () => {
    const read = modelsOnAws(deploymentModels({ models: MODELS }, undefined)?.environment ?? {});
    expect(read.ok && read.models.pool.map(({ id }) => id)).toEqual(MODELS.pool.map(({ id }) => id));
  });

  it('Are refused with all their problems before anything is deployed.', () => {
    const keyless = { providers: { a: { kind: 'openai-compatible', baseUrl: 'https://a.example.com/v1', apiKeyVariable: 'A' } }, pool: [{ id: 'x', provider: 'b' }] };
    expect(() => deploymentModels({ models: keyless }, undefined)).toThrow(/apiKeyParameter is missing[\s\S]*names "b"/);
    expect(() => deploymentModels({}, 'ollama:qwen3')).toThrow(/on this machine/);
    expect(() => deploymentModels({}, 'ollama:')).toThrow(/names no model/);
  });

  it('Are refused when the function has no room for them.', () => {
    const pool = Array.from({ length: 30 }, (_, index) => ({ id: `amazon.nova-pro-v${index}:0`, provider: 'bedrock' }));
    expect(() => deploymentModels({ models: { providers: { bedrock: { kind: 'bedrock' } }, pool } }, undefined)).toThrow(/have room for 1000/);
  });
});
