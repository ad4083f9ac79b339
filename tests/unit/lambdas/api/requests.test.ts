import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { request as httpRequest } from 'node:http';
import { Problem } from '../../../../lambdas/api/problem.ts';
import { startApi, type ApiServer } from '../../../support/api-server.ts';

let api: ApiServer;
let token: string;

beforeAll(async () => {
  api = await startApi();
  token = await api.token();
});
afterAll(() => api.close());

const problemOf = async (response: Response) => {
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  return Problem.parse(await response.json());
};

/** `fetch` does not let a test lie about Host. */
const asHost = (host: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const { port } = new URL(api.url);
    httpRequest({ host: '127.0.0.1', port, path: '/v1/who-am-i', headers: { host, authorization: `Bearer ${token}` } }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    }).once('error', reject).end();
  });

describe('who asks', () => {
  it('is whoever holds the token, with what that gives', async () => {
    expect(await (await api.ask('/v1/who-am-i', token)).json()).toMatchObject({ name: 'ada', kind: 'person', door: 'api', tenants: 'all' });
  });

  it.each([
    ['nothing', undefined],
    ['an empty token', ''],
    ['a made-up token', `pawl_${'0'.repeat(16)}_${'a'.repeat(43)}`],
    ['a token that is signed, where nobody verifies signatures', 'aaa.bbb.ccc'],
    ['eight kilobytes', 'x'.repeat(8000)],
  ])('is nobody with %s', async (_, said) => {
    const response = await api.ask('/v1/who-am-i', said);
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toContain('Bearer');
    expect((await problemOf(response)).code).toBe('unauthenticated');
  });

  it('is nobody any more once the credential is revoked', async () => {
    const made = await api.token({ name: 'leaver' });
    expect((await api.ask('/v1/who-am-i', made)).status).toBe(200);
    const { id } = (await api.credentials.list()).find(({ name }) => name === 'leaver') ?? { id: '' };
    await api.credentials.revoke(id, { by: 'test', at: api.dependencies.clock.now() });
    expect((await api.ask('/v1/who-am-i', made)).status).toBe(401);
  });

  it('is not told by cookies, queries or a second header', async () => {
    expect((await api.ask(`/v1/who-am-i?token=${token}&access_token=${token}`)).status).toBe(401);
    expect((await api.ask('/v1/who-am-i', undefined, { headers: { cookie: `token=${token}; authorization=Bearer ${token}` } })).status).toBe(401);
    expect((await api.ask('/v1/who-am-i', undefined, { headers: { 'x-forwarded-user': 'ada', 'x-amzn-iam-arn': 'arn:aws:iam::1:user/ada' } })).status).toBe(401);
  });

  it('comes through the page only where a browser shows our own', async () => {
    expect(await (await api.ask('/v1/who-am-i', token, { headers: { 'sec-fetch-site': 'same-origin' } })).json()).toMatchObject({ door: 'page' });
  });
});

