import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { openaiModel, type OpenAiModelOptions } from '../../../../shared/adapters/openai-model.ts';
import { ModelError } from '../../../../shared/ports/model.ts';
import { startModelEndpoint, type ModelEndpoint, type Reply } from '../../../support/model-endpoint.ts';

const open: ModelEndpoint[] = [];
afterEach(async () => {
  for (const endpoint of open.splice(0)) await endpoint[Symbol.asyncDispose]();
});

const serve = async (replies: readonly Reply[], options: Partial<OpenAiModelOptions> & { path?: string } = {}) => {
  const endpoint = await startModelEndpoint('chat');
  endpoint.replies(...replies);
  open.push(endpoint);
  const { path = '', ...rest } = options;
  return { model: openaiModel({ baseUrl: `${endpoint.url}${path}`, model: 'coder', ...rest }), asked: endpoint.asked };
};

const SAYS: Reply = { says: 'So be it.' };
const refused = (message: string, error: object = {}): Reply => ({ status: 400, body: JSON.stringify({ error: { message, type: 'invalid_request_error', ...error } }) });
const completion = (message: object, rest: object = {}): Reply => ({ body: JSON.stringify({ choices: [{ message, finish_reason: 'stop' }], ...rest }) });
const QUESTION = { system: 'You mend code.', messages: [{ role: 'user', text: 'Mend this.' }], maxTokens: 100, temperature: 0.1, timeoutMs: 10_000 } as const;
const failure = async (question: Promise<unknown>): Promise<ModelError> => {
  const thrown: unknown = await question.catch((error: unknown) => error);
  if (!(thrown instanceof ModelError)) throw new Error('it did not fail as a model does');
  return thrown;
};

