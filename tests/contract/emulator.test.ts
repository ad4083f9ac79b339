import { CloudWatchClient, PutMetricAlarmCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, CreateLogGroupCommand, FilterLogEventsCommand, PutSubscriptionFilterCommand } from '@aws-sdk/client-cloudwatch-logs';
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { CreateFunctionCommand, GetFunctionCommand, InvokeCommand, LambdaClient, PublishVersionCommand, UpdateFunctionCodeCommand } from '@aws-sdk/client-lambda';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { afterAll, describe, expect, it } from 'vitest';
import { emulatorClient } from '../../localstack/client-options.ts';
import { startEmulator } from '../support/emulator.ts';
import { eventually } from '../support/pawl-cli.ts';

const PATIENCE_MS = 20_000;
const emulator = await startEmulator();

describe.skipIf('missing' in emulator)('the emulator, as tests rely on it', () => {
  if ('missing' in emulator) return;
  afterAll(() => emulator.stop());
  const options = emulatorClient(emulator);
  const lambda = new LambdaClient(options);
  const logs = new CloudWatchLogsClient(options);

  const create = (name: string, code: string) =>
    lambda.send(new CreateFunctionCommand({ FunctionName: name, Runtime: 'nodejs24.x', Handler: 'index.handler', Role: 'arn:aws:iam::000000000000:role/any', Code: { ZipFile: zipOf(code) } }));
  const arnOf = (name: string): string => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;
  const logged = async (name: string, word: string): Promise<string[]> => {
    const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName: `/aws/lambda/${name}` })).catch(() => ({ events: [] }));
    return events.flatMap(({ message = '' }) => (message.includes(word) ? [message] : []));
  };

  it('links a version to its own code, also after the function got other code', async () => {
    await create('versioned', 'first');
    await lambda.send(new PublishVersionCommand({ FunctionName: 'versioned' }));
    await lambda.send(new UpdateFunctionCodeCommand({ FunctionName: 'versioned', ZipFile: zipOf('second') }));
    const codeOf = async (qualifier: string): Promise<string> => {
      const { Code } = await lambda.send(new GetFunctionCommand({ FunctionName: 'versioned', Qualifier: qualifier }));
      const files = unzipSync(new Uint8Array(await (await fetch(Code?.Location ?? '')).arrayBuffer()));
      return strFromU8(files['index.mjs'] ?? new Uint8Array());
    };
    expect(await codeOf('1')).toBe('first');
    expect(await codeOf('$LATEST')).toBe('second');
  });

  it('tells the default bus of an alarm that changes its state', async () => {
    await create('hears', 'export const handler = async (event) => { console.log(`heard ${JSON.stringify(event)}`); };');
    const rules = new EventBridgeClient(options);
    await rules.send(new PutRuleCommand({ Name: 'alarms', EventPattern: JSON.stringify({ source: ['aws.cloudwatch'], 'detail-type': ['CloudWatch Alarm State Change'], detail: { state: { value: ['ALARM'] } } }) }));
    await rules.send(new PutTargetsCommand({ Rule: 'alarms', Targets: [{ Id: 'hears', Arn: arnOf('hears') }] }));
    const alarms = new CloudWatchClient(options);
    await alarms.send(new PutMetricAlarmCommand({ AlarmName: 'errors', Namespace: 'AWS/Lambda', MetricName: 'Errors', Dimensions: [{ Name: 'FunctionName', Value: 'orders' }], Statistic: 'Sum', Period: 60, EvaluationPeriods: 1, Threshold: 5, ComparisonOperator: 'GreaterThanThreshold' }));
    await alarms.send(new SetAlarmStateCommand({ AlarmName: 'errors', StateValue: 'ALARM', StateReason: 'tried' }));
    const heard = await eventually('Nobody heard of the alarm', PATIENCE_MS, async () => (await logged('hears', 'heard'))[0]);
    expect(JSON.parse(heard.slice('heard '.length))).toMatchObject({ source: 'aws.cloudwatch', detail: { alarmName: 'errors', state: { value: 'ALARM' }, configuration: { metrics: [{ metricStat: { metric: { dimensions: { FunctionName: 'orders' } } } }] } } });
  });

  it('delivers what many requests logged to a subscriber in few batches, each request’s lines together', async () => {
    await create('busy', 'export const handler = async ({ number }) => { console.log(`number ${number}`); };');
    await create('reads', `import { gunzipSync } from 'node:zlib'; export const handler = async ({ awslogs }) => { const { logEvents } = JSON.parse(gunzipSync(Buffer.from(awslogs.data, 'base64'))); console.log(\`batch \${JSON.stringify(logEvents.map(({ message }) => message))}\`); };`);
    await logs.send(new CreateLogGroupCommand({ logGroupName: '/aws/lambda/busy' }));
    await logs.send(new PutSubscriptionFilterCommand({ logGroupName: '/aws/lambda/busy', filterName: 'all', filterPattern: '', destinationArn: arnOf('reads') }));
    const count = 30;
    for (let number = 0; number < count; number += 1) await lambda.send(new InvokeCommand({ FunctionName: 'busy', Payload: JSON.stringify({ number }) }));

    const batches = await eventually('Not all was delivered', PATIENCE_MS, async () => {
      const read = (await logged('reads', 'batch')).map((message) => JSON.parse(message.slice('batch '.length)) as string[]);
      return read.flat().filter((line) => line.startsWith('number')).length >= count ? read : undefined;
    });
    expect(batches.length).toBeLessThan(count / 2);
    const lines = batches.flat();
    for (let number = 0; number < count; number += 1) {
      const at = lines.indexOf(`number ${number}`);
      expect(lines[at - 1]).toMatch(/^START/);
      expect(lines[at + 1]).toMatch(/^END/);
      expect(lines[at + 2]).toMatch(/^REPORT/);
    }
  });
});

const zipOf = (code: string): Uint8Array => zipSync({ 'index.mjs': strToU8(code) });