describe('where a request comes from', () => {
  it('may not be a name that somebody else pointed here', async () => {
    const { port } = new URL(api.url);
    expect(await asHost(`127.0.0.1:${port}`)).toBe(200);
    expect(await asHost(`LOCALHOST:${port}`)).toBe(200);
    for (const host of ['evil.example', `evil.example:${port}`, '127.0.0.1', `127.0.0.1.evil.example:${port}`, `0.0.0.0:${port}`]) expect(await asHost(host), host).toBe(403);
  });

  it.each([
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: 'http://127.0.0.1:1' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ])('may not be the page of somebody else: %o', async (headers) => {
    for (const response of [await api.ask('/v1/who-am-i', token, { headers: { ...headers } }), await api.act('start-cycle', token, {}, { ...headers })]) {
      expect(response.status).toBe(403);
      expect((await problemOf(response)).code).toBe('wrong-origin');
    }
  });

  it('lets our own page in', async () => {
    expect((await api.ask('/v1/who-am-i', token, { headers: { origin: api.url } })).status).toBe(200);
  });

  it('gives no other page leave to read: there is no CORS', async () => {
    const response = await fetch(`${api.url}/v1/start-cycle`, { method: 'OPTIONS', headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' } });
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
    expect(response.status).toBeGreaterThanOrEqual(400);
  });
});

describe('what is sent', () => {
  it.each([
    ['no JSON', '{', 400],
    ['half a character', new Uint8Array([0x7b, 0x22, 0xc3, 0x22, 0x7d]), 400],
    ['a million brackets', '['.repeat(30_000), 400],
    ['brackets within brackets', `{"a":${'['.repeat(5000)}${']'.repeat(5000)}}`, 400],
    ['the prototype of everything', '{"__proto__":{"dryRun":true}}', 400],
    ['a list', '[]', 422],
    ['a name that is none', '{"dryrun":true}', 422],
    ['null', 'null', 200],
    ['sixty-five kilobytes', JSON.stringify({ targetIds: ['x'.repeat(66_000)] }), 413],
  ])('%s is answered with its status', async (_, body, status) => {
    const response = await api.ask('/v1/start-cycle', token, { method: 'POST', body, headers: { 'content-type': 'application/json' } });
    expect(response.status).toBe(status);
    if (status !== 200) await problemOf(response);
  });

  it('is too large also when it does not say how large it is', async () => {
    const body = new ReadableStream({
      pull: (controller) => controller.enqueue(new TextEncoder().encode('x'.repeat(16_384))),
    });
    const response = await api.ask('/v1/start-cycle', token, { method: 'POST', body, headers: { 'content-type': 'application/json' }, duplex: 'half' });
    expect(response.status).toBe(413);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/json; charset=latin1', 'application/jsonp'])('is not JSON as %s', async (type) => {
    const response = await api.ask('/v1/start-cycle', token, { method: 'POST', body: '{"dryRun":true}', headers: { 'content-type': type } });
    expect(response.status).toBe(415);
  });

  it('may be nothing, where nothing has to be said', async () => {
    expect((await api.ask('/v1/start-cycle', token, { method: 'POST' })).status).toBe(200);
  });
});

describe('answers', () => {
  it('to a wrong method name the right one', async () => {
    const response = await api.ask('/v1/who-am-i', token, { method: 'DELETE' });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    expect((await api.ask('/v1/start-cycle', token)).status).toBe(405);
  });

  it('to what is not there are problems, whatever the path', async () => {
    for (const path of ['/v1', '/v1/', '/v1/nothing', '/v1/who-am-i/', '/v2/who-am-i', '/../../etc/passwd', '/%2e%2e/%2e%2e/etc/passwd', '/..%2f..%2fetc%2fpasswd', '/v1/%00', '/mcp']) {
      const response = await api.ask(path, token);
      expect(response.status, path).toBe(404);
      await problemOf(response);
    }
  });

  it('carry what keeps a browser from doing more with them', async () => {
    for (const response of [await api.ask('/v1/who-am-i', token), await api.ask('/v1/who-am-i'), await api.ask('/nothing'), await api.ask('/docs')]) {
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
      expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none'.*frame-ancestors 'none'/);
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(response.headers.get('x-powered-by')).toBeNull();
    }
  });

  it('to what nobody expected say nothing of the inside, and it is told under the same id', async () => {
    const told: string[] = [];
    const broken = await startApi({ dependencies: () => Promise.reject(new Error('no such file /home/ada/secret')), onFailure: (_, instance) => told.push(instance) });
    try {
      const response = await broken.ask('/v1/who-am-i', await broken.token());
      const problem = await problemOf(response);
      expect(problem).toMatchObject({ status: 500, code: 'failed', instance: told[0] });
      expect(JSON.stringify(problem)).not.toMatch(/ada|secret|\.ts|at /);
    } finally {
      await broken.close();
    }
  });

  it('to the hundred things above were all expected ones', () => expect(api.failures).toEqual([]));
});
