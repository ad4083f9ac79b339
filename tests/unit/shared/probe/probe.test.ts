import { createServer, get, request, type Server } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { PendingCallRecord, ProbeRecord } from '../../../../shared/domain/probe-record.ts';
import { cacheHit, cacheMiss, probe } from '../../../../shared/probe/probe.ts';

let upstream: Server;
let base: string;
let written: string[];

beforeAll(async () => {
  process.env['AWS_LAMBDA_FUNCTION_NAME'] = 'watched';
  process.env['LAMBDA_TASK_ROOT'] = import.meta.dirname;
  upstream = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const waitMs = Number(url.searchParams.get('wait') ?? 0);
    setTimeout(() => response.writeHead(Number(url.searchParams.get('status') ?? 200)).end('{}'), waitMs);
  });
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  const address = upstream.address();
  base = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
});
afterAll(() => {
  upstream.closeAllConnections();
  upstream.close();
  delete process.env['AWS_LAMBDA_FUNCTION_NAME'];
  delete process.env['LAMBDA_TASK_ROOT'];
});

beforeEach(() => {
  written = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written.push(String(text));
    return true;
  });
});
afterEach(() => vi.restoreAllMocks());

const CONTEXT = { awsRequestId: 'r-1', functionVersion: '3', logStreamName: '2026/11/21/[3]abc' };
const EVENT = { routeKey: '$default', rawPath: '/orders/7', requestContext: { http: { method: 'GET', path: '/orders/7', sourceIp: '203.0.113.9' } } };

type Handler = (event: unknown, context: unknown) => unknown;

/** Runs a handler under the probe; gives its settled result and the records it left. */
async function watch(handler: Handler): Promise<{ result: unknown; thrown: unknown; record: ProbeRecord; lines: unknown[] }> {
  written.length = 0;
  let result: unknown;
  let thrown: unknown;
  try {
    result = await probe(handler)(EVENT, CONTEXT);
  } catch (error) {
    thrown = error;
  }
  const lines = written.map((line): unknown => JSON.parse(line));
  return { result, thrown, lines, record: ProbeRecord.parse(lines.at(-1)) };
}

describe('the record of an invocation', () => {
  test('is one line with who ran what, how it ended and how long it took', async () => {
    const { record, result, lines } = await watch(async () => ({ statusCode: 201, body: '' }));
    expect(result).toEqual({ statusCode: 201, body: '' });
    expect(lines).toHaveLength(1);
    expect(written[0]).toMatch(/^\{[^\n]*\}\n$/);
    expect(record).toMatchObject({ pawl: 'invocation', requestId: 'r-1', version: '3', environment: '2026/11/21/[3]abc', route: 'GET /orders/{}', outcome: 'ok', status: 201, calls: [], spans: [] });
  });

  test('only the first of an environment is cold', async () => {
    expect((await watch(() => 1)).record.cold).toBe(false);
  });

  test('a status of 500 or more is a fault, below it is not', async () => {
    expect((await watch(async () => ({ statusCode: 503 }))).record).toMatchObject({ outcome: 'fault', status: 503 });
    expect((await watch(async () => ({ statusCode: 404 }))).record).toMatchObject({ outcome: 'ok', status: 404 });
  });

  test('what is thrown comes through as it is and is recorded with masked message and own frames', async () => {
    const error = new TypeError('no address for ada@example.org');
    const { thrown, record } = await watch(async () => {
      throw error;
    });
    expect(thrown).toBe(error);
    expect(record).toMatchObject({ outcome: 'error', error: { name: 'TypeError', message: 'no address for <email>' } });
    expect(record.error?.stack[0]).toMatch(/^probe\.test\.ts:\d+:\d+/);
  });

  test('a handler that throws at once, or throws no error, is recorded too', async () => {
    const text: unknown = 'just text';
    const { thrown, record } = await watch(() => {
      throw text;
    });
    expect(thrown).toBe('just text');
    expect(record.error).toEqual({ name: 'string', message: 'just text', stack: [] });
  });

  test('a handler without promise answers without one', () => {
    const watch7 = probe<Handler>(() => 7);
    expect(watch7(EVENT, CONTEXT)).toBe(7);
  });

  test('cache hits and misses are counted by name', async () => {
    const { record } = await watch(async () => {
      cacheMiss('products');
      cacheHit('products');
      cacheHit('products');
    });
    expect(record.cache).toEqual({ products: { hits: 2, misses: 1 } });
  });

  test('strange events and contexts do no harm', async () => {
    for (const [event, context] of [[undefined, undefined], [null, null], ['text', 7], [{ body: { toString: null } }, {}]] as const) {
      expect(await probe(async () => 'fine')(...([event, context] as unknown as []))).toBe('fine');
    }
  });

  test('outside Lambda the handler is handed back untouched', () => {
    const name = process.env['AWS_LAMBDA_FUNCTION_NAME'];
    delete process.env['AWS_LAMBDA_FUNCTION_NAME'];
    const handler = async () => 1;
    expect(probe(handler)).toBe(handler);
    process.env['AWS_LAMBDA_FUNCTION_NAME'] = name;
  });
});

