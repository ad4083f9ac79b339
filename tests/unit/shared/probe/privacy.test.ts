import * as fc from 'fast-check';
import { createServer, request, type Server } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cacheHit, call, probe, watchClient } from '../../../../shared/probe/probe.ts';
import { CONTEXT, inLambda } from './in-lambda.ts';

const log = inLambda(import.meta.dirname);
let upstream: Server;
let base: string;
beforeAll(async () => {
  upstream = createServer((_request, response) => response.writeHead(200, { 'x-answer': 'none' }).end('{}'));
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  const address = upstream.address();
  base = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
});
afterAll(() => {
  upstream.closeAllConnections();
  upstream.close();
});

/** Looks like a word, so that no pattern gives it away: only not being read keeps it out. */
const secretWord = fc.stringMatching(/^zq[a-z]{10,16}$/);

const send = async (path: string, secret: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const outgoing = request(`${base}${path}`, { method: 'POST', headers: { authorization: `Basic ${secret}`, cookie: `id=${secret}`, 'x-note': secret } }, (response) => response.resume().on('end', () => resolve()));
    outgoing.on('error', reject).end(secret);
  });

test('what stands in headers, bodies, queries, statements, arguments, keys, answers and events never comes into a record', async () => {
  const pool = watchClient({ query: async (..._all: unknown[]) => [{ name: 'row' }] }, { name: 'db', kind: 'database', methods: ['query'] });
  const redis = watchClient({ get: async (..._all: unknown[]) => null }, { name: 'cache', kind: 'cache', methods: ['get'] });
  await fc.assert(
    fc.asyncProperty(secretWord, async (secret) => {
      const handler = probe(async (_event: unknown, _context: unknown) => {
        await fetch(`${base}/people?name=${secret}&${secret}%20${secret}=1#${secret}`, { method: 'POST', body: secret, headers: { authorization: secret, [`x-${secret}`]: secret } });
        await fetch(`http://${secret}:${secret}@${base.slice(7)}/people`).catch(() => undefined);
        await fetch(new Request(`${base}/people?q=${secret}`, { method: 'POST', body: JSON.stringify({ secret }), headers: { cookie: secret } }));
        await send(`/people?mail=${secret}`, secret);
        await pool.query(`SELECT * FROM people WHERE name = '${secret}' -- ${secret}`, [secret]);
        await pool.query({ text: `INSERT INTO people VALUES ('${secret}')`, values: [secret] });
        await redis.get(secret, { nested: secret });
        await call('directory', secret, async () => secret);
        cacheHit('people');
        return { statusCode: 200, body: secret, headers: { 'set-cookie': secret } };
      });
      const event = {
        version: '2.0',
        rawPath: '/people/4711',
        rawQueryString: `q=${secret}`,
        queryStringParameters: { [secret]: secret },
        cookies: [secret],
        headers: { authorization: secret, 'x-api-key': secret },
        body: secret,
        requestContext: { http: { method: 'GET', path: '/people/4711', sourceIp: secret, userAgent: secret }, authorizer: { jwt: { claims: { sub: secret, email: secret } } } },
      };
      await handler(event, { ...CONTEXT, clientContext: { secret }, identity: { cognitoIdentityId: secret } });
      await handler({ Records: [{ eventSource: 'aws:sqs', body: secret, messageAttributes: { secret } }] }, CONTEXT);
      await handler({ name: secret, path: secret, source: secret, resource: secret, deep: [{ secret }] }, CONTEXT);
      const written = log.take();
      expect(written.split('"pawl":"invocation"')).toHaveLength(4);
      expect(written).not.toContain(secret);
    }),
    { numRuns: 15 },
  );
});

test('of an error message nothing of the forms of secrets is left, wherever it stands', async () => {
  const forms = fc.oneof(
    fc.tuple(fc.stringMatching(/^zq[a-z]{6,10}$/), fc.constantFrom('example.org', 'mail.example.com')).map(([name, host]) => `${name}@${host}`),
    fc.stringMatching(/^eyJ[a-zA-Z0-9]{12}\.[a-zA-Z0-9]{12}\.[a-zA-Z0-9]{8}$/),
    fc.stringMatching(/^[1-9]\d{11,15}$/),
    fc.stringMatching(/^AKIA[A-Z0-9]{10}\d[A-Z0-9]{9}$/),
    fc.uuid(),
  );
  const around = fc.constantFrom('', 'no such customer ', 'token=', 'at line 3: ', '"');
  await fc.assert(
    fc.asyncProperty(forms, around, around, async (secret, before, after) => {
      const failing = probe(async (_event: unknown, _context: unknown): Promise<void> => {
        throw new RangeError(`${before}${secret}${after === '' ? '' : ` ${after}`}\n    at x (file:///var/${secret}:1:1)`);
      });
      await failing({}, CONTEXT).catch(() => undefined);
      const written = log.take();
      expect(written).toContain('RangeError');
      expect(written).not.toContain(secret);
    }),
    { numRuns: 150 },
  );
});

test('a message that looks like a stack is not taken for one', async () => {
  const failing = probe(async (_event: unknown, _context: unknown): Promise<void> => {
    throw new Error(`no\n    at zqsecret (${import.meta.dirname}/zqsecret.ts:1:1)`);
  });
  await failing({}, CONTEXT).catch(() => undefined);
  expect(JSON.stringify(log.last().error?.stack)).not.toContain('zqsecret');
});
