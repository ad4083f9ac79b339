import { beforeAll, describe, expect, it } from 'vitest';
import type { Item } from '../../../shared/ports/item-store.ts';
import { keys } from '../../../shared/store/keys.ts';
import { PAWL_CHAIN } from '../../../shared/domain/audit.ts';
import { besieged } from './besieged.ts';

const siege = besieged({ mayWrite: true });

type Body = Record<string, unknown>;
const entryOf = async (sequence: number): Promise<Item> => {
  const item = await siege().world.dependencies.store.get(keys.audit('orders', sequence));
  if (!item) throw new Error(`There is no record ${sequence}.`);
  return item;
};
/** Somebody who has the store writes over a record. */
const forge = async (sequence: number, change: (body: Body) => Body): Promise<() => Promise<void>> => {
  const { store } = siege().world.dependencies;
  const { key, body, version } = await entryOf(sequence);
  expect((await store.write([{ kind: 'put', key, body: change(body as Body) as typeof body, when: version }])).ok).toBe(true);
  return async () => {
    const now = await store.get(key);
    await store.write([{ kind: 'put', key, body, when: now?.version ?? 'absent' }]);
  };
};
const verdict = async (): Promise<{ readonly whole: boolean; readonly firstBroken?: { readonly sequence: number } }> => {
  const { chains } = (await (await siege().api.ask('/v1/verify-audit?targetId=orders', siege().tokens.owner)).json()) as { chains: { chain: string; whole: boolean; firstBroken?: { sequence: number } }[] };
  const [chain] = chains;
  if (!chain) throw new Error('There is no such chain.');
  return chain;
};

describe('who has the store and changes the record of what was done', () => {
  it.each<[string, (body: Body) => Body]>([
    ['who it was', (body) => ({ ...body, who: 'somebody' })],
    ['what it was', (body) => ({ ...body, what: 'nothing' })],
    ['when it was', (body) => ({ ...body, at: 0 })],
    ['why it was', (body) => ({ ...body, reason: 'another' })],
    ['what shows it', (body) => ({ ...body, evidence: 'sha256:0' })],
    ['through which door', (body) => ({ ...body, door: 'page' })],
    ['what came of it', (body) => ({ ...body, outcome: 'refused' })],
    ['its number', (body) => ({ ...body, sequence: 4000 })],
    ['its hash', (body) => ({ ...body, hash: '0'.repeat(64) })],
    ['the hash before', (body) => ({ ...body, previousHash: '0'.repeat(64) })],
    ['all of it', () => ({})],
    ['a word more', (body) => ({ ...body, note: 'x' })],
  ])('is found out: %s', async (_, change) => {
    expect(await verdict()).toMatchObject({ whole: true });
    const undo = await forge(3, change);
    expect(await verdict()).toMatchObject({ whole: false, firstBroken: { sequence: expect.any(Number) as number } });
    await undo();
    expect(await verdict()).toMatchObject({ whole: true });
  });

  it('is found out when one is taken out, at the beginning, within or at the end', async () => {
    const { store, audit } = siege().world.dependencies;
    const last = (await audit.head('orders'))?.sequence ?? 0;
    for (const sequence of [1, 4, last]) {
      const { key, body, version } = await entryOf(sequence);
      await store.write([{ kind: 'remove', key, when: version }]);
      expect([sequence, (await verdict()).whole]).toEqual([sequence, false]);
      await store.write([{ kind: 'put', key, body, when: 'absent' }]);
    }
    expect((await verdict()).whole).toBe(true);
  });

  it('is found out when two change places, or one stands there twice', async () => {
    const [a, b] = [await entryOf(2), await entryOf(3)];
    const undo = [await forge(2, () => b.body as Body), await forge(3, () => a.body as Body)];
    expect((await verdict()).whole).toBe(false);
    for (const back of undo) await back();
    const twice = await forge(3, () => a.body as Body);
    expect((await verdict()).whole).toBe(false);
    await twice();
    expect((await verdict()).whole).toBe(true);
  });

  it('cannot do so through a door: there is no command that writes, changes or empties the log', async () => {
    const { api, tokens } = siege();
    for (const command of ['list-audit', 'verify-audit', 'append-audit', 'delete-audit', 'audit']) for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) expect([404, 405]).toContain((await api.ask(`/v1/${command}`, tokens.owner, { method, ...(method === 'DELETE' ? {} : { body: '{}', headers: { 'content-type': 'application/json' } }) })).status);
  });
});

