import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { besieged, type Siege } from './besieged.ts';

const siege = besieged();

/** How a decision is tried with a token; imp-2 waits for one, and the owner could give it. */
const deciding = async (token: string, headers: Record<string, string> = {}): Promise<Response> => siege().api.act('approve', token, { improvementId: 'imp-2' }, headers);

const [ID_LENGTH, PREFIX] = [16, 'pawl_'.length];
const secretOf = (token: string): string => token.slice(PREFIX + ID_LENGTH + 1);
const idOf = (token: string): string => token.slice(PREFIX, PREFIX + ID_LENGTH);

describe('a token that was tampered with opens nothing', () => {
  it.each<[string, (tokens: Siege['tokens']) => string]>([
    ['nobody’s', () => `pawl_${'0'.repeat(16)}_${'a'.repeat(43)}`],
    ['the owner’s id with a made-up secret', ({ owner }) => `pawl_${idOf(owner)}_${'A'.repeat(43)}`],
    ['the owner’s id with an agent’s secret', ({ owner, agent }) => `pawl_${idOf(owner)}_${secretOf(agent)}`],
    ['an agent’s id with the owner’s secret', ({ owner, agent }) => `pawl_${idOf(agent)}_${secretOf(owner)}`],
    ['one character short', ({ owner }) => owner.slice(0, -1)],
    ['one character more', ({ owner }) => `${owner}A`],
    ['another case', ({ owner }) => (owner === owner.toUpperCase() ? owner.toLowerCase() : owner.toUpperCase())],
    ['its last character changed', ({ owner }) => `${owner.slice(0, -2)}${owner.at(-2) === 'x' ? 'yy' : 'xx'}`],
    ['the id alone', ({ owner }) => `pawl_${idOf(owner)}_`],
    ['the SHA-256 that is stored of it', ({ owner }) => `pawl_${idOf(owner)}_${createHash('sha256').update(owner).digest('base64url')}`],
    ['the same hash in hexadecimal', ({ owner }) => createHash('sha256').update(owner).digest('hex')],
    ['twice in a row', ({ owner }) => owner + owner],
    ['with a space within', ({ owner }) => `${owner} x`],
    ['shaped like a signed one', ({ owner }) => `${owner}.e30.e30`],
    ['percent-encoded', ({ owner }) => owner.replaceAll('_', '%5F')],
  ])('%s', async (_, forge) => {
    const { tokens } = siege();
    const forged = forge(tokens);
    expect(Object.values(tokens)).not.toContain(forged);
    const response = await deciding(forged);
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="pawl"']);
    expect(await response.text()).not.toContain(secretOf(tokens.owner));
  });
});

describe('a token that is over opens nothing', () => {
  it('revoked', async () => {
    const { api, store } = siege();
    const token = await api.token({ name: 'leaver' });
    await api.credentials.revoke(idOf(token), { by: 'test', at: api.dependencies.clock.now() });
    store.forget();
    expect((await deciding(token)).status).toBe(401);
  });

  it('expired, to the millisecond', async () => {
    const { api, store } = siege();
    const token = await api.token({ name: 'guest', expiresAt: api.dependencies.clock.now() });
    store.forget();
    expect((await deciding(token)).status).toBe(401);
  });

  it('and cannot be told from one that never was', async () => {
    const { api, store } = siege();
    const token = await api.token({ name: 'late', expiresAt: api.dependencies.clock.now() - 1 });
    store.forget();
    const [over, unknown] = await Promise.all([token, `pawl_${'1'.repeat(16)}_${'b'.repeat(43)}`].map(async (one) => (await (await deciding(one)).text()).replaceAll(/"instance":"[^"]+"/g, '')));
    expect(over).toBe(unknown);
  });
});

describe('a token says who somebody is in one way only', () => {
  it.each<[string, (token: string) => { readonly path?: string; readonly headers?: Record<string, string> }]>([
    ['in a query', (token) => ({ path: `/v1/who-am-i?token=${token}&access_token=${token}` })],
    ['in a cookie', (token) => ({ headers: { cookie: `token=${token}; session=${token}; Authorization=Bearer ${token}` } })],
    ['as Basic', (token) => ({ headers: { authorization: `Basic ${Buffer.from(`ada:${token}`).toString('base64')}` } })],
    ['as a bare word', (token) => ({ headers: { authorization: token } })],
    ['behind another scheme', (token) => ({ headers: { authorization: `Negotiate Bearer ${token}` } })],
    ['in a header of somebody’s own', (token) => ({ headers: { 'x-api-key': token, 'x-auth-token': token, 'proxy-authorization': `Bearer ${token}` } })],
    ['in the name and password of the address', (token) => ({ headers: { 'x-original-url': `http://ada:${token}@127.0.0.1/v1/who-am-i` } })],
    ['by saying who one is', () => ({ headers: { 'x-forwarded-user': 'ada', 'x-remote-user': 'ada', from: 'ada', 'x-amzn-oidc-identity': 'ada', 'x-pawl-caller': JSON.stringify({ name: 'ada', kind: 'person', may: ['decide'] }) } })],
  ])('not %s', async (_, say) => {
    const { api, tokens } = siege();
    const { path = '/v1/who-am-i', headers = {} } = say(tokens.owner);
    expect((await api.ask(path, undefined, { headers })).status).toBe(401);
  });

  it('not beside another one: two headers are none', async () => {
    const { raw, port, tokens } = siege();
    const answer = await raw(`GET /v1/list-credentials HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: Bearer ${tokens.agent}\r\nAuthorization: Bearer ${tokens.owner}\r\nConnection: close\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 40[13] /);
  });
});

describe('a token gives what its kind may have, whatever was written down for it', () => {
  const DECISIONS = [['approve', { improvementId: 'imp-2' }], ['reject', { improvementId: 'imp-2', reason: 'no' }], ['go-on', {}], ['set-flag', { flag: 'cycles', on: false, reason: 'x' }], ['remove-target', { targetId: 'orders' }], ['create-credential', { name: 'eve', kind: 'person', may: ['decide'], tenants: 'all' }], ['revoke-credential', { credentialId: '0'.repeat(16) }]] as const;

  it.each(DECISIONS)('an agent or program that was given everything cannot %s', async (command, input) => {
    const { api, store } = siege();
    for (const kind of ['agent', 'program'] as const) {
      const token = await api.token({ name: `greedy-${kind}`, kind });
      store.forget();
      for (const headers of [{}, { 'sec-fetch-site': 'same-origin' }]) expect((await api.act(command, token, input, headers)).status).toBe(403);
    }
  });

  it.each([
    ['create-credential', { name: 'eve', kind: 'person', may: ['decide'], tenants: 'all' }],
    ['revoke-credential', { credentialId: '0'.repeat(16) }],
  ])('not even the owner can %s but at the terminal', async (command, input) => {
    const { api, tokens } = siege();
    for (const headers of [{}, { 'sec-fetch-site': 'same-origin' }, { 'x-pawl-door': 'terminal' }]) expect((await api.act(command, tokens.owner, input, headers)).status).toBe(403);
    expect((await api.act(command, tokens.owner, { ...input, door: 'terminal' })).status).toBe(422);
  });

  it('who reads only does nothing, by any command', async () => {
    const { api, store, world } = siege();
    const token = await api.token({ name: 'viewer', may: ['read'] });
    store.forget();
    const { COMMANDS } = await import('../../../shared/commands/table/command-table.ts');
    for (const { name, kind, example } of COMMANDS) if (kind === 'act') expect([name, (await api.act(name, token, example.input)).status]).toEqual([name, 403]);
    expect(world.asked).toEqual([]);
  });
});
