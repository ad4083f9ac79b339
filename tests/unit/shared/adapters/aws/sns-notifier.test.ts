import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { createRecordingHost } from '../../../../../local/terminal/recording-host.ts';
import { snsNotifier } from '../../../../../shared/adapters/aws/sns-notifier.ts';
import { noticeMarks } from '../../../../../shared/adapters/aws/sns-notice-marks.ts';
import { SqliteItemStore } from '../../../../../shared/adapters/local/sqlite-item-store.ts';
import type { ItemStore } from '../../../../../shared/ports/item-store.ts';
import type { Notice } from '../../../../../shared/ports/notifier.ts';
import { testClock } from '../../../../support/test-clock.ts';

const aws = mockClient(SNSClient);
const client = new SNSClient({ region: 'eu-west-1' });
const NOTICE: Notice = { severity: 'high', subject: 'Rolled back', text: '', key: 'k' };
const denied = Object.assign(new Error('not allowed'), { name: 'AuthorizationErrorException' });

describe('the topic', () => {
  beforeEach(() => aws.reset());

  const make = () => {
    const [clock, host] = [testClock(), createRecordingHost()];
    const store = new SqliteItemStore(':memory:', clock);
    return { clock, host, store, notifier: (more: { store?: ItemStore } = { store }) => snsNotifier({ client, topicArn: 'arn:topic', host, now: () => clock.now(), ...more }) };
  };
  const published = () => aws.commandCalls(PublishCommand).length;

  it('that cannot be told costs a warning with the code, never an error, and is told by the next function that asks', async () => {
    const { host, notifier } = make();
    aws.on(PublishCommand).rejectsOnce(denied).resolves({});
    await notifier().send(NOTICE);
    expect(host.messages).toMatchObject([{ code: 'PAWL-NOTICE-901', level: 'warning', text: expect.stringMatching(/Rolled back.*sns:Publish on arn:topic.*role/) as string, data: { key: 'k' } }]);
    await notifier().send(NOTICE);
    await notifier().send(NOTICE);
    expect(published()).toBe(2);
  });

  it('is told all the same when the store does not answer', async () => {
    const { notifier } = make();
    aws.on(PublishCommand).resolves({});
    const broken: ItemStore = { get: async () => undefined, query: async () => ({ items: [] }), write: async () => await Promise.reject(new Error('no table')) };
    await notifier({ store: broken }).send(NOTICE);
    expect(published()).toBe(1);
  });

  it('is told by another function a minute after its first teller died with the notice in hand, and not before', async () => {
    const { clock, store, notifier } = make();
    aws.on(PublishCommand).resolves({});
    expect(await noticeMarks(store, () => clock.now()).claim('k')).toBeDefined();
    clock.advance(59_000);
    await notifier().send(NOTICE);
    expect(published()).toBe(0);
    clock.advance(1000);
    await notifier().send(NOTICE);
    await notifier().send(NOTICE);
    expect(published()).toBe(1);
  });

  it('gets a text that is too long cut short at a whole character', async () => {
    const { notifier } = make();
    aws.on(PublishCommand).resolves({});
    await notifier().send({ ...NOTICE, text: '✓'.repeat(100_000) });
    const message = aws.commandCalls(PublishCommand)[0]?.args[0].input.Message ?? '';
    expect(Buffer.byteLength(message)).toBeLessThan(250_000);
    expect(message).toMatch(/^Rolled back\n\n✓+\n\[cut short\]$/);
  });
});
