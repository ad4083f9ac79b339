import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { channel } from 'node:diagnostics_channel';
import { EventEmitter } from 'node:events';
import { createServer, get, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call, probe, watchClient } from '../../../../shared/probe/probe.ts';
import { CONTEXT, inLambda } from './in-lambda.ts';

const log = inLambda(import.meta.dirname);
let upstream: Server;
let base: string;
beforeAll(async () => {
  upstream = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end('{}'));
  });
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  const address = upstream.address();
  base = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
});
afterAll(() => {
  upstream.closeAllConnections();
  upstream.close();
});

/** Runs something as a request; gives the calls that were recorded. */
const callsOf = async (run: () => unknown): Promise<object[]> => {
  await probe(async (_event: unknown, _context: unknown) => run())({}, CONTEXT);
  return log.last().calls;
};

const clientOf = <Client>(Kind: new (settings: object) => Client): Client => new Kind({ endpoint: base, region: 'eu-central-1', credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'example' }, forcePathStyle: true, maxAttempts: 1 });
const item = (id: string): GetItemCommand => new GetItemCommand({ TableName: 'orders', Key: { id: { S: id } } });

describe('the AWS SDK', () => {
  test('is told by service and operation, and the same question is known again', async () => {
    const table = clientOf(DynamoDBClient);
    const calls = await callsOf(async () => {
      for (const id of ['a', 'b', 'a']) await table.send(item(id));
      await table.send(new PutItemCommand({ TableName: 'orders', Item: { id: { S: 'a' } } }));
    });
    expect(calls).toMatchObject([
      { shape: 'dynamodb.GetItem', kind: 'database', method: 'POST', reads: true, count: 3, distinctKeys: 2, repeats: 1, failed: 0 },
      { shape: 'dynamodb.PutItem', kind: 'database', count: 1 },
    ]);
    expect(calls[1]).not.toHaveProperty('reads');
    expect(JSON.stringify(calls)).toContain('clients.test.ts:');
  });

  test('is told by the address\'s operation where there is no target', async () => {
    const bucket = clientOf(S3Client);
    const [first] = await callsOf(async () => bucket.send(new GetObjectCommand({ Bucket: 'invoices', Key: 'secret/name' })));
    expect(first).toMatchObject({ shape: 's3.GetObject', kind: 'aws', reads: true });
  });

  test('watched as a client is told with its table, and its request is not counted twice', async () => {
    const table = watchClient(clientOf(DynamoDBClient), { name: 'dynamodb', kind: 'database', methods: ['send'] });
    const calls = await callsOf(async () => {
      for (const id of ['a', 'a']) await table.send(item(id));
    });
    expect(calls).toHaveLength(1);
    expect(calls[0]).toMatchObject({ shape: 'dynamodb.GetItem orders', count: 2, repeats: 1, reads: true });
  });
});

describe('the package undici', () => {
  // Its channels are what it promises; the package itself is not among this project's.
  class Request {
    readonly origin: string;
    readonly path: string;
    readonly method: string;
    readonly headers: unknown;
    readonly body: unknown = null;
    constructor(path: string, method: string, headers: unknown) {
      this.origin = base;
      this.path = path;
      this.method = method;
      this.headers = headers;
      channel('undici:request:create').publish({ request: this });
    }
  }

  test('is counted by its channels, with status, errors and repeats', async () => {
    const calls = await callsOf(() => {
      for (const path of ['/rates/1', '/rates/2', '/rates/1']) {
        const request = new Request(path, 'GET', ['accept', 'application/json']);
        channel('undici:request:headers').publish({ request, response: { statusCode: path.endsWith('2') ? 503 : 200 } });
      }
      channel('undici:request:error').publish({ request: new Request('/slow', 'GET', 'accept: a/b\r\n'), error: Object.assign(new Error('late'), { code: 'UND_ERR_HEADERS_TIMEOUT' }) });
    });
    expect(calls).toMatchObject([
      { shape: `GET ${base.slice(7)}/rates/{}`, count: 3, distinctKeys: 2, repeats: 1, failed: 1, timedOut: 0 },
      { shape: `GET ${base.slice(7)}/slow`, count: 1, failed: 1, timedOut: 1 },
    ]);
  });

  test('behind the global fetch is not counted twice', async () => {
    expect(await callsOf(async () => (await fetch(`${base}/once`)).text())).toMatchObject([{ count: 1 }]);
  });
});

