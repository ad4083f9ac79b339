import { bedrockClient } from '../../shared/adapters/aws/bedrock-client.ts';
import { bedrockModel } from '../../shared/adapters/aws/bedrock-model.ts';
import { openaiModel } from '../../shared/adapters/openai-model.ts';
import { startModelEndpoint } from '../support/model-endpoint.ts';
import { scriptedModel } from '../support/scripted-model.ts';
import { describeModel, describeModelOverNetwork } from './model.ts';

const overConverse = async () => {
  const endpoint = await startModelEndpoint('converse');
  const client = bedrockClient({ region: 'eu-west-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' }, endpoint: endpoint.url });
  const end = async (): Promise<void> => {
    client.destroy();
    await endpoint[Symbol.asyncDispose]();
  };
  return { model: bedrockModel({ client, modelId: 'eu.some.model-v1:0' }), endpoint: { wire: 'converse' as const, replies: endpoint.replies }, end };
};

const overChat = async () => {
  const endpoint = await startModelEndpoint('chat');
  return { model: openaiModel({ baseUrl: endpoint.url, model: 'some-model', apiKey: 'sk-very-secret' }), endpoint: { wire: 'chat' as const, replies: endpoint.replies }, end: async () => endpoint[Symbol.asyncDispose]() };
};

describeModel('Converse on a machine', overConverse);
describeModel('Chat Completions', overChat);
describeModel('scripted', async () => ({ model: scriptedModel('So be it.') }));
describeModelOverNetwork('Converse', overConverse);
describeModelOverNetwork('Chat Completions', overChat);
