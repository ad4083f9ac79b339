import { AppConfigDataClient } from '@aws-sdk/client-appconfigdata';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateEventBusCommand, EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { SNSClient } from '@aws-sdk/client-sns';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { createRecordingHost } from '../../local/terminal/recording-host.ts';
import { appconfigFlags } from '../../shared/adapters/aws/appconfig-flags.ts';
import { bedrockClient } from '../../shared/adapters/aws/bedrock-client.ts';
import { bedrockModel } from '../../shared/adapters/aws/bedrock-model.ts';
import { CLIENT_OPTIONS } from '../../shared/adapters/aws/client-options.ts';
import { dynamoItemStore } from '../../shared/adapters/aws/dynamo-item-store.ts';
import { eventbridgeBus } from '../../shared/adapters/aws/eventbridge-bus.ts';
import { snsNotifier } from '../../shared/adapters/aws/sns-notifier.ts';
import type { BusEvent } from '../../shared/ports/bus.ts';
import type { Notice } from '../../shared/ports/notifier.ts';
import { freshProfile } from '../support/appconfig-profile.ts';
import { freshTable } from '../support/dynamo-table.ts';
import { localClient } from '../support/emulator-client.ts';
import { startEmulator } from '../support/emulator.ts';
import { testClock } from '../support/test-clock.ts';
import { listenTopic } from '../support/topic-listener.ts';
import { describeBus } from './bus.ts';
import { describeFlags } from './flags.ts';
import { describeModel } from './model.ts';
import { describeNotifier } from './notifier.ts';

const emulator = await startEmulator();
const endpoint = 'missing' in emulator ? 'http://127.0.0.1:1' : emulator.endpoint;
const options = { ...CLIENT_OPTIONS, ...localClient, endpoint };
const [dynamo, sns, events, appconfig, bedrock] = [new DynamoDBClient(options), new SNSClient(options), new EventBridgeClient(options), new AppConfigDataClient(options), bedrockClient({ ...localClient, endpoint })];
afterAll(async () => {
  for (const client of [dynamo, sns, events, appconfig, bedrock]) client.destroy();
  if (!('missing' in emulator)) await emulator.stop();
});

describe.skipIf('missing' in emulator)('on the emulator', () => {
  describeNotifier('SNS, alone', async () => {
    const topic = await listenTopic(sns);
    return { notifier: snsNotifier({ client: sns, topicArn: topic.topicArn, host: createRecordingHost() }), told: () => topic.messages().map(({ Message }) => Message), end: async () => await topic[Symbol.asyncDispose]() };
  });

  describeNotifier('SNS, with marks in the store', async () => {
    const topic = await listenTopic(sns);
    const store = dynamoItemStore({ client: dynamo, table: await freshTable(dynamo), clock: testClock() });
    // A new one for each notice, as each function has its own: what was sent is known from the store.
    const one = () => snsNotifier({ client: sns, topicArn: topic.topicArn, host: createRecordingHost(), store, now: () => testClock().now() });
    return { notifier: { send: (notice) => one().send(notice) }, told: () => topic.messages().map(({ Message }) => Message), end: async () => await topic[Symbol.asyncDispose]() };
  });

  it('publishes a notice with a short plain subject and what a subscription can filter by', async () => {
    await using topic = await listenTopic(sns);
    const notice: Notice = { severity: 'critical', subject: `Rolled back “orders” — ${'very '.repeat(30)}slow`, text: 'p95 ×2', targetId: 'orders', key: 'k' };
    await snsNotifier({ client: sns, topicArn: topic.topicArn, host: createRecordingHost() }).send(notice);
    await vi.waitFor(() => expect(topic.messages()).toHaveLength(1), 10_000);
    const [message] = topic.messages();
    expect(message?.Subject).toMatch(/^Rolled back "orders" - very .{1,80}\.\.\.$/);
    expect(message?.Message).toBe(`${notice.subject}\n\np95 ×2`);
    expect(message?.MessageAttributes).toMatchObject({ severity: { Value: 'critical' }, targetId: { Value: 'orders' } });
    expect(message?.MessageAttributes).not.toHaveProperty('improvementId');
  });

  describeBus('EventBridge', async () => {
    const topic = await listenTopic(sns);
    const Name = 'pawl-test';
    await events.send(new CreateEventBusCommand({ Name }));
    await events.send(new PutRuleCommand({ Name: 'everything', EventBusName: Name, EventPattern: JSON.stringify({ source: ['pawl'] }) }));
    await events.send(new PutTargetsCommand({ Rule: 'everything', EventBusName: Name, Targets: [{ Id: 'topic', Arn: topic.topicArn }] }));
    return {
      bus: eventbridgeBus({ client: events, busName: Name, clock: testClock(), host: createRecordingHost() }),
      received: () => topic.messages().map(({ Message }) => JSON.parse(Message) as { 'detail-type': string; detail: BusEvent['detail'] }).map(({ detail, 'detail-type': type }) => ({ type, detail })),
      end: async () => await topic[Symbol.asyncDispose](),
    };
  });

  describeFlags('AppConfig', async () => {
    const { profile, deploy } = await freshProfile(endpoint);
    await deploy('{}');
    const [clock, host] = [testClock(), createRecordingHost()];
    return {
      flags: appconfigFlags({ client: appconfig, profile, clock, host }),
      messages: host.messages,
      set: async (text) => {
        await deploy(text);
        clock.advance(60_000);
      },
    };
  });

  it('says which AppConfig profile it cannot read, and leaves everything on', async () => {
    const host = createRecordingHost();
    const flags = appconfigFlags({ client: appconfig, profile: 'no/such/profile', clock: testClock(), host });
    expect(await flags.isOn('cycles')).toBe(true);
    expect(await flags.isOn('cycles')).toBe(true);
    expect(host.messages).toMatchObject([{ code: 'PAWL-FLAGS-900', text: expect.stringContaining('appconfig:StartConfigurationSession on no/such/profile') as string }]);
  });

  describeModel('Bedrock', async () => ({ model: bedrockModel({ client: bedrock, modelId: 'anthropic.claude-3-haiku-20240307-v1:0' }) }));
});
