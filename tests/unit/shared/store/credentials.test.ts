import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SqliteItemStore } from '../../../../shared/adapters/local/sqlite-item-store.ts';
import { CallerKind, isPermitted, Permission } from '../../../../shared/domain/caller.ts';
import type { NewCredential } from '../../../../shared/domain/credential.ts';
import { Credentials } from '../../../../shared/store/credentials.ts';
import { testClock } from '../../../support/test-clock.ts';

const NOW = 1_780_000_000_000;
const HOUR_MS = 3_600_000;
const by = { by: 'ada', at: NOW };
const grace: NewCredential = { name: 'grace', kind: 'person', may: ['read', 'decide'], tenants: ['acme'], groups: ['leads'] };

const opened = () => {
  const store = new SqliteItemStore(':memory:', testClock(NOW));
  return { store, credentials: new Credentials(store) };
};

describe('credentials', () => {
  test('a token opens the door as who it was made for', async () => {
    const { credentials } = opened();
    const { token } = await credentials.create(grace, by);
    expect(await credentials.callerOf(token, 'page', NOW)).toEqual({ name: 'grace', kind: 'person', door: 'page', may: ['read', 'decide'], tenants: ['acme'], groups: ['leads'] });
  });

  test('neither the token nor its secret stands in the store or the list', async () => {
    const { store, credentials } = opened();
    const { token, id } = await credentials.create(grace, by);
    const secret = token.slice(`pawl_${id}_`.length);
    const { items } = await store.query({ pk: 'credentials', limit: 10 });
    expect(JSON.stringify(items)).toContain(id);
    expect(JSON.stringify(items)).not.toContain(secret);
    const listed = JSON.stringify(await credentials.list());
    expect(listed).toContain(id);
    expect(listed).not.toContain(secret);
    expect(listed).not.toMatch(/hash/i);
  });

  test('a revoked token opens nothing from then on, and revoking it again changes nothing', async () => {
    const { credentials } = opened();
    const { token, id } = await credentials.create(grace, by);
    expect(await credentials.revoke(id, { by: 'ada', at: NOW + 1 })).toBe(true);
    expect(await credentials.callerOf(token, 'api', NOW + 1)).toBeUndefined();
    expect(await credentials.revoke(id, { by: 'mallory', at: NOW + 2 })).toBe(true);
    expect((await credentials.list())[0]).toMatchObject({ revokedBy: 'ada', revokedAt: NOW + 1 });
    expect(await credentials.revoke('0000000000000000', by)).toBe(false);
  });

  test('a token is over at the moment it was given for', async () => {
    const { credentials } = opened();
    const { token } = await credentials.create({ ...grace, expiresAt: NOW + 1000 }, by);
    expect(await credentials.callerOf(token, 'api', NOW + 999)).toBeDefined();
    expect(await credentials.callerOf(token, 'api', NOW + 1000)).toBeUndefined();
  });

  test('what an agent is given beyond an agent is left out, and an agent is named with its owner', async () => {
    const { credentials } = opened();
    const { token, credential } = await credentials.create({ name: 'helper', kind: 'agent', may: ['read', 'operate', 'decide', 'administer'], tenants: 'all', owner: 'ada' }, by);
    expect(credential.may).toEqual(['read', 'operate']);
    expect(await credentials.callerOf(token, 'mcp', NOW)).toMatchObject({ name: 'helper for ada', may: ['read', 'operate'] });
  });

  test('an agent whose stored credential was given more holds no more', async () => {
    const { store, credentials } = opened();
    const { token, id } = await credentials.create({ name: 'helper', kind: 'agent', may: ['read'], tenants: 'all' }, by);
    const held = await store.get({ pk: 'credentials', sk: id });
    await store.write([{ kind: 'put', key: { pk: 'credentials', sk: id }, body: { ...(held?.body as object), may: ['read', 'decide', 'administer'] }, when: held?.version ?? 'absent' }]);
    expect((await credentials.callerOf(token, 'api', NOW))?.may).toEqual(['read']);
  });

  test('its use is written down to the hour and not for each request', async () => {
    const { store, credentials } = opened();
    const { token, id } = await credentials.create(grace, by);
    const at = async () => (await store.get({ pk: 'credentials#used', sk: id }))?.version;
    await credentials.callerOf(token, 'api', NOW);
    const first = await at();
    await credentials.callerOf(token, 'api', NOW + 60_000);
    expect(await at()).toBe(first);
    await credentials.callerOf(token, 'api', NOW + HOUR_MS);
    expect((await credentials.list())[0]?.lastUsedAt).toBe(NOW + HOUR_MS - ((NOW + HOUR_MS) % HOUR_MS));
  });

  test('a name cannot pretend to be somebody\'s agent or hide characters', async () => {
    const { credentials } = opened();
    for (const name of ['mallory for ada', 'a\u200bda', 'a\nda', 'a  b', '', 'ada\u202e']) {
      await expect(credentials.create({ ...grace, name }, by), JSON.stringify(name)).rejects.toThrow();
    }
  });

  test('no other text than the token itself opens anything', async () => {
    const { credentials } = opened();
    const { token, id } = await credentials.create(grace, by);
    const other = (await credentials.create({ ...grace, name: 'ada' }, by)).token;
    const hostile = fc.oneof(
      fc.string({ maxLength: 200 }),
      fc.nat(token.length - 1).map((index) => token.slice(0, index) + (token[index] === 'A' ? 'B' : 'A') + token.slice(index + 1)),
      fc.nat(token.length - 1).map((index) => token.slice(0, index)),
      fc.constantFrom('', 'Bearer', `pawl_${id}_${other.slice(-43)}`, `${token}\n`, ` ${token}`, token.toUpperCase(), 'x'.repeat(100_000)),
    );
    await fc.assert(fc.asyncProperty(hostile, async (text) => {
      fc.pre(text !== token && text !== other);
      expect(await credentials.callerOf(text, 'api', NOW)).toBeUndefined();
    }), { numRuns: 300 });
  });

  test('no caller of any kind may more than its kind', async () => {
    const { credentials } = opened();
    await fc.assert(fc.asyncProperty(fc.constantFrom(...CallerKind.options), fc.uniqueArray(fc.constantFrom(...Permission.options), { minLength: 1 }), async (kind, may) => {
      const { token } = await credentials.create({ name: 'x', kind, may, tenants: 'all' }, by);
      const caller = await credentials.callerOf(token, 'api', NOW);
      expect(caller).toBeDefined();
      for (const permission of Permission.options) expect(caller?.may.includes(permission)).toBe(may.includes(permission) && isPermitted({ kind, may }, permission));
      if (kind !== 'person') expect(caller?.may).not.toContain('decide');
    }), { numRuns: 60 });
  });
});
