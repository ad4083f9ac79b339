import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { afterAll, describe, expect, test } from 'vitest';
import { emulatorClient } from '../../localstack/client-options.ts';
import { cloudwatchMinutes } from '../../shared/adapters/aws/cloudwatch-minutes.ts';
import { startEmulator } from '../support/emulator.ts';

const emulator = await startEmulator();
const MINUTE = 60_000;

afterAll(async () => {
  if (!('missing' in emulator)) await emulator.stop();
});

describe.skipIf('missing' in emulator)('minutes of CloudWatch on the emulator', () => {
  test('throttles come back in their minutes, functions apart, silence as zero', async () => {
    if ('missing' in emulator) throw new Error(emulator.missing);
    const client = new CloudWatchClient(emulatorClient(emulator));
    const to = Math.floor(Date.now() / MINUTE) * MINUTE;
    const from = to - 5 * MINUTE;
    const throttle = (functionName: string, at: number, Value: number) => ({ MetricName: 'Throttles', Dimensions: [{ Name: 'FunctionName', Value: functionName }], Timestamp: new Date(at), Value, Unit: 'Count' as const });
    await client.send(new PutMetricDataCommand({ Namespace: 'AWS/Lambda', MetricData: [throttle('orders', from + MINUTE, 3), throttle('orders', from + MINUTE + 30_000, 4), throttle('stock', from + 4 * MINUTE, 9)] }));
    const { answers } = await cloudwatchMinutes({ client }).read(['orders', 'stock', 'users'].map((functionName) => ({ functionName, from, to })));
    expect(answers.map(({ minutes }) => minutes.map(({ throttles }) => throttles))).toEqual([[0, 7, 0, 0, 0], [0, 0, 0, 0, 9], [0, 0, 0, 0, 0]]);
    client.destroy();
  });
});
