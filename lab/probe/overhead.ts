/**
 * Measures in a process of its own, since the probe puts itself around the global `fetch`: `node lab/probe/overhead.ts ROUNDS INVOCATIONS`.
 * Writes its results as one line of JSON to descriptor 3; descriptor 1 is the log, and somebody must read it, as Lambda does.
 */
import { writeSync } from 'node:fs';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { Logger } from '@aws-lambda-powertools/logger';
import { probe } from '../../shared/probe/probe.ts';
import { getProducts, type Handler } from './service/get-products.ts';

/** Microseconds of processor and of wall time that each invocation takes more than the bare handler's, round by round. */
export type Added = { readonly cpuUs: number[]; readonly wallUs: number[] };
export type Overhead = { readonly added: Record<string, Added>; readonly recordBytes: Record<string, number>; readonly heapMbBefore: number; readonly heapMbAfter: number; readonly invocations: number };

const [rounds = 20, invocations = 300, flatOver = 200_000] = process.argv.slice(2).map(Number);
const CALLS = [0, 5, 50] as const;

// Answers at once and without a network: what is left is what the code around it takes.
const answer = new Response('{}');
const stub = async (): Promise<Response> => answer;
globalThis.fetch = stub;
const probed = <Each extends Handler>(handler: Each): Each => probe(handler);
probed(async () => ({ statusCode: 200 }));
const watched = globalThis.fetch;

const logger = new Logger({ serviceName: 'orders' });
const metrics = new Metrics({ namespace: 'orders', serviceName: 'orders' });
const logs = (): void => logger.info('served', { route: 'GET /orders/{id}', status: 200 });
const counts = (): void => {
  metrics.addMetric('served', MetricUnit.Count, 1);
  metrics.publishStoredMetrics();
};

const event = { routeKey: 'GET /orders/{id}', rawPath: '/orders/4711', headers: { accept: 'application/json' }, requestContext: { http: { method: 'GET', path: '/orders/4711', sourceIp: '203.0.113.9' } } };
let served = 0;
const contextOf = (): object => ({ awsRequestId: `00000000-0000-4000-8000-${String((served += 1)).padStart(12, '0')}`, functionVersion: '3', logStreamName: '2026/11/21/[3]0123456789abcdef0123456789abcdef', getRemainingTimeInMillis: () => 3_000, invokedFunctionArn: 'arn:aws:lambda:eu-central-1:111122223333:function:orders:live' });

/** Another route each time: places of calls count as unknown, as in the first requests of an environment. */
const anew = (): object => ({ ...event, routeKey: `GET /orders/{id}/${served}` });

async function block(handler: Handler, eventOf: () => object): Promise<{ cpuUs: number; wallUs: number }> {
  const startedUs = performance.now() * 1000;
  const cpu = process.cpuUsage();
  for (let index = 0; index < invocations; index += 1) await handler(eventOf(), contextOf());
  const { user, system } = process.cpuUsage(cpu);
  return { cpuUs: (user + system) / invocations, wallUs: (performance.now() * 1000 - startedUs) / invocations };
}

const cases = CALLS.flatMap((calls) => [
  { name: `probe ${calls}`, bare: getProducts(calls, stub), handler: probed(getProducts(calls, watched)) },
  { name: `probe sampled out ${calls}`, bare: getProducts(calls, stub), handler: probe(getProducts(calls, watched), { sample: 0 }) },
]).concat([
  { name: 'probe 5, places new', bare: getProducts(5, stub), handler: probed(getProducts(5, watched)) },
  { name: 'logger 5', bare: getProducts(5, stub), handler: getProducts(5, stub, logs) },
  { name: 'metrics 5', bare: getProducts(5, stub), handler: getProducts(5, stub, counts) },
  { name: 'nothing 5', bare: getProducts(5, stub), handler: getProducts(5, stub) },
]);

const added: Record<string, Added> = Object.fromEntries(cases.map(({ name }) => [name, { cpuUs: [], wallUs: [] }]));
for (let round = -2; round < rounds; round += 1) {
  for (const { name, bare, handler } of cases) {
    const eventOf = name.endsWith('new') ? anew : () => event;
    // Which comes first changes by turns, so that a drift of the machine counts for both.
    const first = await block(round % 2 === 0 ? bare : handler, eventOf);
    const second = await block(round % 2 === 0 ? handler : bare, eventOf);
    const [without, withIt] = round % 2 === 0 ? [first, second] : [second, first];
    if (round < 0) continue;
    added[name]?.cpuUs.push(withIt.cpuUs - without.cpuUs);
    added[name]?.wallUs.push(withIt.wallUs - without.wallUs);
  }
}

const recordBytes: Record<string, number> = {};
const { stdout } = process;
const write = stdout.write.bind(stdout);
for (const calls of CALLS) {
  stdout.write = (line: string | Uint8Array): boolean => {
    recordBytes[calls] = Buffer.byteLength(line);
    return true;
  };
  await probed(getProducts(calls, watched))(event, contextOf());
}
stdout.write = () => true;

const heapMb = (): number => {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 2 ** 20;
};
const steady = probed(getProducts(2, watched));
for (let index = 0; index < 5_000; index += 1) await steady(event, contextOf());
const heapMbBefore = heapMb();
for (let index = 0; index < flatOver; index += 1) await steady(event, contextOf());
const heapMbAfter = heapMb();
stdout.write = write;

writeSync(3, `${JSON.stringify({ added, recordBytes, heapMbBefore, heapMbAfter, invocations: flatOver } satisfies Overhead)}\n`);
