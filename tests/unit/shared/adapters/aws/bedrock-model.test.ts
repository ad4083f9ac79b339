import { afterEach, describe, expect, it } from 'vitest';
import { bedrockClient } from '../../../../../shared/adapters/aws/bedrock-client.ts';
import { bedrockModel } from '../../../../../shared/adapters/aws/bedrock-model.ts';
import { errorCode } from '../../../../../shared/domain/error-code.ts';
import { startModelEndpoint, type Reply } from '../../../../support/model-endpoint.ts';

const closers: (() => PromiseLike<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** A model at an endpoint that answers as Bedrock's Converse does, with the given answers in turn, the last one for good. */
const serve = async (replies: readonly Reply[], { modelId = 'eu.some.model-v1:0', caching }: { modelId?: string; caching?: boolean } = {}) => {
  const endpoint = await startModelEndpoint('converse');
  endpoint.replies(...replies);
  const client = bedrockClient({ region: 'eu-west-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' }, endpoint: endpoint.url });
  closers.push(() => {
    client.destroy();
    return endpoint[Symbol.asyncDispose]();
  });
  return { model: bedrockModel({ client, modelId, ...(caching === undefined ? {} : { caching }) }), asked: endpoint.asked };
};

const answer = (usage: object = { inputTokens: 7, outputTokens: 3, totalTokens: 10 }): Reply => ({
  body: JSON.stringify({ output: { message: { role: 'assistant', content: [{ text: 'So ' }, { reasoningContent: { reasoningText: { text: 'hm' } } }, { text: 'be it.' }] } }, stopReason: 'end_turn', usage, metrics: { latencyMs: 1 } }),
});
const refused = (message: string): Reply => ({ fails: 400, type: 'ValidationException', message });
const QUESTION = { messages: [{ role: 'user', text: 'Mend this.' }], maxTokens: 100, timeoutMs: 10_000 } as const;
const TALK = { ...QUESTION, system: 'You mend code.', messages: [{ role: 'user', text: 'Mend this.' }, { role: 'assistant', text: 'So.' }, { role: 'user', text: 'Not so.' }] } as const;
const CACHE_POINT = { cachePoint: { type: 'default' } };