describe('what was not let through stands in the record', () => {
  const newest = async () => (await siege().world.dependencies.audit.newest(PAWL_CHAIN, { limit: 1 }))[0];

  it.each([
    ['a yes of an agent’s', 'agent', 'approve', { improvementId: 'imp-2' }, 'forbidden'],
    ['a foreign id', 'acme', 'roll-back', { improvementId: 'imp-1', reason: 'x' }, 'not-found'],
    ['the kill switch, by one tenant', 'acme', 'stop-everything', { reason: 'x' }, 'forbidden'],
    ['a switch, by one tenant', 'globex', 'set-flag', { flag: 'cycles', on: false, reason: 'x' }, 'forbidden'],
    ['going on, by a program', 'program', 'go-on', {}, 'forbidden'],
    ['everybody’s cycle, by one tenant', 'acme', 'remove-target', { targetId: 'shop' }, 'forbidden'],
  ] as const)('%s', async (_, who, command, input, outcome) => {
    const { api, tokens, world } = siege();
    const before = [...world.asked];
    expect([403, 404]).toContain((await api.act(command, tokens[who], input)).status);
    expect(await newest()).toMatchObject({ what: command, outcome, door: 'api' });
    expect(JSON.stringify(await newest())).not.toContain('pawl_');
    expect([world.asked, await world.dependencies.switches.stopped()]).toEqual([before, undefined]);
  });

  it('and nobody of one tenant reads it there', async () => {
    const { api, tokens } = siege();
    for (const command of ['list-audit', 'verify-audit']) expect([403, 404]).toContain((await api.ask(`/v1/${command}?targetId=@pawl`, tokens.acme)).status);
  });
});

describe('tokens stand nowhere', () => {
  let texts: string[];
  beforeAll(async () => {
    const { api, tokens } = siege();
    texts = await Promise.all(['status', 'list-credentials', 'read-settings', 'list-audit?targetId=@pawl', 'list-audit', 'read-ledger', 'read-digest', 'who-am-i'].map(async (command) => (await api.ask(`/v1/${command}`, tokens.owner)).text()));
    texts.push(...(await Promise.all(['/docs', '/openapi.json', '/config.json', '/'].map(async (path) => (await api.ask(path)).text()))));
  });

  it('in no answer, page or description, nor anything they could be guessed from', () => {
    const { tokens } = siege();
    for (const text of texts) {
      for (const token of Object.values(tokens)) expect([text.includes(token), text.includes(token.slice(-43))]).toEqual([false, false]);
      expect(text).not.toMatch(/tokenHash|[^a-z]hash":"[0-9a-f]{64}"[^}]*credential/);
    }
  });

  it('in no record of the store: what is kept opens nothing', async () => {
    const { tokens, world } = siege();
    const { items } = await world.dependencies.store.query({ pk: 'credentials', limit: 100 });
    expect(items.length).toBeGreaterThan(4);
    for (const token of Object.values(tokens)) expect(JSON.stringify(items)).not.toContain(token.slice(-43));
  });

  it('what everybody may read says nothing of what is there', async () => {
    const { api } = siege();
    for (const path of ['/docs', '/openapi.json', '/config.json', '/']) {
      const text = await (await api.ask(path)).text();
      expect([path, /tangerine|mulberry|persimmon|apricot|imp-globex|\/work\/|\/home\//.test(text)]).toEqual([path, false]);
    }
  });
});
