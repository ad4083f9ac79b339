import { randomUUID } from 'node:crypto';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, describe } from 'vitest';
import { receiveEvent, ReceiveEventInput } from '../../lambdas/telemetry/receive-event.ts';
import { receiveLogs } from '../../lambdas/telemetry/receive-logs.ts';
import { emulatorClient } from '../../localstack/client-options.ts';
import { spoolIntake, spoolTelemetry } from '../../shared/adapters/aws/spool-telemetry.ts';
import { startEmulator } from '../support/emulator.ts';
import { lambdaCall } from '../support/eventbridge-events.ts';
import { cloudWatchId, logDelivery } from '../support/log-delivery.ts';
import { ORDERS } from '../support/observed-service.ts';
import { testClock } from '../support/test-clock.ts';
import { describeTelemetry } from './telemetry.ts';

const emulator = await startEmulator();
const BUCKET = 'pawl-spool';

/** The way of telemetry on AWS: subscription and EventBridge → the two intakes → S3 → the reader. Only the log itself is written here. */
const setUp = async (functionName: string) => {
  if ('missing' in emulator) throw new Error(emulator.missing);
  const client = new S3Client(emulatorClient(emulator));
  await client.send(new CreateBucketCommand({ Bucket: BUCKET })).catch(() => undefined);
  const clock = testClock();
  const spool = spoolIntake({ client, bucket: BUCKET, clock });
  const telemetry = spoolTelemetry({ client, bucket: BUCKET, clock, timing: { deliveryMs: 10_000 } });
  const stream = `2026/01/05/[1]${randomUUID().replaceAll('-', '')}`;

  /** Lambda's lines of one request, delivered as CloudWatch Logs does. */
  const call = async (path: string): Promise<void> => {
    const requestId = randomUUID();
    const at = clock.now();
    const report = `REPORT RequestId: ${requestId}\tDuration: 3.20 ms\tBilled Duration: 4 ms\tMemory Size: 128 MB\tMax Memory Used: 70 MB\t\n`;
    const messages = [
      `START RequestId: ${requestId} Version: 1\n`,
      `${new Date(at).toISOString()}\t${requestId}\tINFO\tpath ${path}\n`,
      ...(path === '/fail' ? [`${new Date(at).toISOString()}\t${requestId}\tERROR\tInvoke Error \t{"errorType":"TypeError","errorMessage":"no such thing","stack":["TypeError: no such thing"]}\n`] : []),
      `END RequestId: ${requestId}\n`,
      report,
    ];
    const logEvents = messages.map((message, place) => ({ id: cloudWatchId(at, place), timestamp: at, message }));
    clock.advance(1000);
    await receiveLogs(logDelivery({ logGroup: `/aws/lambda/${functionName}`, logStream: stream, logEvents }), { spool });
    clock.advance(20_000);
  };

  const shift = async (): Promise<void> => {
    const event = lambdaCall('UpdateAlias20150331', { functionName, name: 'live' }, { name: 'live', functionVersion: '1' }, { eventID: randomUUID(), eventTime: new Date(clock.now()).toISOString() });
    const registered = { all: async () => [{ target: { ...ORDERS, functionName }, functionArn: `arn:aws:lambda:us-east-1:000000000000:function:${functionName}`, handlerFile: 'index.mjs', commit: 'c' }] };
    await receiveEvent(ReceiveEventInput.parse(event), { spool, registered, looks: { alarm: async () => undefined }, host: { notify: () => undefined } });
    clock.advance(20_000);
  };
  return { telemetry, functionName, call, shift, end: async () => client.destroy() };
};

afterAll(async () => {
  if (!('missing' in emulator)) await emulator.stop();
});

describe.skipIf('missing' in emulator)('on the emulator', () => {
  describeTelemetry('spool in S3', async () => setUp('watched'));
});
