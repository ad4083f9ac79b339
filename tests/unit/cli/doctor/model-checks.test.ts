import { afterEach, describe, expect, it } from 'vitest';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { checkModels } from '../../../../cli/doctor/model-checks.ts';
import { modelsFrom, ModelsInput, NO_MODELS } from '../../../../shared/config/models.ts';
import { modelsFromFlag } from '../../../../shared/config/models-from-flag.ts';

let server: Server | undefined;
afterEach(() => server?.close());

/** An endpoint that lists `models` to whoever has the key. */
const endpoint = async (models: readonly string[], key = ''): Promise<string> => {
  const made = createServer((request, response) => {
    if (key !== '' && request.headers.authorization !== `Bearer ${key}`) response.writeHead(401).end();
    else if (request.url === '/v1/models') response.end(JSON.stringify({ object: 'list', data: models.map((id) => ({ id })) }));
    else response.writeHead(404).end();
  });
  server = made;
  await new Promise<void>((resolve) => void made.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(made.address() as AddressInfo).port}/v1`;
};
const check = async (word: string, environment = {}) => {
  const said = modelsFromFlag(word);
  if (!said.ok) throw new Error(said.problem.message);
  return (await checkModels(said.models, environment))[0];
};

describe('doctor on models', () => {
  it('says that recipes work without one', async () => {
    expect(await checkModels(NO_MODELS, {})).toEqual([{ name: 'models', status: 'ok', detail: 'none: recipes only' }]);
  });

  it('is content with an endpoint that has the model, also under its tag', async () => {
    const url = await endpoint(['qwen3:latest', 'other']);
    expect(await check(`${url}#other`)).toMatchObject({ status: 'ok' });
    expect(await check(`${url}#qwen3`)).toMatchObject({ status: 'ok' });
  });

  it('warns of a model that the endpoint lacks, of a key that it refuses, and of an endpoint where nobody answers', async () => {
    const url = await endpoint(['other'], 'right');
    expect(await check(`${url}#mine`, { PAWL_MODEL_KEY: 'right' })).toMatchObject({ status: 'warning', detail: expect.stringContaining('has no mine') as string, advice: 'it has other' });
    expect(await check(`${url}#other`, { PAWL_MODEL_KEY: 'wrong' })).toMatchObject({ status: 'warning', detail: expect.stringContaining('refuses the key') as string, advice: expect.stringContaining('PAWL_MODEL_KEY') as string });
    await new Promise((resolve) => server?.close(resolve));
    expect(await check(`${url}#other`)).toMatchObject({ status: 'warning', detail: expect.stringContaining('nobody answers') as string });
  });

  it('warns of a key that is named and not set', async () => {
    const models = modelsFrom(ModelsInput.parse({ providers: { far: { kind: 'openai-compatible', baseUrl: 'http://127.0.0.1:9/v1', apiKeyVariable: 'FAR_KEY' } }, pool: [{ id: 'm', provider: 'far' }] }));
    expect((await checkModels(models, { FAR_KEY: ' ' }))[0]).toMatchObject({ status: 'warning', detail: expect.stringContaining('FAR_KEY is not set') as string, advice: expect.stringContaining('.env') as string });
  });

  it('warns of a model whose price nobody knows', async () => {
    const models = modelsFrom(ModelsInput.parse({ providers: { far: { kind: 'openai-compatible', baseUrl: 'http://127.0.0.1.invalid/v1' } }, pool: [{ id: 'm', provider: 'far' }] }));
    expect((await checkModels(models, {})).map(({ name, status }) => `${name} ${status}`)).toEqual(['model provider far warning', 'model prices ok', 'model m warning']);
  });
});