describe('calls by fetch', () => {
  test('of one shape from one place are counted together, with keys, repeats and spans', async () => {
    const { record } = await watch(async () => {
      for (const id of [1, 2, 3, 1]) await (await fetch(`${base}/products/${id}`)).text();
    });
    expect(record.calls).toHaveLength(1);
    expect(record.calls[0]).toMatchObject({ shape: `GET ${base.slice(7)}/products/{}`, method: 'GET', count: 4, distinctKeys: 3, repeats: 1, failed: 0, timedOut: 0 });
    expect(record.calls[0]?.stack[0]).toMatch(/^probe\.test\.ts:\d+:\d+/);
    expect(record.spans.map(([index]) => index)).toEqual([0, 0, 0, 0]);
    const starts = record.spans.map(([, startMs]) => startMs);
    expect(starts).toEqual(starts.toSorted((a, b) => a - b));
  });

  test('of different places or shapes are counted apart', async () => {
    const { record } = await watch(async () => {
      await fetch(`${base}/products/1`);
      await fetch(`${base}/products/1`);
      await fetch(`${base}/prices/1`);
    });
    expect(record.calls.map(({ count }) => count)).toEqual([1, 1, 1]);
  });

  test('for what an earlier invocation asked for were seen before', async () => {
    const ask: Handler = async () => (await fetch(`${base}/rates/eur`)).status;
    expect((await watch(ask)).record.calls[0]?.seenBefore).toBe(0);
    expect((await watch(ask)).record.calls[0]?.seenBefore).toBe(1);
  });

  test('that fail are counted, and those given up for their time among them', async () => {
    const { record } = await watch(async () => {
      await fetch(`${base}/a?status=503`);
      await fetch(`${base}/a?status=404`);
      await fetch('http://127.0.0.1:1/a').catch(() => undefined);
      await fetch(`${base}/a?wait=5000`, { signal: AbortSignal.timeout(20) }).catch(() => undefined);
    });
    const sum = (field: 'failed' | 'timedOut'): number => record.calls.reduce((total, call) => total + call[field], 0);
    expect([sum('failed'), sum('timedOut')]).toEqual([3, 1]);
  });

  test('come with the answer and the error that fetch gives', async () => {
    const { result } = await watch(async () => {
      const response = await fetch(new Request(`${base}/x`, { method: 'POST', body: 'text', headers: new Headers({ accept: 'a/b' }) }));
      const refused = await fetch('not an address').catch((error: unknown) => error);
      return { body: await response.text(), refused };
    });
    expect(result).toMatchObject({ body: '{}', refused: { name: 'TypeError' } });
  });

  test('leave no address, query, header or body in the record', async () => {
    const { record } = await watch(async () => {
      await fetch(`${base}/people/p-4711?mail=ada@example.org`, { method: 'POST', body: 'body-secret', headers: { authorization: 'Bearer header-secret' } });
    });
    const text = JSON.stringify(record);
    for (const secret of ['4711', 'ada@', 'body-secret', 'header-secret']) expect(text).not.toContain(secret);
    expect(record.calls[0]?.shape).toBe(`POST ${base.slice(7)}/people/{}?mail={}`);
  });

  test('that wait for more than a second leave a line of their own, once', async () => {
    const { lines } = await watch(async () => fetch(`${base}/slow?wait=2500`));
    expect(lines).toHaveLength(2);
    const pending = PendingCallRecord.parse(lines[0]);
    expect(pending).toMatchObject({ requestId: 'r-1', shape: `GET ${base.slice(7)}/slow?wait={}` });
    expect(pending.elapsedMs).toBeGreaterThanOrEqual(1_000);
  });

  test('still open at the end are in the record', async () => {
    const { record } = await watch(async () => {
      void fetch(`${base}/late?wait=50`).catch(() => undefined);
    });
    expect(record.calls[0]).toMatchObject({ count: 1, failed: 0 });
  });

  test('in great number keep the record small', async () => {
    const { record, lines } = await watch(async () => {
      const paths = Array.from({ length: 100 }, (_, index) => `/kind${'abcdefghij'[index % 10] ?? ''}${'abcdefghij'[Math.floor(index / 10)] ?? ''}/x`);
      await Promise.all(paths.map(async (path) => (await fetch(base + path)).text()));
    });
    expect(record.calls.length).toBe(60);
    expect(record.spans.length).toBe(40);
    expect(lines).toHaveLength(1);
  });
});

describe('calls by node:http', () => {
  const plain = async (path: string, method = 'GET'): Promise<number> =>
    new Promise((resolve, reject) => {
      const call = request(base + path, { method }, (response) => {
        response.resume();
        response.on('end', () => resolve(response.statusCode ?? 0));
      });
      call.on('error', reject);
      call.end(method === 'POST' ? 'body' : undefined);
    });

  test('are watched like those by fetch', async () => {
    const { record } = await watch(async () => {
      for (const id of [1, 1, 2]) await plain(`/stock/${id}`);
    });
    expect(record.calls).toHaveLength(1);
    expect(record.calls[0]).toMatchObject({ shape: `GET ${base.slice(7)}/stock/{}`, count: 3, distinctKeys: 2, repeats: 1 });
    expect(record.calls[0]?.stack[0]).toMatch(/^probe\.test\.ts:\d+:\d+/);
  });

  test('that fail are counted', async () => {
    const { record } = await watch(async () => {
      await plain('/stock/1?status=500');
      await new Promise((resolve) => get('http://127.0.0.1:1/x').on('error', resolve));
    });
    expect(record.calls.map(({ failed }) => failed)).toEqual([1, 1]);
  });

  test('with a body never count as the same call', async () => {
    const { record } = await watch(async () => {
      for (let round = 0; round < 2; round += 1) await plain('/stock/1', 'POST');
    });
    expect(record.calls[0]).toMatchObject({ method: 'POST', count: 2, repeats: 0, distinctKeys: 2 });
  });
});
