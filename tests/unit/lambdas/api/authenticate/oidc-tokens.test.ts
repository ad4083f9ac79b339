import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { sign } from 'hono/utils/jwt/jwt';
import type { HonoJsonWebKey } from 'hono/utils/jwt/jws';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Authenticate } from '../../../../../lambdas/api/authenticate/authenticate.ts';
import { oidcTokens } from '../../../../../lambdas/api/authenticate/oidc-tokens.ts';
import { OidcDoor } from '../../../../../shared/config/doors.ts';
import { testClock } from '../../../../support/test-clock.ts';

const ISSUER = 'https://login.example.com/';
const oidc = OidcDoor.parse({
  issuer: ISSUER, audience: ['pawl'],
  groups: { owners: { may: ['read', 'operate', 'decide'] }, 'acme-leads': { may: ['read', 'decide'], tenants: ['acme'] }, viewers: { may: ['read'] } },
});

/** As a key set holds it, with its own algorithm. */
type Key = HonoJsonWebKey & { readonly alg: string; readonly use: string };
type Pair = { readonly privateKey: Key; readonly publicKey: object; readonly pem: string };
const exported = (key: KeyObject, kid: string, alg: string): Key => ({ ...key.export({ format: 'jwk' }), kid, alg, use: 'sig' });
const pair = (kid: string, alg: 'ES256' | 'RS256' = 'ES256'): Pair => {
  const { privateKey, publicKey } = alg === 'ES256' ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { privateKey: exported(privateKey, kid, alg), publicKey: exported(publicKey, kid, alg), pem: publicKey.export({ format: 'pem', type: 'spki' }).toString() };
};

const clock = testClock();
const FIRST = pair('first');
const SECOND = pair('second', 'RS256');
const STRANGER = pair('first');

let published: object[];
let asked: string[];
let isDown: boolean;
let authenticate: Authenticate;

beforeEach(() => {
  published = [FIRST.publicKey];
  asked = [];
  isDown = false;
  authenticate = oidcTokens(oidc, {
    clock,
    fetch: (url) => {
      asked.push(url);
      if (isDown) return Promise.reject(new TypeError('fetch failed'));
      return Promise.resolve(url.endsWith('/.well-known/openid-configuration') ? Response.json({ issuer: ISSUER, jwks_uri: 'https://login.example.com/keys' }) : Response.json({ keys: published }));
    },
  });
});

const seconds = (): number => Math.floor(clock.now() / 1000);
const claims = (over: Record<string, unknown> = {}) => ({ iss: ISSUER, aud: 'pawl', sub: 'u-1', email: 'ada@example.com', groups: ['owners'], iat: seconds(), exp: seconds() + 3600, ...over });
const asking = (token: string) => authenticate({ header: (name) => (name === 'authorization' ? `Bearer ${token}` : undefined), env: undefined });
const tokenOf = (over: Record<string, unknown> = {}, key: Pair = FIRST) => sign(claims(over), key.privateKey);

describe('a token of the provider', () => {
  it('says who somebody is', async () => {
    expect(await asking(await tokenOf())).toEqual({ ok: true, caller: { name: 'ada@example.com', kind: 'person', door: 'api', may: ['read', 'operate', 'decide'], tenants: 'all', groups: ['owners'] } });
  });

  it.each<[string, Record<string, unknown>]>([
    ['of another issuer', { iss: 'https://evil.example/' }],
    ['without an issuer', { iss: undefined }],
    ['for another audience', { aud: 'another' }],
    ['for nobody', { aud: undefined }],
    ['that is over', { exp: seconds() - 61 }],
    ['that never ends', { exp: undefined }],
    ['that ends in words', { exp: 'never' }],
    ['that begins later', { nbf: seconds() + 61 }],
    ['that was made later', { iat: seconds() + 61 }],
  ])('%s counts for nothing', async (_, over) => {
    expect((await asking(await tokenOf(over))).ok).toBe(false);
  });

  it('is given a minute, because two clocks are never the same', async () => {
    expect((await asking(await tokenOf({ exp: seconds() - 30, iat: seconds() + 30 }))).ok).toBe(true);
  });

  it('is signed by the provider: not by somebody with a key of the same name, not by nobody, not with the public key as a secret', async () => {
    expect((await asking(await tokenOf({}, STRANGER))).ok).toBe(false);
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const body = part(claims());
    for (const alg of ['none', 'None', 'HS256']) for (const signature of ['', 'AAAA']) expect((await asking(`${part({ alg, kid: 'first', typ: 'JWT' })}.${body}.${signature}`)).ok, alg).toBe(false);
    const forged = await sign(claims(), FIRST.pem, 'HS256');
    const [, payload = '', signature = ''] = forged.split('.');
    expect((await asking(`${part({ alg: 'HS256', kid: 'first', typ: 'JWT' })}.${payload}.${signature}`)).ok).toBe(false);
    const [head = '', , good = ''] = (await tokenOf()).split('.');
    expect((await asking(`${head}.${part(claims({ groups: ['owners'], email: 'eve@example.com' }))}.${good}`)).ok).toBe(false);
    expect((await asking(`${part({ alg: 'ES256', kid: 'first', crit: ['x'], x: 1 })}.${body}.${good}`)).ok).toBe(false);
  });

  it.each(['a.b.c', '..', 'e30.e30.', `${'x'.repeat(3000)}.${'y'.repeat(3000)}.z`])('that is rubbish (%s) counts for nothing', async (token) => {
    expect((await asking(token)).ok).toBe(false);
  });

  it('is left to others where it is none', async () => {
    expect(await asking('pawl_0123456789abcdef_x')).toMatchObject({ ok: false, silent: true });
  });
});

describe('the provider\'s keys', () => {
  it('are asked for once, and again when a new one is used', async () => {
    for (let call = 0; call < 5; call++) await asking(await tokenOf());
    expect(asked).toHaveLength(2);
    published = [FIRST.publicKey, SECOND.publicKey];
    clock.advance(31_000);
    expect((await asking(await tokenOf({}, SECOND))).ok).toBe(true);
    expect(asked).toHaveLength(4);
  });

  it('are not asked for by whoever makes keys up', async () => {
    await asking(await tokenOf());
    const unknown = pair('unknown');
    for (let call = 0; call < 20; call++) expect((await asking(await tokenOf({}, unknown))).ok).toBe(false);
    expect(asked.length).toBeLessThanOrEqual(4);
  });

  it('that were taken back count no longer, after an hour', async () => {
    await asking(await tokenOf());
    published = [SECOND.publicKey];
    clock.advance(3_600_001);
    expect((await asking(await tokenOf())).ok).toBe(false);
  });

  it('are remembered while the provider is down, and for no longer than a day', async () => {
    await asking(await tokenOf());
    isDown = true;
    clock.advance(2 * 3_600_000);
    expect((await asking(await tokenOf())).ok).toBe(true);
    clock.advance(24 * 3_600_000);
    await expect(asking(await tokenOf())).rejects.toThrow('cannot be read');
  });

  it('are not believed of a provider that says it is another one', async () => {
    const odd = oidcTokens(oidc, { clock, fetch: () => Promise.resolve(Response.json({ issuer: 'https://evil.example/', jwks_uri: 'https://evil.example/keys' })) });
    const token = await tokenOf();
    await expect(odd({ header: () => `Bearer ${token}`, env: undefined })).rejects.toThrow();
  });
});
