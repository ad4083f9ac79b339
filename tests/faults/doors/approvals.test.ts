import { describe, expect, it } from 'vitest';
import type { Improvement } from '../../../shared/domain/improvement.ts';
import { yesesInForce } from '../../../shared/rules/approvals/yeses.ts';
import { mayBegin } from '../../../shared/rules/approvals/may-begin.ts';
import { layerSettings } from '../../../shared/config/layer-settings.ts';
import { settingsFor } from '../../../shared/config/settings-for.ts';
import { Approvals } from '../../../shared/domain/approval-policy.ts';
import { besieged } from './besieged.ts';

const siege = besieged({ mayWrite: true });

/** While something is done, the policy of the world is as a test wants it. */
const withPolicy = async (policy: object, act: () => Promise<void>): Promise<void> => {
  const { dependencies } = siege().world;
  const plain = dependencies.settingsFor;
  const settings = { ...layerSettings('basic', [], { acme: { enabled: true }, globex: { enabled: true } }), approvals: Approvals.parse(policy) };
  Object.assign(dependencies, { settingsFor: ({ tenantId }: { tenantId?: string }) => settingsFor(settings, tenantId) });
  try {
    await act();
  } finally {
    Object.assign(dependencies, { settingsFor: plain });
  }
};

const improvement = async (id: string): Promise<Improvement> => {
  const found = await siege().world.dependencies.improvements.find(id);
  if (!found) throw new Error(`There is no ${id}.`);
  return found;
};

let made = 0;
/** A change of `orders` that waits for a yes, proposed by whom the test says. */
const waiting = async (vary: Partial<Improvement> = {}): Promise<string> => {
  const { improvements } = siege().world.dependencies;
  const plain = await improvement('imp-2');
  const id = `imp-siege-${++made}`;
  const { approval: _, yeses: _yeses, ...rest } = plain;
  const proposedBy = vary.proposedBy ?? 'maria';
  await improvements.create({ ...rest, id, state: 'awaiting-approval', ...(plain.remedy === undefined ? {} : { remedy: { ...plain.remedy, author: { kind: 'person', name: proposedBy } } }), report: { ...(plain.report as NonNullable<Improvement['report']>), digest: `digest-${id}` }, ...vary });
  return id;
};

/** Nothing counts as a yes to it, and nothing was begun. */
const isUntouched = async (id: string): Promise<void> => {
  const { state, approval, yeses = [] } = await improvement(id);
  expect({ state, approval, yeses, begun: siege().world.asked.filter((one) => one.endsWith(` ${id}`)) }).toEqual({ state: 'awaiting-approval', approval: undefined, yeses: [], begun: [] });
};
const yes = async (token: string, improvementId: string, more: object = {}): Promise<number> => (await siege().api.act('approve', token, { improvementId, ...more })).status;

describe('a yes is not taken', () => {
  it.each(['maria', 'MARIA', 'ｍａｒｉａ', 'Ｍaria', 'mariA'])('from who proposed it, written %s', async (name) => {
    const id = await waiting();
    expect(await yes(await siege().api.token({ name }), id)).toBe(403);
    await isUntouched(id);
  });

  it.each([
    ['by an agent of theirs', 'helper for maria'],
    ['through another door', 'function:maria'],
    ['through a provider', 'login.example.com|maria'],
    ['through somebody', 'maria via api'],
    ['with a mark that nobody sees', 'mar\u200bia'],
  ])('from who proposed it %s', async (_, proposedBy) => {
    const id = await waiting({ proposedBy });
    expect(await yes(await siege().api.token({ name: 'maria' }), id)).toBe(403);
    await isUntouched(id);
  });

  it('from who proposed it under another of their names', async () => {
    const id = await waiting();
    await withPolicy({ samePerson: { maria: ['m.lopez@example.com'] } }, async () => expect(await yes(await siege().api.token({ name: 'M.Lopez@example.com' }), id)).toBe(403));
    await isUntouched(id);
  });

  it('from who wrote the patch that somebody else proposed', async () => {
    const id = await waiting({ proposedBy: 'somebody', remedy: { ...((await improvement('imp-2')).remedy as NonNullable<Improvement['remedy']>), author: { kind: 'person', name: 'maria' } } });
    expect(await yes(await siege().api.token({ name: 'maria' }), id)).toBe(403);
    await isUntouched(id);
  });

  it.each([['another digest', 'digest-imp-1'], ['the beginning of the digest', 'digest'], ['the digest and more', 'more']])('to %s', async (_, digest) => {
    const id = await waiting();
    expect(await yes(siege().tokens.owner, id, { digest: digest === 'more' ? `digest-${id}x` : digest })).toBe(409);
    await isUntouched(id);
  });

  it.each([['nothing', {}, 409], ['no', { systemWide: false }, 409], ['it in words', { systemWide: 'true' }, 422], ['it in a number', { systemWide: 1 }, 422]])('to what concerns every tenant when %s was said of that', async (_, said, status) => {
    const id = await waiting({ systemWide: true });
    expect(await yes(siege().tokens.owner, id, said)).toBe(status);
    await isUntouched(id);
  });

  it.each(['by', 'caller', 'approval', 'yeses', 'kind', 'at', 'force', 'override'])('with a word more: %s', async (word) => {
    const id = await waiting();
    expect(await yes(siege().tokens.owner, id, { [word]: word === 'by' ? 'grace' : true })).toBe(422);
    await isUntouched(id);
  });

  it('for another tenant’s, and it looks as if there were none', async () => {
    const { api, tokens } = siege();
    expect(await yes(tokens.acme, 'imp-globex')).toBe(404);
    expect((await api.act('reject', tokens.acme, { improvementId: 'imp-globex', reason: 'mine' })).status).toBe(404);
    await isUntouched('imp-globex');
  });

  it('for what concerns every tenant from who acts for one', async () => {
    const id = await waiting({ targetId: 'shop', tenantId: 'acme', systemWide: true });
    expect(await yes(siege().tokens.acme, id, { systemWide: true })).toBe(403);
    await isUntouched(id);
  });

  it('when the question is over, to the millisecond', async () => {
    const { clock } = siege().world;
    const id = await waiting({ stateSince: clock.now() - 72 * 3_600_000 });
    expect(await yes(siege().tokens.owner, id)).toBe(409);
    await isUntouched(id);
  });

  it('in quiet hours', async () => {
    const id = await waiting();
    await withPolicy({ quietHours: [{ timeZone: 'UTC', from: '00:00', until: '00:00' }] }, async () => expect(await yes(siege().tokens.owner, id)).toBe(409));
    await isUntouched(id);
  });

  it('from whom the policy does not name, whatever groups they say they are in', async () => {
    const id = await waiting();
    await withPolicy({ rules: [{ groups: ['leads'] }] }, async () => {
      expect(await yes(siege().tokens.owner, id)).toBe(403);
      expect(await yes(siege().tokens.owner, id, { groups: ['leads'] })).toBe(422);
    });
    await isUntouched(id);
  });

  it('to what was rejected, released, taken back or never was', async () => {
    for (const id of ['imp-rejected', 'imp-1', 'imp-rolled-back', 'imp-promoted', 'imp-failed']) {
      const before = await improvement(id);
      expect([id, await yes(siege().tokens.owner, id)]).toEqual([id, 409]);
      expect(await improvement(id)).toEqual(before);
    }
    expect(await yes(siege().tokens.owner, 'imp-none')).toBe(404);
  });
});

