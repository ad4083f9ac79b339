import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Authenticate } from '../../../../../lambdas/api/authenticate/authenticate.ts';
import { oidcTokens } from '../../../../../lambdas/api/authenticate/oidc-tokens.ts';
import { OidcDoor } from '../../../../../shared/config/doors.ts';
import { testClock } from '../../../../support/test-clock.ts';

type Pair = { readonly privateKey: KeyObject; readonly publicKey: KeyObject };
const rsa: Pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ec: Pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const ec384: Pair = generateKeyPairSync('ec', { namedCurve: 'P-384' });
const ed: Pair = generateKeyPairSync('ed25519');
const next: Pair = generateKeyPairSync('rsa', { modulusLength: 2048 });

const published = ({ publicKey }: Pair, kid: string, over: object = {}): object => ({ ...publicKey.export({ format: 'jwk' }), kid, use: 'sig', ...over });
const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** How each algorithm signs, as RFC 7518 and RFC 8037 say. */
const SIGNERS: Readonly<Record<string, (text: Buffer, { privateKey }: Pair) => Buffer>> = {
  RS256: (text, { privateKey }) => sign('sha256', text, privateKey),
  RS512: (text, { privateKey }) => sign('sha512', text, privateKey),
  PS256: (text, { privateKey }) => sign('sha256', text, { key: privateKey, padding: 6, saltLength: 32 }),
  ES256: (text, { privateKey }) => sign('sha256', text, { key: privateKey, dsaEncoding: 'ieee-p1363' }),
  ES384: (text, { privateKey }) => sign('sha384', text, { key: privateKey, dsaEncoding: 'ieee-p1363' }),
  EdDSA: (text, { privateKey }) => sign(null, text, privateKey),
};

const clock = testClock();
let server: Server;
let other: Server;
let issuer: string;
let keys: object[];
let asked: string[];
let answer: RequestListener | undefined;
let authenticate: Authenticate;

const listening = async (listener: RequestListener): Promise<Server> => {
  const made = createServer(listener);
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve));
  return made;
};
const addressOf = (made: Server): string => `http://127.0.0.1:${(made.address() as AddressInfo).port}`;

beforeEach(async () => {
  asked = [];
  answer = undefined;
  keys = [published(rsa, 'rsa'), published(ec, 'ec', { alg: 'ES256' }), published(ec384, 'ec384'), published(ed, 'ed')];
  server = await listening((request, response) => {
    asked.push(request.url ?? '');
    if (answer) return answer(request, response);
    const body = request.url === '/.well-known/openid-configuration' ? { issuer, jwks_uri: `${issuer}/keys` } : { keys };
    return response.setHeader('content-type', 'application/json').setHeader('content-encoding', 'gzip').end(gzipSync(JSON.stringify(body)));
  });
  other = await listening((request, response) => {
    asked.push(`elsewhere ${request.url ?? ''}`);
    response.end(JSON.stringify({ keys: [published(next, 'next')] }));
  });
  issuer = addressOf(server);
  // As a deployment says it, but for https, which a server of this process has no certificate for.
  authenticate = oidcTokens({ ...OidcDoor.parse({ issuer: 'https://login.example.com', audience: ['pawl'], groups: { owners: { may: ['read'] } } }), issuer }, { clock });
});
afterEach(() => {
  for (const one of [server, other]) {
    one.close();
    one.closeAllConnections();
  }
});

const tokenOf = (kid: string, alg: string, pair: Pair, over: object = {}): string => {
  const now = Math.floor(clock.now() / 1000);
  const text = `${part({ alg, kid, typ: 'JWT' })}.${part({ iss: issuer, aud: ['other', 'pawl'], sub: 'u-1', email: 'ada@example.com', groups: ['owners'], iat: now, exp: now + 300, ...over })}`;
  return `${text}.${SIGNERS[alg]?.(Buffer.from(text), pair).toString('base64url') ?? ''}`;
};
const isIn = async (token: string): Promise<boolean> => (await authenticate({ header: (name) => (name === 'authorization' ? `Bearer ${token}` : undefined), env: undefined })).ok;