describe('a model behind Chat Completions', () => {
  it('is asked in one piece, the system text first', async () => {
    const { model, asked } = await serve([SAYS]);
    await model.converse({ ...QUESTION, messages: [{ role: 'user', text: 'Mend this.' }, { role: 'assistant', text: 'So.' }, { role: 'user', text: 'Not so.' }] });
    expect(asked).toMatchObject([
      {
        path: '/v1/chat/completions',
        body: {
          model: 'coder',
          messages: [{ role: 'system', content: 'You mend code.' }, { role: 'user', content: 'Mend this.' }, { role: 'assistant', content: 'So.' }, { role: 'user', content: 'Not so.' }],
          max_tokens: 100,
          temperature: 0.1,
          stream: false,
        },
      },
    ]);
    expect(asked[0]?.headers['authorization']).toBeUndefined();
  });

  it.each([
    ['', '/v1/chat/completions'],
    ['/', '/v1/chat/completions'],
    ['/api/v1/', '/api/v1/chat/completions'],
    ['/v1/chat/completions', '/v1/chat/completions'],
    ['/openai/deployments/coder?api-version=2024-10-21', '/openai/deployments/coder/chat/completions?api-version=2024-10-21'],
  ])('with a base URL that ends in “%s” is asked at %s', async (path, expected) => {
    const { model, asked } = await serve([SAYS], { path });
    await model.converse(QUESTION);
    expect(asked[0]?.path).toBe(expected);
  });

  it('is given the key, and headers of its own', async () => {
    const { model, asked } = await serve([SAYS], { apiKey: 'sk-1', headers: { 'api-key': 'k 2' } });
    await model.converse(QUESTION);
    expect(asked[0]?.headers).toMatchObject({ authorization: 'Bearer sk-1', 'api-key': 'k 2' });
  });

  it.each([
    ['max_tokens', refused("Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead."), { max_completion_tokens: 100 }, 'max_tokens'],
    ['a temperature', refused("Unsupported value: 'temperature' does not support 0.1 with this model."), { max_tokens: 100 }, 'temperature'],
    ['a parameter, telling only its name', refused('Unsupported parameter', { param: 'temperature' }), { max_tokens: 100 }, 'temperature'],
    ['a system role', refused('System role not supported'), { messages: [{ role: 'user', content: 'You mend code.\n\nMend this.' }] }, 'nothing'],
  ])('that refuses %s is asked in another way, and from then on at once', async (_, refusal, expected, gone) => {
    const { model, asked } = await serve([refusal, SAYS]);
    for (const time of [1, 2]) expect(await model.converse(QUESTION), `time ${time}`).toMatchObject({ text: 'So be it.' });
    expect(asked).toHaveLength(3);
    expect(asked[1]?.body).toMatchObject(expected);
    expect(asked[1]?.body).not.toHaveProperty(gone);
    expect(asked[2]?.body).toEqual(asked[1]?.body);
  });

  it('that refuses whatever it is told is not asked for ever', async () => {
    const { model, asked } = await serve([refused("'max_completion_tokens', 'temperature' and system role are not supported")]);
    expect(await failure(model.converse(QUESTION))).toMatchObject({ code: 'refused' });
    expect(asked.length).toBeLessThanOrEqual(4);
  });

  it.each([
    ["This model's maximum context length is 8192 tokens. However, you requested 9000 tokens (5000 in the messages, 4000 in the completion). Please reduce the length of the messages or completion."],
    ["You passed 1015 input tokens and requested 10 output tokens. However, the model's context length is only 1024 tokens, resulting in a maximum input length of 1014 tokens."],
    ['request (70494 tokens) exceeds the available context size (67584 tokens), try increasing it'],
    ['Trying to keep the first 111490 tokens when context the overflows.'],
    ["'max_tokens' or 'max_completion_tokens' is too large: 4000. This model's maximum context length is 2048 tokens and your request has 1200 input tokens"],
  ])('says that a prompt is too long when the endpoint says: %s', async (message) => {
    const { model, asked } = await serve([refused(message)]);
    expect(await failure(model.converse(QUESTION))).toMatchObject({ code: 'too-long' });
    expect(asked).toHaveLength(1);
  });

  it.each([
    ['an account without means', { fails: 429, type: 'insufficient_quota', message: 'You exceeded your current quota, please check your plan and billing details.' }, 'denied'],
    ['an account without credits', { fails: 402, message: 'Insufficient credits' }, 'denied'],
    ['a failure told with status 200', { body: '{"error":{"message":"Provider returned error","code":429}}' }, 'throttled'],
    ['a failure told with status 200 and no number', { body: '{"error":"model runner has unexpectedly stopped"}' }, 'unavailable'],
    ['an overflow told with status 200', { body: '{"error":{"message":"Context size has been exceeded."}}' }, 'too-long'],
    ['a failure in the middle of an answer', { body: '{"choices":[{"error":{"code":502,"message":"Upstream died"},"finish_reason":"error","message":{"content":"So"}}]}' }, 'unavailable'],
    ['a call of a tool that it does not have', { body: '{"choices":[{"finish_reason":"tool_calls","message":{"content":null,"tool_calls":[]}}]}' }, 'unavailable'],
    ['no choice', { body: '{"choices":[]}' }, 'unavailable'],
  ] as const)('says what %s is', async (_, reply, code) => {
    const { model } = await serve([reply]);
    expect(await failure(model.converse(QUESTION))).toMatchObject({ code });
  });

  it('does not unpack what was packed to fill its memory', async () => {
    const bomb = gzipSync(Buffer.alloc(30_000_000, ' '));
    const server = createServer((_, response) => response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(bomb));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const model = openaiModel({ baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, model: 'coder' });
    expect(await failure(model.converse(QUESTION))).toMatchObject({ code: 'unavailable', message: expect.stringContaining('more than 8 MB') as string });
    server.closeAllConnections();
    server.close();
  });

  it('takes a fraction of a millisecond for a time as well', async () => {
    const { model } = await serve([SAYS]);
    expect(await model.converse({ ...QUESTION, timeoutMs: 9999.5 })).toMatchObject({ text: 'So be it.' });
  });

  it('says that nobody listens', async () => {
    const { model } = await serve([SAYS], { provider: 'ollama' });
    await open.pop()?.[Symbol.asyncDispose]();
    expect(await failure(model.converse(QUESTION))).toMatchObject({ code: 'unavailable', message: 'coder at ollama could not be asked: nobody listens there (is it running?).' });
  });

  it('waits as many milliseconds as it is told exactly', async () => {
    const { model } = await serve([{ fails: 429, message: 'Slow down.', headers: { 'retry-after-ms': '1250', 'retry-after': '2' } }]);
    expect((await failure(model.converse(QUESTION))).retryAfterMs).toBe(1250);
  });

  it.each([
    ['a text', completion({ content: 'So be it.' })],
    ['parts, of which some are thoughts', completion({ content: [{ type: 'thinking', text: 'hm' }, { type: 'text', text: 'So ' }, { type: 'text', text: 'be it.' }] })],
    ['a text with the thoughts beside it', completion({ content: 'So be it.', reasoning_content: 'hm', reasoning: 'hm' })],
    ['a text with thoughts in front of it', completion({ content: '<thinking>hm</thinking>So be it.' })],
  ])('gives its answer out of %s', async (_, reply) => {
    const { model } = await serve([reply]);
    expect(await model.converse(QUESTION)).toMatchObject({ text: 'So be it.', stop: 'end' });
  });

  it('leaves marks of thought within an answer alone: they are code', async () => {
    const text = 'So:\n```js\nconst open = "<think>";\nconst close = "</think>";\n```';
    const { model } = await serve([{ says: text }]);
    expect(await model.converse(QUESTION)).toMatchObject({ text });
  });

  it('tells a refusal as one', async () => {
    const { model } = await serve([completion({ content: null, refusal: 'I can not help with that.' })]);
    expect(await model.converse(QUESTION)).toMatchObject({ text: '', stop: 'refused' });
  });

  it.each([
    [{ prompt_tokens: 20, completion_tokens: 3, prompt_tokens_details: { cached_tokens: 15 } }, { inputTokens: 5, outputTokens: 3, cacheReadTokens: 15, cacheWriteTokens: 0 }],
    [{ prompt_tokens: 20, completion_tokens: 3, prompt_cache_hit_tokens: 15 }, { inputTokens: 5, outputTokens: 3, cacheReadTokens: 15, cacheWriteTokens: 0 }],
    [{ prompt_tokens: 20, completion_tokens: 3, prompt_tokens_details: null }, { inputTokens: 20, outputTokens: 3, cacheReadTokens: 0, cacheWriteTokens: 0 }],
    [{ prompt_tokens: 20, completion_tokens: 3, prompt_tokens_details: { cached_tokens: 21 } }, undefined],
    [{ prompt_tokens: 20, completion_tokens: 3, prompt_tokens_details: { cached_tokens: '15' } }, undefined],
    ['20 tokens', undefined],
  ])('reads the usage %j', async (usage, expected) => {
    const { model } = await serve([{ says: 'So be it.', usage }]);
    expect((await model.converse(QUESTION)).usage).toEqual(expected);
  });

  it('takes the thoughts beside an answer into account before it calls a usage impossible', async () => {
    const { model } = await serve([completion({ content: 'So be it.', reasoning_content: 'hm '.repeat(1000) }, { usage: { prompt_tokens: 20, completion_tokens: 1004 } })]);
    expect((await model.converse(QUESTION)).usage?.outputTokens).toBe(1004);
  });
});

