import { describe, expect, it } from 'vitest';
import { besieged } from './besieged.ts';

const siege = besieged();

/** What a page of somebody else's can make a browser send without being asked: nothing of it may need a token that it could have. */
const FORMS = [
  ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, 'targetId=orders'],
  ['a form with files', { 'content-type': 'multipart/form-data; boundary=x' }, '--x\r\ncontent-disposition: form-data; name="targetId"\r\n\r\norders\r\n--x--\r\n'],
  ['JSON as plain text', { 'content-type': 'text/plain;charset=UTF-8' }, '{"targetId":"orders"}'],
  ['JSON without a type', {}, '{"targetId":"orders"}'],
  ['a beacon', { 'content-type': 'application/json', 'sec-fetch-mode': 'no-cors', 'sec-fetch-site': 'cross-site' }, '{"targetId":"orders"}'],
] as const;

describe('another page, with the owner’s browser', () => {
  it.each(FORMS)('sends %s, with cookies, and pauses nothing', async (_, headers, body) => {
    const { raw, port, tokens } = siege();
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`).join('');
    const bare = await raw(`POST /v1/pause HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nOrigin: https://evil.example\r\nCookie: token=${tokens.owner}\r\n${lines}Content-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`);
    expect(bare).toMatch(/^HTTP\/1\.1 403 /);
    // A browser of long ago that names no origin has no token either.
    const old = await raw(`POST /v1/pause HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nCookie: token=${tokens.owner}\r\n${lines.replace(/sec-fetch-[^\n]+\n/g, '')}Content-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`);
    expect(old).toMatch(/^HTTP\/1\.1 401 /);
  });

  it.each(FORMS.slice(0, 4))('even with the token: %s is not JSON', async (_, headers, body) => {
    const { raw, port, tokens } = siege();
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`).join('');
    expect(await raw(`POST /v1/pause HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: Bearer ${tokens.owner}\r\n${lines}Content-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`)).toMatch(/^HTTP\/1\.1 415 /);
  });

  it.each([
    'https://evil.example', 'null', 'file://', 'http://127.0.0.1', 'http://127.0.0.1:1', 'http://localhost.evil.example', 'http://127.0.0.1.evil.example', 'chrome-extension://abcdefgh', 'http://127.0.0.1:PORT.evil.example', 'http://evil.example#http://127.0.0.1:PORT', 'http://127.0.0.1:PORT@evil.example', 'http://127.0.0.1:PORT, http://evil.example', 'ws://127.0.0.1:PORT', ' ',
  ])('from %s neither acts, reads, listens nor speaks to the agents’ door', async (origin) => {
    const { api, tokens, port } = siege();
    const headers = { origin: origin.replaceAll('PORT', String(port)) };
    const answers = [await api.act('pause', tokens.owner, { targetId: 'orders' }, headers), await api.ask('/v1/status', tokens.owner, { headers }), await api.ask('/v1/events', tokens.owner, { headers }), await api.ask('/mcp', tokens.owner, { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: '{}' })];
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
    for (const answer of answers) expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });

  it.each(['cross-site', 'same-site', 'CROSS-SITE', 'same-origin, cross-site'])('is not our own when the browser calls it %s', async (site) => {
    const { api, tokens } = siege();
    expect((await api.act('pause', tokens.owner, { targetId: 'orders' }, { 'sec-fetch-site': site })).status).toBe(403);
  });

  it.each(['GET', 'POST', 'PUT', 'DELETE', 'PATCH'])('is given no leave to send %s by a question before', async (method) => {
    const response = await siege().api.ask('/v1/pause', undefined, { method: 'OPTIONS', headers: { origin: 'https://evil.example', 'access-control-request-method': method, 'access-control-request-headers': 'authorization,content-type', 'access-control-request-private-network': 'true' } });
    expect([response.ok, [...response.headers.keys()].filter((name) => name.startsWith('access-control'))]).toEqual([false, []]);
  });

  it('cannot put ours into a frame, or read what it loads of us', async () => {
    for (const path of ['/', '/docs', '/openapi.json', '/config.json', '/assets/main.js', '/v1/status']) {
      const { headers } = await siege().api.ask(path);
      expect([path, headers.get('x-frame-options'), headers.get('cross-origin-resource-policy'), headers.get('content-security-policy')?.includes("frame-ancestors 'none'")]).toEqual([path, 'DENY', 'same-origin', true]);
    }
  });
});

describe('a name that was pointed here', () => {
  it.each([
    'evil.example', 'evil.example:PORT', '127.0.0.1.nip.io:PORT', 'localhost.evil.example:PORT', '127.0.0.1', '127.0.0.1:1', '0.0.0.0:PORT', '127.1:PORT', '2130706433:PORT', '0x7f000001:PORT', '0177.0.0.1:PORT', '127.000.000.001:PORT', '127.0.0.2:PORT', '[::ffff:127.0.0.1]:PORT', '[0:0:0:0:0:0:0:1]:PORT', '[::]:PORT', 'localhost.:PORT', 'localhost:0PORT', 'ada@127.0.0.1:PORT', '127.0.0.1:PORT/x', '127.0.0.1:PORT, evil.example', '',
  ])('is not answered: Host %j', async (host) => {
    const { raw, port, tokens } = siege();
    const answer = await raw(`POST /v1/pause HTTP/1.1\r\nHost: ${host.replaceAll('PORT', String(port))}\r\nAuthorization: Bearer ${tokens.owner}\r\nX-Forwarded-Host: 127.0.0.1:${port}\r\nContent-Type: application/json\r\nContent-Length: 21\r\nConnection: close\r\n\r\n{"targetId":"orders"}`);
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
  });

  it('is not answered when there is no Host, or there are two', async () => {
    const { raw, port, tokens } = siege();
    const body = `Authorization: Bearer ${tokens.owner}\r\nContent-Type: application/json\r\nContent-Length: 21\r\nConnection: close\r\n\r\n{"targetId":"orders"}`;
    for (const hosts of ['', `Host: 127.0.0.1:${port}\r\nHost: evil.example\r\n`, `Host: evil.example\r\nHost: 127.0.0.1:${port}\r\n`]) expect(await raw(`POST /v1/pause HTTP/1.1\r\n${hosts}${body}`)).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect(await raw(`POST /v1/pause HTTP/1.0\r\n${body}`)).toMatch(/^HTTP\/1\.\d 4\d\d /);
  });

  it.each(['http://evil.example/v1/pause', 'https://127.0.0.1/v1/pause', '//evil.example/v1/pause'])('is not answered in the place of a path: %s', async (target) => {
    const { raw, port, tokens } = siege();
    const answer = await raw(`POST ${target} HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: 127.0.0.1:${port}\r\nAuthorization: Bearer ${tokens.owner}\r\nContent-Type: application/json\r\nContent-Length: 21\r\nConnection: close\r\n\r\n{"targetId":"orders"}`);
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
  });

  it('does not serve our page either, which would be same-origin with it', async () => {
    const { raw } = siege();
    for (const path of ['/', '/docs', '/openapi.json', '/config.json']) expect(await raw(`GET ${path} HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n`)).toMatch(/^HTTP\/1\.1 403 /);
  });
});

describe('a method is what it is', () => {
  it.each([
    ['GET', '/v1/pause?targetId=orders', {}],
    ['HEAD', '/v1/pause?targetId=orders', {}],
    ['PUT', '/v1/pause', {}],
    ['DELETE', '/v1/pause', {}],
    ['GET', '/v1/pause?_method=POST&targetId=orders', {}],
    ['GET', '/v1/pause', { 'x-http-method-override': 'POST', 'x-http-method': 'POST', 'x-method-override': 'POST' }],
  ])('%s %s acts by no other name (%o)', async (method, path, headers) => {
    const { api, tokens } = siege();
    expect((await api.ask(path, tokens.owner, { method, headers: { ...headers } })).status).toBe(405);
  });
});
