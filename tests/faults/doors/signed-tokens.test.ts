import { generateKeyPairSync, sign as signBytes, type KeyObject } from 'node:crypto';
import { sign } from 'hono/utils/jwt/jwt';
import type { HonoJsonWebKey } from 'hono/utils/jwt/jws';
import { describe, expect, it } from 'vitest';
import { firstOf } from '../../../lambdas/api/authenticate/authenticate.ts';
import { bearerCredentials } from '../../../lambdas/api/authenticate/bearer-credentials.ts';
import { oidcTokens } from '../../../lambdas/api/authenticate/oidc-tokens.ts';
import { OidcDoor } from '../../../shared/config/doors.ts';
import { Credentials } from '../../../shared/store/credentials.ts';
import { T0 } from '../../support/simulated-release.ts';
import { besieged, foreignWords } from './besieged.ts';

const ISSUER = 'https://login.example.com/';
const oidc = OidcDoor.parse({
  issuer: ISSUER, audience: ['pawl'], claims: { tenants: 'tenants' },
  groups: { owners: { may: ['read', 'operate', 'decide', 'deploy', 'administer'] }, viewers: { may: ['read'] } },
});

type Key = HonoJsonWebKey & { readonly kid: string; readonly alg: string; readonly use: string };
const jwkOf = (key: KeyObject, kid: string, alg: string): Key => ({ ...key.export({ format: 'jwk' }), kid, alg, use: 'sig' });
const provider = generateKeyPairSync('rsa', { modulusLength: 2048 });
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 });
const PUBLISHED = jwkOf(provider.publicKey, 'key-1', 'RS256');
const asked: string[] = [];

const siege = besieged({
  options: ({ dependencies: { store, clock } }) => ({
    authenticate: firstOf(bearerCredentials(new Credentials(store), clock), oidcTokens(oidc, {
      clock,
      fetch: async (url) => {
        asked.push(url);
        return Response.json(url.endsWith('/openid-configuration') ? { issuer: ISSUER, jwks_uri: 'https://login.example.com/keys' } : { keys: [PUBLISHED] });
      },
    })),
  }),
});

const seconds = T0 / 1000 + 3600;
const claimsWith = (over: Record<string, unknown> = {}): Record<string, unknown> => ({ iss: ISSUER, aud: 'pawl', sub: 'u-1', email: 'zoe@example.com', groups: ['owners'], tenants: ['acme'], iat: T0 / 1000, exp: seconds * 2, ...over });
const tokenOf = (over: Record<string, unknown> = {}): Promise<string> => sign(claimsWith(over), jwkOf(provider.privateKey, 'key-1', 'RS256'));
const part = (value: object | string): string => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
/** A token with a head of one's own, really signed by a key. */
const headed = (head: object, key: KeyObject = stranger.privateKey, claims: object | string = claimsWith()): string => {
  const text = `${part(head)}.${part(claims)}`;
  return `${text}.${signBytes('sha256', Buffer.from(text), key).toString('base64url')}`;
};
const whoAmI = async (token: string): Promise<Response> => siege().api.ask('/v1/who-am-i', token);

it('the provider’s own token is let in, as nobody but whom it speaks of', async () => {
  expect(await (await whoAmI(await tokenOf())).json()).toMatchObject({ name: 'zoe@example.com', kind: 'person', tenants: ['acme'] });
});

describe('a token whose claims do not hold is nobody’s', () => {
  it.each<[string, Record<string, unknown>]>([
    ['another issuer', { iss: 'https://login.example.com.evil.example/' }],
    ['an issuer that only looks the same', { iss: 'https://login.example.com' }],
    ['issuers in a list', { iss: [ISSUER] }],
    ['no issuer', { iss: undefined }],
    ['another audience', { aud: 'paw1' }],
    ['an audience within a longer word', { aud: 'pawl-staging' }],
    ['audiences without ours', { aud: ['a', 'b'] }],
    ['an audience that is an object', { aud: { pawl: true } }],
    ['no audience', { aud: undefined }],
    ['over', { exp: T0 / 1000 - 61 }],
    ['an end in words', { exp: 'tomorrow' }],
    ['an end that is a text of digits', { exp: String(seconds) }],
    ['no end', { exp: undefined }],
    ['an end in a list', { exp: [seconds] }],
    ['a beginning to come', { nbf: seconds + 1e6 }],
    ['made in the future', { iat: seconds + 1e6 }],
    ['a name that is a list', { email: ['ada'], azp: undefined, sub: '\u202eada' }],
    ['a name with a line break', { email: 'zoe\nada' }],
    ['a name that turns the reading direction', { email: 'zoe\u202eada' }],
    ['a name of an agent’s owner', { email: 'helper for ada' }],
    ['an address that nobody verified', { email: 'ada@example.com', email_verified: false }],
  ])('%s', async (_, over) => {
    expect((await whoAmI(await tokenOf(over))).status).toBe(401);
  });
});

