import { once } from 'node:events';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { besieged } from './besieged.ts';

const siege = besieged();

const BODY = '{"targetId":"orders"}';
/** The status of each answer that came back over one connection. */
const statusesIn = (text: string): number[] => [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
const withToken = (): string => `Host: 127.0.0.1:${siege().port}\r\nAuthorization: Bearer ${siege().tokens.owner}\r\nContent-Type: application/json\r\n`;
/** A second request hidden in what the first one's reader may take for its body. */
const hidden = (): string => `POST /v1/pause HTTP/1.1\r\n${withToken()}Content-Length: ${BODY.length}\r\nConnection: close\r\n\r\n${BODY}`;

describe('a request that two readers would cut differently', () => {
  it.each<[string, () => string]>([
    ['both a length and chunks', () => `GET /v1/status HTTP/1.1\r\n${withToken()}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${hidden()}`],
    ['two lengths', () => `GET /v1/status HTTP/1.1\r\n${withToken()}Content-Length: 0\r\nContent-Length: 200\r\n\r\n${hidden()}`],
    ['two lengths in one header', () => `GET /v1/status HTTP/1.1\r\n${withToken()}Content-Length: 0, 200\r\n\r\n${hidden()}`],
    ['a length below zero', () => `GET /v1/status HTTP/1.1\r\n${withToken()}Content-Length: -1\r\n\r\n${hidden()}`],
    ['a length with a sign', () => `GET /v1/status HTTP/1.1\r\n${withToken()}Content-Length: +0\r\n\r\n${hidden()}`],
    ['a length in hexadecimal', () => `GET /v1/status HTTP/1.1\r\n${withToken()}Content-Length: 0x0\r\n\r\n${hidden()}`],
    ['chunks called by another case and blanks', () => `GET /v1/status HTTP/1.1\r\n${withToken()}Content-Length: 4\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n${hidden()}`],
    ['chunks that are no chunks', () => `GET /v1/status HTTP/1.1\r\n${withToken()}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n${hidden()}`],
    ['chunks and then something', () => `GET /v1/status HTTP/1.1\r\n${withToken()}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n${hidden()}`],
    ['a chunk whose length is no number', () => `POST /v1/ring-alarm HTTP/1.1\r\n${withToken()}Transfer-Encoding: chunked\r\n\r\nzz\r\n${hidden()}`],
    ['a chunk whose length has no end', () => `POST /v1/ring-alarm HTTP/1.1\r\n${withToken()}Transfer-Encoding: chunked\r\n\r\n${'f'.repeat(40)}\r\n${hidden()}`],
    ['a line that is folded', () => `GET /v1/status HTTP/1.1\r\n${withToken()}X-A: b\r\n Content-Length: 0\r\nContent-Length\r\n : 4\r\n\r\n${hidden()}`],
    ['a header without a name', () => `GET /v1/status HTTP/1.1\r\n${withToken()}: x\r\n\r\n${hidden()}`],
    ['a NUL in a header', () => `GET /v1/status HTTP/1.1\r\n${withToken()}X-A: a\0b\r\n\r\n${hidden()}`],
    ['bare line feeds in a name', () => `GET /v1/status HTTP/1.1\r\n${withToken()}X-A\n: b\r\n\r\n${hidden()}`],
    ['a method of two words', () => `GET POST /v1/pause HTTP/1.1\r\n${withToken()}\r\n${hidden()}`],
    ['a version that there is not', () => `GET /v1/status HTTP/9.9\r\n${withToken()}\r\n${hidden()}`],
    ['no HTTP at all', () => `\x16\x03\x01\x02\x00${hidden()}`],
    ['another protocol’s beginning', () => `PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n${hidden()}`],
    ['headers of 100 KB', () => `GET /v1/status HTTP/1.1\r\n${withToken()}X-A: ${'a'.repeat(100_000)}\r\n\r\n${hidden()}`],
    ['ten thousand headers', () => `GET /v1/status HTTP/1.1\r\n${withToken()}${'X-A: b\r\n'.repeat(10_000)}\r\n${hidden()}`],
    ['an address of 100 KB', () => `GET /v1/status?${'a'.repeat(100_000)} HTTP/1.1\r\n${withToken()}\r\n${hidden()}`],
  ])('%s: the hidden one is not read', async (_, bytes) => {
    expect(statusesIn(await siege().raw(bytes())).every((status) => status >= 400 && status < 500)).toBe(true);
  });

  it('a body that is announced and never sent reserves nothing, and is over when the connection is', async () => {
    const { port, raw } = siege();
    expect(await raw(`POST /v1/pause HTTP/1.1\r\n${withToken()}Content-Length: 999999999999\r\nConnection: close\r\n\r\n`)).toMatch(/^HTTP\/1\.1 413 /);
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write(`POST /v1/pause HTTP/1.1\r\n${withToken()}Content-Length: 500\r\n\r\n{"targetId":"orders"`);
    socket.destroy();
    await once(socket, 'close');
  });

  it('an upgrade to another protocol is none', async () => {
    const answer = await siege().raw(`GET /v1/events HTTP/1.1\r\nHost: 127.0.0.1:${siege().port}\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n`);
    expect(statusesIn(answer)).not.toContain(101);
  });

  it('a tunnel through is none', async () => {
    expect(statusesIn(await siege().raw(`CONNECT 169.254.169.254:80 HTTP/1.1\r\n${withToken()}Connection: close\r\n\r\n`)).every((status) => status >= 400)).toBe(true);
  });
});

describe('a body', () => {
  const send = async (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}): Promise<number> =>
    (await siege().api.ask('/v1/pause', siege().tokens.owner, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } })).status;

  it.each<[string, () => string | Uint8Array<ArrayBuffer>, number]>([
    ['one byte too long', () => `{"targetId":"orders"${' '.repeat(64 * 1024 - 21 + 1)}}`, 413],
    ['a megabyte of blanks', () => ' '.repeat(1_000_000), 413],
    ['no JSON', () => '{', 400],
    ['two documents', () => `${BODY}${BODY}`, 400],
    ['JSON with a comment', () => `/**/${BODY}`, 400],
    ['not a number', () => '{"targetId":NaN}', 400],
    ['infinity', () => '{"targetId":Infinity}', 400],
    ['a number beyond all', () => '{"targetId":1e999}', 422],
    ['half a character', () => new Uint8Array([0x22, 0xc3, 0x28, 0x22]), 400],
    ['an overlong slash', () => new Uint8Array([0x22, 0xc0, 0xaf, 0x22]), 400],
    ['UTF-16', () => new Uint8Array(Buffer.from(BODY, 'utf16le')), 400],
    ['five thousand brackets', () => `{"targetId":${'['.repeat(5000)}${']'.repeat(5000)}}`, 400],
    ['the prototype of everything', () => '{"targetId":"orders","__proto__":{"tenants":"all"}}', 400],
    ['a prototype within', () => '{"targetId":{"__proto__":{"x":1}}}', 400],
    ['a constructor', () => '{"targetId":"orders","constructor":{"prototype":{"tenants":"all"}}}', 422],
    ['a list', () => `[${BODY}]`, 422],
    ['a text', () => '"orders"', 422],
    ['an object in place of an id', () => '{"targetId":{"$ne":""}}', 422],
    ['a list in place of an id', () => '{"targetId":["orders"]}', 422],
    ['an id of 65 characters', () => `{"targetId":"${'o'.repeat(65)}"}`, 422],
    ['half a surrogate as id', () => '{"targetId":"\\ud800"}', 404],
    ['a NUL behind the id', () => '{"targetId":"orders\\u0000"}', 404],
    ['another id under the same name, last', () => '{"targetId":"orders","targetId":"nothing"}', 404],
  ])('%s pauses nothing', async (_, body, status) => {
    expect(await send(body())).toBe(status);
    expect(({} as { tenants?: unknown }).tenants).toBeUndefined();
  });

  it('that is packed stays packed: a bomb of zeros never goes off', async () => {
    const bomb = gzipSync(Buffer.alloc(20_000_000, 0x20));
    expect(bomb.length).toBeLessThan(64 * 1024);
    const before = process.memoryUsage().arrayBuffers;
    for (const encoding of ['gzip', 'br', 'deflate', 'zstd', 'gzip, gzip']) expect(await send(new Uint8Array(bomb), { 'content-encoding': encoding })).toBe(400);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(15_000_000);
  });
});

