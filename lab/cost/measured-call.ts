import { randomUUID } from 'node:crypto';
import { FUNCTIONS, type FunctionName } from '../../infra/functions.ts';
import type { CountingProxy } from './counting-proxy.ts';
import { plus, type Usage } from '../../shared/rules/telemetry/usage.ts';
import { usageOf, type WireRequest } from './requests.ts';

/** What one invocation did: processor time, requests to AWS, lines in its log, metrics in those lines. */
export type MeasuredCall = { readonly cpuMs: number; readonly requests: readonly WireRequest[]; readonly logBytes: number; readonly metrics: readonly string[]; readonly answer: unknown };

type Handler = (event: unknown, context: object) => Promise<unknown>;

const contextOf = (name: string): object => ({
  functionName: name, functionVersion: '1', invokedFunctionArn: `arn:aws:lambda:us-east-1:000000000000:function:${name}`, memoryLimitInMB: '512', awsRequestId: randomUUID(),
  logGroupName: `/aws/lambda/${name}`, logStreamName: '2026/11/21/[1]cost', getRemainingTimeInMillis: () => 60_000, callbackWaitsForEmptyEventLoop: true,
});

/** Runs a handler as Lambda would, with the real event, against the emulator, and counts. What it prints is counted instead of shown. */
export const measuredCall = async (proxy: CountingProxy, name: string, handler: Handler, event: unknown): Promise<MeasuredCall> => {
  await proxy.take();
  const said: string[] = [];
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = (chunk: string | Uint8Array): boolean => {
    said.push(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8'));
    return true;
  };
  const before = process.threadCpuUsage();
  try {
    const answer = await handler(event, contextOf(name));
    const { user, system } = process.threadCpuUsage(before);
    const text = said.join('');
    return { cpuMs: (user + system) / 1000, requests: await proxy.take(), logBytes: Buffer.byteLength(text), metrics: metricsIn(text), answer };
  } finally {
    process.stdout.write = write;
  }
};

/** The names of the metrics that lines in the embedded metric format carry, with their dimensions. */
const metricsIn = (text: string): string[] =>
  text.split('\n').filter((line) => line.includes('"_aws"')).flatMap((line) => {
    const { _aws: { CloudWatchMetrics } } = JSON.parse(line) as { _aws: { CloudWatchMetrics: readonly { Dimensions: readonly (readonly string[])[]; Metrics: readonly { Name: string }[] }[] } };
    return CloudWatchMetrics.flatMap(({ Dimensions, Metrics }) => Metrics.flatMap(({ Name }) => Dimensions.map((names) => `${Name} by ${names.join(', ')}`)));
  });

/** START, END and REPORT, which Lambda adds to each invocation's lines. */
const PLATFORM_LINES_BYTES = 300;
/** CloudWatch counts 26 bytes more for each event. */
const EVENT_BYTES = 26;

/** At 1,769 MB a function has one processor, and less in proportion (Lambda's documentation). */
const MB_OF_A_PROCESSOR = 1769;
/** Assumed: what a function waits for one request to DynamoDB, S3 or another service of the region. */
const REQUEST_MS = 8;

/** What is known from the template: which functions leave a trace of each invocation that X-Ray samples. */
export type Billing = { readonly traced: ReadonlySet<string> };

/** What an invocation is billed as. Waiting is counted as if requests were made one after the other. */
export const billOf = (name: FunctionName, { cpuMs, requests, logBytes }: MeasuredCall, { traced }: Billing): Usage => {
  const { memoryMb } = FUNCTIONS[name];
  const seconds = (cpuMs * Math.max(1, MB_OF_A_PROCESSOR / memoryMb) + requests.length * REQUEST_MS) / 1000;
  return plus(...requests.map(usageOf), { lambdaRequests: 1, traces: traced.has(name) ? 1 : 0, lambdaGbSeconds: seconds * (memoryMb / 1024), logsGb: (logBytes + PLATFORM_LINES_BYTES + 5 * EVENT_BYTES) / 1024 ** 3 });
};