describe('a token that somebody else signed is nobody’s', () => {
  it.each<[string, () => Promise<string> | string]>([
    ['by a key of the same name', () => headed({ alg: 'RS256', kid: 'key-1' })],
    ['by none', () => `${part({ alg: 'none', kid: 'key-1' })}.${part(claimsWith())}.`],
    ['by nOnE, with something in place of a signature', () => `${part({ alg: 'nOnE', kid: 'key-1' })}.${part(claimsWith())}.AAAA`],
    ['by the public key as a secret', async () => (await sign(claimsWith(), provider.publicKey.export({ format: 'pem', type: 'spki' }).toString(), 'HS256')).replace(/^[^.]+/, part({ alg: 'HS256', kid: 'key-1' }))],
    ['by the published key as text as a secret', async () => (await sign(claimsWith(), JSON.stringify(PUBLISHED), 'HS256')).replace(/^[^.]+/, part({ alg: 'HS256', kid: 'key-1' }))],
    ['by a key that it brings along', () => headed({ alg: 'RS256', kid: 'key-1', jwk: jwkOf(stranger.publicKey, 'key-1', 'RS256') })],
    ['by keys at an address that it names', () => headed({ alg: 'RS256', kid: 'key-1', jku: 'https://evil.example/keys' })],
    ['by a certificate at an address that it names', () => headed({ alg: 'RS256', kid: 'key-1', x5u: 'https://evil.example/cert', x5c: ['AAAA'] })],
    ['by a file as key', () => headed({ alg: 'RS256', kid: '../../../../dev/null' })],
    ['by an address as key', () => headed({ alg: 'RS256', kid: 'https://evil.example/keys#1' })],
    ['by a key with a name of 8 KB', () => headed({ alg: 'RS256', kid: 'k'.repeat(4000) })],
    ['by a key whose name is a list', () => headed({ alg: 'RS256', kid: ['key-1'] })],
    ['by a key without a name', () => headed({ alg: 'RS256' })],
    ['by a key called like what every object has', () => headed({ alg: 'RS256', kid: 'constructor' })],
    ['by another procedure than the key’s', () => headed({ alg: 'RS512', kid: 'key-1' }, provider.privateKey)],
    ['with a part that must be understood', () => headed({ alg: 'RS256', kid: 'key-1', crit: ['exp'], exp: 1 }, stranger.privateKey)],
    ['with a signature of zeros', async () => (await tokenOf()).replace(/[^.]+$/, Buffer.alloc(256).toString('base64url'))],
    ['with other claims under a good signature', async () => (await tokenOf()).replace(/\.[^.]+\./, `.${part(claimsWith({ tenants: ['globex'] }))}.`)],
    ['without a signature', async () => (await tokenOf()).replace(/[^.]+$/, '')],
    ['with five parts', async () => `${await tokenOf()}.x.y`],
  ])('%s', async (_, forge) => {
    expect((await whoAmI(await forge())).status).toBe(401);
  });

  it('however many unknown keys are named, the provider is hardly asked, and never anybody else', async () => {
    asked.length = 0;
    for (let index = 0; index < 50; index++) expect((await whoAmI(headed({ alg: 'RS256', kid: `unknown-${index}`, jku: 'https://evil.example/keys' }))).status).toBe(401);
    expect(asked.length).toBeLessThanOrEqual(2);
    expect(asked.filter((url) => !url.startsWith(ISSUER))).toEqual([]);
  });
});

describe('claims give no more than they say', () => {
  it.each<[string, unknown]>([['the word for all', 'all'], ['the word for all in a list', ['all']], ['a star', ['*']], ['nothing', undefined], ['an object', { all: true }], ['objects in a list', [{ id: 'globex' }]], ['numbers', [1, 2]], ['truth', true]])('as tenants %s: nobody’s things are seen', async (_, tenants) => {
    const token = await tokenOf({ tenants });
    for (const command of ['list-improvements', 'list-targets', 'list-cycles', 'list-audit?targetId=shop']) {
      const text = await (await siege().api.ask(`/v1/${command}`, token)).text();
      expect(foreignWords(text, 'acme').concat(foreignWords(text, 'globex'))).toEqual([]);
    }
  });

  it('of two claims of one name, the signed text’s last one counts, and groups that are called like what every object has give nothing', async () => {
    const twice = JSON.stringify(claimsWith({ groups: ['constructor', '__proto__', 'toString'] })).replace('"tenants":["acme"]', '"tenants":["globex"],"tenants":["acme"]');
    expect(await (await whoAmI(headed({ alg: 'RS256', kid: 'key-1' }, provider.privateKey, twice))).json()).toMatchObject({ title: 'Not permitted' });
  });

  it('a client’s own token is a program, and decides nothing', async () => {
    const token = await tokenOf({ sub: 'ci', azp: 'ci', tenants: ['acme', 'globex'] });
    expect((await siege().api.act('approve', token, { improvementId: 'imp-acme' })).status).toBe(403);
  });
});