describe('a client that is named', () => {
  test('by statement: verb and table, no value', async () => {
    const rows = [{ id: 1 }];
    const pool = watchClient({ query: async (_text: string, _values?: unknown[]) => rows }, { name: 'orders-db', kind: 'database', methods: ['query'] });
    const calls = await callsOf(async () => {
      expect(await pool.query('SELECT * FROM orders WHERE id = $1', ['secret-1'])).toBe(rows);
      await pool.query("UPDATE orders SET note = 'secret-2'");
    });
    expect(calls).toMatchObject([{ shape: 'orders-db SELECT orders', reads: true, method: 'CALL' }, { shape: 'orders-db UPDATE orders' }]);
    expect(JSON.stringify(calls)).not.toContain('secret');
  });

  test('with a callback: its end is the callback\'s, and what goes on from there counts again', async () => {
    const old = watchClient({ get: (_key: string, done: (error: Error | null, value?: string) => void) => setTimeout(() => done(null, 'v'), 3) }, { name: 'sessions', kind: 'cache', methods: ['get'] });
    const calls = await callsOf(
      async () =>
        new Promise((resolve) => {
          old.get('k', (_error, value) => {
            get(`${base}/then`, (response) => response.resume().on('end', () => resolve(value)));
          });
        }),
    );
    expect(calls).toMatchObject([{ shape: 'sessions.get', kind: 'cache', reads: true, failed: 0 }, { kind: 'http', count: 1 }]);
  });

  test('whose error comes through as it is', async () => {
    const error = Object.assign(new Error('gone'), { code: 'ETIMEDOUT' });
    const broken = watchClient({ set: async () => Promise.reject(error), del: () => { throw error; } }, { name: 'cache', kind: 'cache', methods: ['set', 'del', 'nothing'] });
    const calls = await callsOf(async () => {
      await expect(broken.set()).rejects.toBe(error);
      expect(() => broken.del()).toThrow(error);
    });
    expect(calls).toMatchObject([{ shape: 'cache.set', failed: 1, timedOut: 1 }, { shape: 'cache.del', failed: 1 }]);
  });

  test('that lets nothing be put in its place is left as it is', async () => {
    const frozen = Object.freeze({ query: async () => 1 });
    expect(watchClient(frozen, { name: 'x', kind: 'database', methods: ['query'] })).toBe(frozen);
    expect(await frozen.query()).toBe(1);
  });

  test('twice is counted once; with arguments that are no data each is its own', async () => {
    const strange: Record<string, unknown> = { id: 1n };
    strange['self'] = strange;
    const client = { find: async (_filter: unknown) => 1 };
    for (let round = 0; round < 2; round += 1) watchClient(client, { name: 'db', kind: 'database', methods: ['find'] });
    const calls = await callsOf(async () => {
      for (let round = 0; round < 2; round += 1) await client.find(strange);
    });
    expect(calls).toMatchObject([{ shape: 'db.find', count: 2, distinctKeys: 2, repeats: 0 }]);
  });
});

describe('a call that is named', () => {
  test('gives what it runs, knows its key again, and takes in what it asks', async () => {
    const value = {};
    const calls = await callsOf(async () => {
      for (const id of [1, 2, 1]) expect(await call('directory', { id }, async () => (await fetch(`${base}/inner/${id}`), value), 'http')).toBe(value);
      expect(call('directory', undefined, () => 3)).toBe(3);
    });
    expect(calls).toMatchObject([{ shape: 'directory', kind: 'http', count: 3, distinctKeys: 2, repeats: 1 }, { shape: 'directory', count: 1 }]);
  });

  test('outside a request only runs', () => {
    expect(call('directory', 1, () => new EventEmitter())).toBeInstanceOf(EventEmitter);
    expect(log.lines()).toEqual([]);
  });
});
