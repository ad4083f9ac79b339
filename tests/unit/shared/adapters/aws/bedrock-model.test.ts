import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { bedrockClient } from '../../../../../shared/adapters/aws/bedrock-client.ts';
import { bedrockModel } from '../../../../../shared/adapters/aws/bedrock-model.ts';

type Answer = { readonly status: number; readonly type?: string; readonly body: object } | 'hang';
type Asked = { readonly path: string; readonly body: Record<string, unknown> };
const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** A server that answers as Bedrock's Converse does, with the given answers in turn, the last one for good. */
const serve = async (...answers: readonly Answer[]) => {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      let body = '';
      for await (const chunk of request) body += String(chunk);
      asked.push({ path: decodeURIComponent(request.url ?? ''), body: JSON.parse(body) as Record<string, unknown> });
      const answer = answers[Math.min(asked.length, answers.length) - 1];
      if (answer === 'hang' || answer === undefined) return;
      response.writeHead(answer.status, { 'content-type': 'application/json', ...(answer.type === undefined ? {} : { 'x-amzn-errortype': answer.type }) }).end(JSON.stringify(answer.body));
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = bedrockClient({ region: 'eu-west-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' }, endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  closers.push(() => {
    client.destroy();
    server.closeAllConnections();
    server.close();
  });
  return { model: bedrockModel({ client, modelId: 'eu.some.model-v1:0' }), asked };
};

const said = (stopReason: string, usage: object = { inputTokens: 7, outputTokens: 3, totalTokens: 10 }): Answer => ({
  status: 200,
  body: { output: { message: { role: 'assistant', content: [{ text: 'So ' }, { reasoningContent: { reasoningText: { text: 'hm' } } }, { text: 'be it.' }] } }, stopReason, usage, metrics: { latencyMs: 1 } },
});
const failed = (status: number, type: string, message: string): Answer => ({ status, type, body: { message } });
const QUESTION = { messages: [{ role: 'user', text: 'Mend this.' }], maxTokens: 100, timeoutMs: 10_000 } as const;

describe('a model on Bedrock', () => {
  it('is asked as Converse wants it, and gives its text and every kind of token it used', async () => {
    const { model, asked } = await serve(said('end_turn', { inputTokens: 7, outputTokens: 3, totalTokens: 30, cacheReadInputTokens: 12, cacheWriteInputTokens: 8 }));
    expect(await model.converse({ ...QUESTION, system: 'You mend code.', temperature: 0 })).toEqual({ text: 'So be it.', stop: 'end', usage: { inputTokens: 7, outputTokens: 3, cacheReadTokens: 12, cacheWriteTokens: 8 } });
    expect(asked).toEqual([
      {
        path: '/model/eu.some.model-v1:0/converse',
        body: { system: [{ text: 'You mend code.' }], messages: [{ role: 'user', content: [{ text: 'Mend this.' }] }], inferenceConfig: { maxTokens: 100, temperature: 0 } },
      },
    ]);
  });

  it('is not told a temperature or a system text that nobody gave: some models refuse them', async () => {
    const { model, asked } = await serve(said('end_turn'));
    await model.converse(QUESTION);
    expect(asked[0]?.body).toEqual({ messages: [{ role: 'user', content: [{ text: 'Mend this.' }] }], inferenceConfig: { maxTokens: 100 } });
  });

  it.each([['max_tokens', 'length'], ['guardrail_intervened', 'refused'], ['content_filtered', 'refused'], ['stop_sequence', 'end'], ['tool_use', 'other'], ['something_new', 'other']])('that stopped for %s says %s', async (reason, stop) => {
    const { model } = await serve(said(reason));
    expect(await model.converse(QUESTION)).toMatchObject({ stop });
  });

  it('that is throttled is asked again', async () => {
    const { model, asked } = await serve(failed(429, 'ThrottlingException', 'Too many tokens, please wait.'), said('end_turn'));
    expect(await model.converse(QUESTION)).toMatchObject({ text: 'So be it.' });
    expect(asked).toHaveLength(2);
  });

  it.each([
    [403, 'AccessDeniedException', "You don't have access to the model with the specified model ID.", 'PAWL-AWS-MODEL-ACCESS'],
    [403, 'AccessDeniedException', 'Model access is denied due to IAM user or service role is not authorized to perform the required AWS Marketplace actions.', 'PAWL-AWS-MODEL-ACCESS'],
    [404, 'ResourceNotFoundException', 'Access denied. This model version has reached the end of its life.', 'PAWL-AWS-MODEL-ACCESS'],
    [403, 'AccessDeniedException', 'User: arn:aws:sts::1:assumed-role/pawl is not authorized to perform: bedrock:InvokeModel on resource: x', 'PAWL-AWS-DENIED'],
    [400, 'ValidationException', 'Invocation of model ID x with on-demand throughput isn’t supported.', 'PAWL-AWS-INVALID'],
  ])('that answers %s %s, “%s”, fails with %s', async (status, type, message, code) => {
    const { model, asked } = await serve(failed(status, type, message));
    await expect(model.converse(QUESTION)).rejects.toMatchObject({ name: 'AwsError', code, message: expect.stringMatching(/^bedrock:InvokeModel on eu\.some\.model-v1:0 failed: /) as string });
    expect(asked).toHaveLength(1);
  });

  it('that gives no answer is given up when the time is up', async () => {
    const { model } = await serve('hang');
    await expect(model.converse({ ...QUESTION, timeoutMs: 100 })).rejects.toMatchObject({ code: 'PAWL-AWS-UNREACHABLE', message: expect.stringContaining('within 100 ms') as string });
  });
});
