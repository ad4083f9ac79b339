import { randomUUID } from 'node:crypto';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import type { Context } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { emulatorClient } from '../../localstack/client-options.ts';
import { dynamoItemStore } from '../../shared/adapters/aws/dynamo-item-store.ts';
import { spoolTelemetry } from '../../shared/adapters/aws/spool-telemetry.ts';
import { systemClock } from '../../shared/adapters/local/system-clock.ts';
import { RegisteredTargets } from '../../shared/store/registered-targets.ts';
import { startEmulator } from '../support/emulator.ts';
import { alarmStateChange } from '../support/eventbridge-events.ts';
import { cloudWatchId, logDelivery } from '../support/log-delivery.ts';
import { ORDERS } from '../support/observed-service.ts';

const emulator = await startEmulator();
const TIMING = { deliveryMs: 400, visibilityMs: 600 };

afterAll(async () => {
  vi.unstubAllEnvs();
  if (!('missing' in emulator)) await emulator.stop();
});

/** What Lambda hands a function beside the event. */
const context = (functionName: string): Context => ({
  callbackWaitsForEmptyEventLoop: true,
  functionName,
  functionVersion: '1',
  invokedFunctionArn: `arn:aws:lambda:us-east-1:000000000000:function:${functionName}`,
  memoryLimitInMB: '512',
  awsRequestId: randomUUID(),
  logGroupName: `/aws/lambda/${functionName}`,
  logStreamName: 's',
  getRemainingTimeInMillis: () => 30_000,
  done: () => undefined,
  fail: () => undefined,
  succeed: () => undefined,
});

describe.skipIf('missing' in emulator)('the intakes as they are deployed, on the emulator', () => {
  const read = async () => {
    if ('missing' in emulator) throw new Error(emulator.missing);
    const client = new S3Client(emulatorClient(emulator));
    await vi.waitFor(async () => expect((await spoolTelemetry({ client, bucket: 'pawl-intake', clock: systemClock, timing: TIMING }).read('orders', undefined, 10)).completeUntil).toBeGreaterThan(began + 100), { timeout: 20_000, interval: 200 });
    return spoolTelemetry({ client, bucket: 'pawl-intake', clock: systemClock, timing: TIMING }).read('orders', undefined, 10);
  };
  let began = 0;

  beforeAll(async () => {
    if ('missing' in emulator) return;
    for (const [name, value] of Object.entries({ ...emulator.env, PAWL_STAGE: 'test', PAWL_TABLE: 'pawl-intake', PAWL_BUCKET: 'pawl-intake', POWERTOOLS_LOG_LEVEL: 'SILENT', POWERTOOLS_METRICS_DISABLED: 'true', POWERTOOLS_TRACE_ENABLED: 'false' })) vi.stubEnv(name, value);
    await new S3Client(emulatorClient(emulator)).send(new CreateBucketCommand({ Bucket: 'pawl-intake' }));
    const dynamo = new DynamoDBClient(emulatorClient(emulator));
    await dynamo.send(
      new CreateTableCommand({
        TableName: 'pawl-intake',
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }, { AttributeName: 'sk', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }, { AttributeName: 'sk', KeyType: 'RANGE' }],
      }),
    );
    const targets = new RegisteredTargets(dynamoItemStore({ client: dynamo, table: 'pawl-intake', clock: systemClock }));
    await targets.put({ target: ORDERS, functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:orders', handlerFile: 'index.mjs', commit: 'c' });
  });

  test('a line and an alarm that are delivered can be read', async () => {
    const [logs, events] = await Promise.all([import('../../lambdas/telemetry/receive-logs.handler.ts'), import('../../lambdas/telemetry/receive-event.handler.ts')]);
    began = Date.now();
    const delivery = logDelivery({ logStream: '2026/11/21/[1]4f0c', logEvents: [{ id: cloudWatchId(began, 1), timestamp: began, message: 'hello\n' }] });
    expect(await logs.handler(delivery, context('receive-logs'))).toEqual({ lines: 1 });
    expect(await events.handler(alarmStateChange({ timestamp: new Date(began).toISOString() }), context('receive-event'))).toEqual({ events: 1 });
    const page = await read();
    expect(page.lines).toEqual([{ id: cloudWatchId(began, 1), at: began, stream: '2026/11/21/[1]4f0c', message: 'hello' }]);
    expect(page.events).toMatchObject([{ kind: 'alarm', alarm: 'orders-errors', at: began }]);
  });

  test('what is no delivery fails under its code, so that it lands in the dead-letter queue', async () => {
    const { handler } = await import('../../lambdas/telemetry/receive-logs.handler.ts');
    await expect(handler({ awslogs: { data: 'AAAA' } }, context('receive-logs'))).rejects.toThrow('PAWL-LOGS-UNREADABLE');
    await expect(handler({ something: 'else' }, context('receive-logs'))).rejects.toThrow('PAWL-INPUT-INVALID');
  });
});
