/**
 * The two services that the orders service depends on, in one process on two ports.
 * Prints one JSON line `{"catalogue": url, "payments": url}` when both listen; ends on SIGTERM or SIGINT.
 *
 *   node upstreams.ts --catalogue-port 0 --payments-port 0 --error-rate 0.00005 --stall-rate 0.001 --stall-seconds 30 --missing-rate 0.002 --seed 1
 */
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { drawLatencyMs, seededRandom } from './upstreams/latency.ts';
import { CATALOGUE, PAYMENTS } from './upstreams/routes.ts';
import type { RouteTable } from './upstreams/routes.ts';

const OPTIONS = {
  'catalogue-port': { type: 'string', default: '0' },
  'payments-port': { type: 'string', default: '0' },
  /** Share of calls answered 503. */
  'error-rate': { type: 'string', default: '0.00005' },
  /** Share of loyalty calls that hang for `stall-seconds`. */
  'stall-rate': { type: 'string', default: '0.001' },
  'stall-seconds': { type: 'string', default: '30' },
  /** Share of customers whose account has no address. */
  'missing-rate': { type: 'string', default: '0.002' },
  seed: { type: 'string', default: '1' },
} as const;

const { values } = parseArgs({ options: OPTIONS });

/** A flag as a number; ends the process with a sentence when it is none. */
function number(name: keyof typeof OPTIONS): number {
  const value = Number(values[name]);
  if (Number.isFinite(value) && value >= 0) return value;
  process.stderr.write(`--${name}: a number of at least 0 is needed, not ${JSON.stringify(values[name])}\n`);
  return process.exit(2);
}

const errorRate = number('error-rate');
const stallRate = number('stall-rate');
const stallMs = number('stall-seconds') * 1000;
const settings = { missingRate: number('missing-rate') };
const random = seededRandom(number('seed'));

function reply(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }).end(text);
}

function serve(table: RouteTable, request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  const url = new URL(request.url ?? '/', 'http://upstream');
  const [, resource = '', id = ''] = url.pathname.split('/');
  const route = table[`${request.method ?? 'GET'} ${resource}${id === '' ? '' : '/{}'}`];
  if (!route) {
    reply(response, 404, { error: 'no such route' });
    return;
  }
  const stalled = route.stalls === true && random() < stallRate;
  const failed = random() < errorRate;
  const timer = setTimeout(() => {
    const body = route.answer({ id: decodeURIComponent(id), query: url.searchParams }, settings);
    if (failed) reply(response, 503, { error: 'try again later' });
    else if (body === undefined) reply(response, 404, { error: 'not found' });
    else reply(response, 200, body);
  }, drawLatencyMs(route.latency, random) + (stalled ? stallMs : 0));
  response.once('close', () => { clearTimeout(timer); });
}

/** Listens on loopback and answers the address. */
function listen(table: RouteTable, port: number): Promise<{ server: Server; url: string }> {
  const server = createServer((request, response) => { serve(table, request, response); });
  server.keepAliveTimeout = 120_000;
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      resolve({ server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
    });
  });
}

try {
  const catalogue = await listen(CATALOGUE, number('catalogue-port'));
  const payments = await listen(PAYMENTS, number('payments-port'));
  const stop = (): void => { process.exit(0); };
  process.once('SIGTERM', stop).once('SIGINT', stop);
  process.stdout.write(`${JSON.stringify({ catalogue: catalogue.url, payments: payments.url })}\n`);
} catch (error) {
  process.stderr.write(`The upstreams cannot listen: ${error instanceof Error ? error.message : String(error)}. Choose another port.\n`);
  process.exit(1);
}