describe('the keys of a provider that is really asked', () => {
  it('verify what they signed, in each of the algorithms that providers use', async () => {
    const tokens: [string, string, Pair][] = [['rsa', 'RS256', rsa], ['rsa', 'RS512', rsa], ['rsa', 'PS256', rsa], ['ec', 'ES256', ec], ['ec384', 'ES384', ec384], ['ed', 'EdDSA', ed]];
    for (const [kid, alg, pair] of tokens) expect([alg, await isIn(tokenOf(kid, alg, pair))]).toEqual([alg, true]);
    expect(asked).toEqual(['/.well-known/openid-configuration', '/keys']);
  });

  it('verify nothing in the algorithm of another kind of key, and nothing of another key', async () => {
    const wrong: [string, string, Pair][] = [['ec', 'ES384', ec384], ['ec384', 'ES256', ec], ['rsa', 'ES256', ec], ['ec', 'RS256', rsa], ['ed', 'RS256', rsa], ['rsa', 'EdDSA', ed], ['rsa', 'RS256', next]];
    for (const [kid, alg, pair] of wrong) expect([kid, alg, await isIn(tokenOf(kid, alg, pair))]).toEqual([kid, alg, false]);
  });

  it('are asked for once by however many come at once, and hardly ever for keys that were made up', async () => {
    expect(await Promise.all(Array.from({ length: 50 }, () => isIn(tokenOf('rsa', 'RS256', rsa))))).toEqual(Array.from({ length: 50 }, () => true));
    expect(asked).toHaveLength(2);
    clock.advance(31_000);
    expect(new Set(await Promise.all(Array.from({ length: 200 }, (_, index) => isIn(tokenOf(`made-up-${index}`, 'RS256', next)))))).toEqual(new Set([false]));
    expect(asked).toHaveLength(4);
    expect(await isIn(tokenOf('rsa', 'RS256', rsa))).toBe(true);
  });

  it('are followed to a new one, also while the old one is still in use', async () => {
    expect(await isIn(tokenOf('rsa', 'RS256', rsa))).toBe(true);
    keys = [...keys, published(next, 'next')];
    clock.advance(31_000);
    expect([await isIn(tokenOf('next', 'RS256', next)), await isIn(tokenOf('rsa', 'RS256', rsa))]).toEqual([true, true]);
    keys = [published(next, 'next')];
    clock.advance(3_600_001);
    expect([await isIn(tokenOf('rsa', 'RS256', rsa)), await isIn(tokenOf('next', 'RS256', next))]).toEqual([false, true]);
  });

  it('are taken from nowhere else: not where a redirect leads, not from what is no set of keys', async () => {
    const answers: RequestListener[] = [
      (request, response) => (request.url === '/keys' ? response.writeHead(302, { location: `${addressOf(other)}/keys` }).end() : response.end(JSON.stringify({ issuer, jwks_uri: `${issuer}/keys` }))),
      (_, response) => response.writeHead(302, { location: `${addressOf(other)}/` }).end(),
      (_, response) => response.writeHead(500).end('{"keys":[]}'),
      (_, response) => response.end('<html>'),
      (_, response) => response.end(`{"issuer":"${issuer}","jwks_uri":"file:///etc/passwd"}`),
      (_, response) => response.end(`{"issuer":"${issuer}","jwks_uri":"${issuer}/keys","keys":[],"x":"${'x'.repeat(600_000)}"}`),
      (request) => request.socket.destroy(),
    ];
    for (const [index, one] of answers.entries()) {
      answer = one;
      clock.advance(31_000);
      await expect(isIn(tokenOf('next', 'RS256', next)), String(index)).rejects.toThrow('keys of');
    }
    expect(asked.filter((path) => path.startsWith('elsewhere'))).toEqual([]);
  });

  it('that are secret, or for something else, are none', async () => {
    keys = [{ kty: 'oct', k: 'c2VjcmV0', kid: 'rsa', alg: 'HS256' }, published(rsa, 'enc', { use: 'enc' }), null, 7, { kty: 'RSA' }, published(ec, 'ec')].filter((one) => one !== null) as object[];
    expect([await isIn(tokenOf('rsa', 'RS256', rsa)), await isIn(tokenOf('enc', 'RS256', rsa)), await isIn(tokenOf('ec', 'ES256', ec))]).toEqual([false, false, true]);
  });
});