describe('a model on Bedrock', () => {
  it('is asked as Converse wants it, and gives its text and every kind of token it used', async () => {
    const { model, asked } = await serve([answer({ inputTokens: 7, outputTokens: 3, totalTokens: 30, cacheReadInputTokens: 12, cacheWriteInputTokens: 8 })]);
    expect(await model.converse({ ...QUESTION, system: 'You mend code.', temperature: 0 })).toEqual({ text: 'So be it.', stop: 'end', usage: { inputTokens: 7, outputTokens: 3, cacheReadTokens: 12, cacheWriteTokens: 8 } });
    expect(asked.map(({ path, body }) => ({ path, body }))).toEqual([
      {
        path: '/model/eu.some.model-v1:0/converse',
        body: { system: [{ text: 'You mend code.' }], messages: [{ role: 'user', content: [{ text: 'Mend this.' }] }], inferenceConfig: { maxTokens: 100, temperature: 0 } },
      },
    ]);
  });

  it('is not told a temperature or a system text that nobody gave: some models refuse them', async () => {
    const { model, asked } = await serve([answer()]);
    await model.converse(QUESTION);
    expect(asked[0]?.body).toEqual({ messages: [{ role: 'user', content: [{ text: 'Mend this.' }] }], inferenceConfig: { maxTokens: 100 } });
  });

  it.each([
    ['a model known to take cache points', 'eu.anthropic.claude-sonnet-4-5-20250929-v1:0', undefined],
    ['another, when told so', 'some.model-v1:0', true],
  ])('marks the system text and the first question for the cache of %s', async (_, modelId, caching) => {
    const { model, asked } = await serve([answer()], { modelId, ...(caching === undefined ? {} : { caching }) });
    await model.converse(TALK);
    expect(asked[0]?.body).toMatchObject({
      system: [{ text: 'You mend code.' }, CACHE_POINT],
      messages: [{ role: 'user', content: [{ text: 'Mend this.' }, CACHE_POINT] }, { role: 'assistant', content: [{ text: 'So.' }] }, { role: 'user', content: [{ text: 'Not so.' }] }],
    });
  });

  it('marks nothing where told not to', async () => {
    const { model, asked } = await serve([answer()], { modelId: 'amazon.nova-pro-v1:0', caching: false });
    await model.converse(TALK);
    expect(JSON.stringify(asked[0]?.body)).not.toContain('cachePoint');
  });

  it.each([
    ['a temperature', '`temperature` is deprecated for this model.', { inferenceConfig: { maxTokens: 100 } }],
    ['cache points', 'You invoked an unsupported model or your request did not allow prompt caching.', { system: [{ text: 'You mend code.' }] }],
    ['a system text', "This model doesn't support system prompts. Try again without a system prompt.", { messages: [{ role: 'user', content: [{ text: 'You mend code.' }, { text: 'Mend this.' }, CACHE_POINT] }] }],
  ])('that refuses %s is asked without, and from then on at once', async (_, complaint, expected) => {
    const { model, asked } = await serve([refused(complaint), answer()], { caching: true });
    for (const time of [1, 2]) expect(await model.converse({ ...QUESTION, system: 'You mend code.', temperature: 0.1 }), `time ${time}`).toMatchObject({ text: 'So be it.' });
    expect(asked).toHaveLength(3);
    expect(asked[1]?.body).toMatchObject(expected);
    expect(asked[2]?.body).toEqual(asked[1]?.body);
  });

  it('that refuses the same for ever is not asked for ever', async () => {
    const { model, asked } = await serve([refused('temperature, cachePoint and system prompts are not supported')], { caching: true });
    await expect(model.converse({ ...QUESTION, system: 'You mend code.', temperature: 0.1 })).rejects.toMatchObject({ code: 'refused' });
    expect(asked.length).toBeLessThanOrEqual(4);
  });

  it('is asked once only: who calls it tries again', async () => {
    const { model, asked } = await serve([{ fails: 429, type: 'ThrottlingException', message: 'Too many tokens, please wait.' }, answer()]);
    await expect(model.converse(QUESTION)).rejects.toMatchObject({ code: 'throttled' });
    expect(asked).toHaveLength(1);
  });

  it.each([
    [403, 'AccessDeniedException', "You don't have access to the model with the specified model ID.", 'denied', 'PAWL-AWS-MODEL-ACCESS'],
    [403, 'AccessDeniedException', 'Model access is denied due to IAM user or service role is not authorized to perform the required AWS Marketplace actions.', 'denied', 'PAWL-AWS-MODEL-ACCESS'],
    [404, 'ResourceNotFoundException', 'Access denied. This model version has reached the end of its life.', 'denied', 'PAWL-AWS-MODEL-ACCESS'],
    [403, 'AccessDeniedException', 'User: arn:aws:sts::1:assumed-role/pawl is not authorized to perform: bedrock:InvokeModel on resource: x', 'denied', 'PAWL-AWS-DENIED'],
    [403, 'ExpiredTokenException', 'The security token included in the request is expired', 'denied', 'PAWL-AWS-DENIED'],
    [400, 'ValidationException', 'Invocation of model ID x with on-demand throughput isn’t supported.', 'refused', 'PAWL-AWS-INVALID'],
    [400, 'ServiceQuotaExceededException', 'Your request exceeds the service quota for your account.', 'throttled', 'PAWL-AWS-FAILED'],
    [424, 'ModelErrorException', 'The model failed.', 'unavailable', 'PAWL-AWS-FAILED'],
    [429, 'ModelNotReadyException', 'The model is not ready.', 'throttled', 'PAWL-AWS-THROTTLED'],
  ])('that answers %s %s, “%s”, fails as %s with %s', async (status, type, message, code, awsCode) => {
    const { model, asked } = await serve([{ fails: status, type, message }]);
    const error: unknown = await model.converse(QUESTION).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'ModelError', code, message: expect.stringMatching(/^bedrock:InvokeModel on eu\.some\.model-v1:0 failed: /) as string });
    expect(errorCode(error)).toBe(awsCode);
    expect(asked).toHaveLength(1);
  });
});