describe('a yes that was taken', () => {
  it('is one when it is said again, however often, and is kept for nothing else', async () => {
    const { api, tokens, world } = siege();
    const id = await waiting();
    for (let again = 0; again < 5; again++) expect(await yes(tokens.owner, id)).toBe(200);
    const replayed = await waiting();
    await api.act('approve', tokens.owner, { improvementId: id }, { 'idempotency-key': 'yes-1' });
    expect((await api.act('approve', tokens.owner, { improvementId: replayed }, { 'idempotency-key': 'yes-1' })).status).toBe(422);
    await isUntouched(replayed);
    expect((await improvement(id)).yeses).toHaveLength(1);
    expect(new Set(world.asked.filter((one) => one.endsWith(` ${id}`)))).toEqual(new Set([`resume ${id}`]));
  });

  it('counts no more when the patch becomes another afterwards', async () => {
    const { tokens, world: { dependencies } } = siege();
    const id = await waiting();
    expect(await yes(tokens.owner, id)).toBe(200);
    const changed = await dependencies.improvements.amend(id, ['awaiting-approval'], (held) => ({ ...held, report: { ...(held.report as NonNullable<Improvement['report']>), digest: 'another-patch' } }));
    const policy = dependencies.settingsFor({ id: 'orders' } as Parameters<typeof dependencies.settingsFor>[0]).approvalPolicy;
    const held = changed ?? (await improvement(id));
    expect([yesesInForce(held, policy, dependencies.clock.now()), mayBegin(held, policy, dependencies.clock.now())]).toEqual([[], 'ask-again']);
  });

  it('is one person’s, where two are needed, under whichever of their names and however many race', async () => {
    const { api } = siege();
    const id = await waiting();
    await withPolicy({ yesesNeeded: { low: 2, medium: 2, high: 2 }, samePerson: { paul: ['paul@example.com'] } }, async () => {
      const tokens = await Promise.all(['paul', 'PAUL', 'ｐａｕｌ', 'paul@example.com'].map((name) => api.token({ name })));
      await Promise.all([...tokens, ...tokens, ...tokens].map((token) => yes(token, id)));
      const { yeses = [], approval } = await improvement(id);
      expect([yeses.length, approval, siege().world.asked.includes(`resume ${id}`)]).toEqual([1, undefined, false]);
      await Promise.all([yes(await api.token({ name: 'rosa' }), id), yes(await api.token({ name: 'sven' }), id)]);
      expect((await improvement(id)).yeses).toHaveLength(2);
    });
  });

  it('loses to a no that was first', async () => {
    const { api, tokens } = siege();
    const id = await waiting();
    expect((await api.act('reject', tokens.owner, { improvementId: id, reason: 'no' })).status).toBe(200);
    expect(await yes(await api.token({ name: 'rosa' }), id)).toBe(409);
    expect(await improvement(id)).toMatchObject({ state: 'rejected' });
  });
});

describe('an agent', () => {
  it.each(['approve', 'reject'])('asks for no %s, by the API or at /mcp', async (command) => {
    const { api, tokens, mcp } = siege();
    const id = await waiting();
    expect((await api.act(command, tokens.agent, { improvementId: id, reason: 'x' })).status).toBe(403);
    expect(await mcp('agent', 'tools/call', { name: command, arguments: { improvement_id: id, reason: 'x' } })).toMatchObject({ isError: true });
    // Also with a person's token it is an agent there.
    expect(await mcp('owner', 'tools/call', { name: command, arguments: { improvement_id: id, reason: 'x' } })).toMatchObject({ isError: true });
    await isUntouched(id);
  });

  it('is asked for, and still gives none: asking changes nothing but who asked', async () => {
    const { tokens, api } = siege();
    const id = await waiting();
    for (let again = 0; again < 3; again++) expect((await api.act('ask-approval', tokens.agent, { improvementId: id, reason: 'please' })).status).toBe(200);
    await isUntouched(id);
    expect((await improvement(id)).asks).toHaveLength(1);
  });
});