describe('the key of a model’s endpoint', () => {
  const KEY = 'sk-proj-verysecretkey123';

  it.each<[string, Reply]>([
    ['quotes it', { fails: 401, message: `Incorrect API key provided: ${KEY}.` }],
    ['quotes it with stars', { fails: 401, message: 'Incorrect API key provided: sk-proj-*****y123.' }],
    ['quotes the header', { status: 500, body: `authorization: Bearer ${KEY}` }],
    ['quotes it where an answer should be', { body: `Bearer ${KEY} is no key` }],
  ])('is in no message when the endpoint %s', async (_, reply) => {
    const { model } = await serve([reply], { apiKey: KEY });
    const error = await failure(model.converse(QUESTION));
    for (let at: unknown = error; at instanceof Error; at = at.cause) expect(`${at.message}${String(at.stack)}`).not.toMatch(/verysecret|y123/);
  });

  it('goes nowhere when the endpoint sends on to somewhere else', async () => {
    const { model: elsewhere, asked } = await serve([SAYS]);
    expect(elsewhere.id).toBe('coder');
    const { model } = await serve([{ status: 308, headers: { location: `${open[0]?.url ?? ''}/v1/chat/completions` }, body: '' }], { apiKey: KEY });
    expect(await failure(model.converse(QUESTION))).toMatchObject({ code: 'denied' });
    expect(asked).toEqual([]);
  });

  it.each(['sk-with\nline', 'sk with ünicode', '', 'sk-1\n'])('that no header can carry is refused without being quoted: %j', (apiKey) => {
    const make = () => openaiModel({ baseUrl: 'https://host.example/v1', model: 'coder', apiKey });
    expect(make).toThrow(/cannot carry/);
    expect(make).not.toThrow(/sk/);
  });

  it.each(['http://models.example.com/v1', 'http://8.8.8.8', 'http://[2001:db8::1]/v1'])('is not sent to %s in clear text', (baseUrl) => {
    expect(() => openaiModel({ baseUrl, model: 'coder', apiKey: KEY })).toThrow(/clear text/);
    expect(() => openaiModel({ baseUrl, model: 'coder', headers: { 'api-key': KEY } })).toThrow(/clear text/);
    expect(() => openaiModel({ baseUrl, model: 'coder' })).not.toThrow();
  });

  it.each(['http://localhost:1234', 'http://127.0.0.1', 'http://10.1.2.3:8000/v1', 'http://ollama:11434', 'http://gpu.internal', 'http://[::1]:80', 'https://openrouter.ai/api/v1'])('may be sent to %s', (baseUrl) => {
    expect(() => openaiModel({ baseUrl, model: 'coder', apiKey: KEY })).not.toThrow();
  });

  it.each([['models.example.com', 'cannot be read'], ['ftp://models.example.com', 'ftp:'], ['file:///etc/passwd', 'file:'], [`https://me:${KEY}@models.example.com`, 'password'], ['https://models.example.com/v1#coder', '#'], ['', 'cannot be read']])('is not needed to see that %s is no base URL', (baseUrl, why) => {
    const make = () => openaiModel({ baseUrl, model: 'coder' });
    expect(make).toThrow(why);
    expect(make).not.toThrow(/verysecret/);
  });
});