describe('what is behind the addresses', () => {
  it.each([
    '/../secret.txt', '/..%2fsecret.txt', '/%2e%2e/secret.txt', '/%2e%2e%2fsecret.txt', '/%252e%252e%252fsecret.txt', '/assets/../../secret.txt', '/assets/..%2f..%2fsecret.txt', '/assets/..\\..\\secret.txt', '/assets/..%5c..%5csecret.txt', '/assets/....//....//secret.txt', '/assets/%c0%ae%c0%ae/secret.txt', '/assets/main.js%00.html', '/assets/main.js/', '/assets//main.js', '/assets/./main.js.', '//etc/passwd', '/file:///etc/passwd', '/index.html%20', '/INDEX.HTML', '/.git/config', '/pawl.config.json', '/doors.json', '/constructor', '/__proto__', '/assets/', '/assets', '/%', '/%ff%fe',
  ])('is not read from the disk: %s', async (path) => {
    const { raw, port } = siege();
    const answer = await raw(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`);
    // Dots that a browser takes out before it asks lead to what is there.
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d |^HTTP\/1\.1 200 [^]*\r\n\r\nexport \{\};$/);
    expect(answer).not.toMatch(/quincunx|root:/);
  });

  it.each(['../secret.txt', '..%2fsecret.txt', '../../../../etc/passwd', 'cyc-1/../cyc-globex', 'cyc-1\0', 'file:///etc/passwd', 'reports/cyc-1', '%2e%2e%2fsecret.txt', 'cyc-1.html', '.', 'C:\\secret.txt'])('nor by the id of a report: %j', async (id) => {
    const { api, tokens, mcp } = siege();
    for (const format of ['json', 'html', 'markdown']) {
      const response = await api.ask(`/v1/read-report?format=${format}&cycleId=${encodeURIComponent(id)}`, tokens.owner);
      expect([response.status, (await response.text()).includes('quincunx')]).toEqual([404, false]);
    }
    expect((await api.ask('/v1/read-report?cycleId=cyc-1&format=../../secret', tokens.owner)).status).toBe(422);
    expect(await mcp('owner', 'resources/read', { uri: `pawl://reports/${id}` })).toMatchObject({ isError: true });
  });
});
