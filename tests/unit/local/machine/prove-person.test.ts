import { describe, expect, test } from 'vitest';
import { provePerson } from '../../../../local/machine/prove-person.ts';
import { SqliteItemStore } from '../../../../shared/adapters/local/sqlite-item-store.ts';
import type { NewCredential } from '../../../../shared/domain/credential.ts';
import { Credentials } from '../../../../shared/store/credentials.ts';
import { testClock } from '../../../support/test-clock.ts';

const nobody = async () => undefined;

const machine = async (change: Partial<NewCredential> = {}) => {
  const clock = testClock(1_780_000_000_000);
  const store = new SqliteItemStore(':memory:', clock);
  const { token, id } = await new Credentials(store).create({ name: 'grace', kind: 'person', may: ['read', 'decide'], tenants: 'all', ...change }, { by: 'ada', at: clock.now() });
  return { store, clock, token, id };
};

describe('who sits at the terminal', () => {
  test.each([
    ['in the environment', (token: string) => ({ environment: { PAWL_TOKEN: token }, ask: nobody })],
    ['said when asked', (token: string) => ({ environment: {}, ask: async () => `${token}\n` })],
    ['in the link that the start printed', (token: string) => ({ environment: { PAWL_TOKEN: `http://127.0.0.1:4380/#token=${token}` }, ask: nobody })],
  ])('is proven by a token %s', async (_, proof) => {
    const here = await machine();
    expect(await provePerson(here, proof(here.token))).toEqual({ ok: true, caller: { name: 'grace', kind: 'person', door: 'terminal', may: ['read', 'decide'], tenants: 'all', groups: [] } });
  });

  test('is nobody without one, and is told where one is', async () => {
    expect(await provePerson(await machine(), { environment: {}, ask: nobody })).toMatchObject({ ok: false, kind: 'forbidden', reason: expect.stringContaining('PAWL_TOKEN') as string });
  });

  test('is nobody with an agent\'s, a revoked, a foreign or a lesser token', async () => {
    const agent = await machine({ kind: 'agent' });
    const lesser = await machine({ may: ['read', 'operate'] });
    const revoked = await machine();
    await new Credentials(revoked.store).revoke(revoked.id, { by: 'ada', at: 0 });
    const foreign = { ...(await machine()), token: (await machine()).token };
    for (const one of [agent, lesser, revoked, foreign]) expect(await provePerson(one, { environment: { PAWL_TOKEN: one.token }, ask: nobody })).toMatchObject({ ok: false, kind: 'forbidden' });
  });
});
