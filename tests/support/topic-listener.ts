import { CreateTopicCommand, SubscribeCommand, type SNSClient } from '@aws-sdk/client-sns';
import { randomUUID } from 'node:crypto';
import { vi } from 'vitest';
import { listenHttp } from './http-listener.ts';

export type TopicMessage = { readonly Subject: string | null; readonly Message: string; readonly MessageAttributes?: Record<string, { readonly Value: string }> };
export type TopicListener = AsyncDisposable & { readonly topicArn: string; messages(): TopicMessage[] };

/** A new topic, and everything that is published to it, as a web server that subscribed gets it. */
export async function listenTopic(client: SNSClient): Promise<TopicListener> {
  const { TopicArn: topicArn = '' } = await client.send(new CreateTopicCommand({ Name: `pawl-${randomUUID()}` }));
  let confirmed = false;
  const listener = await listenHttp(async (body) => {
    const { Type: type, SubscribeURL: url } = JSON.parse(body) as { Type: string; SubscribeURL?: string };
    if (type === 'SubscriptionConfirmation' && url !== undefined) confirmed = (await fetch(url)).ok;
    return 200;
  });
  await client.send(new SubscribeCommand({ TopicArn: topicArn, Protocol: 'http', Endpoint: listener.url }));
  await vi.waitFor(() => {
    if (!confirmed) throw new Error('The topic has not asked for a confirmation.');
  }, 10_000);
  return {
    topicArn,
    messages: () => listener.bodies.map((body) => JSON.parse(body) as TopicMessage & { Type: string }).filter(({ Type: type }) => type === 'Notification'),
    [Symbol.asyncDispose]: () => listener[Symbol.asyncDispose](),
  };
}
