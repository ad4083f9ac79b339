import { beforeAll, describe, expect, it } from 'vitest';
import { besieged } from './besieged.ts';

const siege = besieged({ mayWrite: true });
// Both tenants are served, so that nothing else keeps the one from what it tries.
beforeAll(async () => {
  const { clock, switches } = siege().world.dependencies;
  for (const flag of ['tenant:globex', 'remedy:model'] as const) await switches.set({ flag, on: true, by: 'ada', at: clock.now(), reason: 'for the siege' });
});

const pause = async (token: string, key: string, targetId = 'orders'): Promise<{ readonly status: number; readonly replayed: string | null; readonly text: string }> => {
  const response = await siege().api.act('pause', token, { targetId }, { 'idempotency-key': key });
  return { status: response.status, replayed: response.headers.get('idempotency-replayed'), text: await response.text() };
};

describe('somebody else’s key', () => {
  it.each(['acme', 'agent', 'program'] as const)('answers %s nothing that was answered to the owner', async (who) => {
    const { tokens } = siege();
    const own = await pause(tokens.owner, `shared-${who}`);
    expect(own.status).toBe(200);
    const theirs = await pause(tokens[who], `shared-${who}`);
    expect(theirs.replayed).toBeNull();
    if (who === 'acme') expect([theirs.status, theirs.text.includes('orders.')]).toEqual([404, theirs.text.includes('orders.')]);
  });

  it('is somebody else’s also for two of one name in two tenants', async () => {
    const { api } = siege();
    const [one, other] = [await api.token({ name: 'same', tenants: ['acme'] }), await api.token({ name: 'same', tenants: ['globex'] })];
    const first = await (await api.act('start-cycle', one, { dryRun: true }, { 'idempotency-key': 'k' })).json() as { cycleId: string };
    const second = await api.act('start-cycle', other, { dryRun: true }, { 'idempotency-key': 'k' });
    expect(second.status).toBe(200);
    expect(second.headers.get('idempotency-replayed')).toBeNull();
    expect(((await second.json()) as { cycleId: string }).cycleId).not.toBe(first.cycleId);
  });

  it('and the owner’s, kept from when they might, gives nothing once they may not', async () => {
    const { api } = siege();
    const token = await api.token({ name: 'demoted' });
    expect((await pause(token, 'kept')).status).toBe(200);
    const less = await api.token({ name: 'demoted', may: ['read'] });
    expect(await pause(less, 'kept')).toMatchObject({ status: 403, replayed: null });
  });
});

describe('a key', () => {
  it.each(['', ' ', 'a b', 'k'.repeat(201), 'ünï', '"', '"a', 'a,b c', '\t'])('that cannot be one is refused: %j', async (key) => {
    const { api, tokens } = siege();
    const headers = new Headers({ 'content-type': 'application/json' });
    try {
      headers.set('idempotency-key', key);
    } catch {
      headers.set('idempotency-key', Buffer.from(key).toString('latin1'));
    }
    const before = siege().store.written().length;
    const response = await api.ask('/v1/pause', tokens.owner, { method: 'POST', body: '{"targetId":"orders"}', headers: Object.fromEntries(headers) });
    expect([response.status, siege().store.written().length]).toEqual([400, before]);
  });

  it('that breaks the line breaks nothing: what stands behind it is no header', async () => {
    const { raw, port, tokens } = siege();
    const answer = await raw(`POST /v1/pause HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: Bearer ${tokens.agent}\r\nContent-Type: application/json\r\nIdempotency-Key: a\rSet-Cookie: x=1\r\nContent-Length: 21\r\nConnection: close\r\n\r\n{"targetId":"orders"}`);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).not.toMatch(/set-cookie/i);
  });

  it('cannot be used for another command, target or word', async () => {
    const { api, tokens } = siege();
    expect((await pause(tokens.owner, 'once')).status).toBe(200);
    expect((await pause(tokens.owner, 'once', 'billing')).status).toBe(422);
    expect((await api.act('remove-target', tokens.owner, { targetId: 'orders' }, { 'idempotency-key': 'once' })).status).toBe(422);
  });

  it('under which fifty ask at once is one act', async () => {
    const { api, tokens, world } = siege();
    const answers = await Promise.all(Array.from({ length: 50 }, () => api.act('start-cycle', tokens.owner, { targetIds: ['orders'], dryRun: true }, { 'idempotency-key': 'many' })));
    const bodies = await Promise.all(answers.filter(({ status }) => status === 200).map(async (answer) => ((await answer.json()) as { cycleId: string }).cycleId));
    expect([new Set(bodies).size, answers.every(({ status }) => status === 200 || status === 409)]).toEqual([1, true]);
    expect(world.asked.filter((one) => one === `cycle ${bodies[0] ?? ''}`).length).toBeLessThanOrEqual(1);
  });
});

describe('a request id', () => {
  it('is nobody’s to choose: in the body it is a word too many', async () => {
    const { api, tokens } = siege();
    expect((await api.act('start-cycle', tokens.owner, { requestId: 'mcp x 1', dryRun: true })).status).toBe(422);
  });

  it.each([
    ['trigger_improvement_cycle', '@pawl', 'start-cycle', { dry_run: true }],
    ['propose', 'shop', 'propose', { target_id: 'shop', title: 'x', change: { files: { 'src/handler.ts': 'export const handler = async () => ({ statusCode: 204 });\n' } } }],
  ])('by which another tenant’s agent of the same name names its session finds nothing of the first one’s: %s', async (name, chain, command, args) => {
    const { api } = siege();
    const ask = async (tenant: string): Promise<string> => {
      const token = await api.token({ name: 'ci', kind: 'agent', may: ['read', 'operate'], tenants: [tenant] });
      const response = await api.ask('/mcp', token, { method: 'POST', headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', 'mcp-session-id': 'stolen' }, body: JSON.stringify({ jsonrpc: '2.0', id: 7, method: 'tools/call', params: { name, arguments: args } }) });
      const text = await response.text();
      expect(text).toContain('structuredContent');
      const { cycleId, improvementId } = (JSON.parse(text) as { result: { structuredContent: { cycleId?: string; improvementId?: string } } }).result.structuredContent;
      return improvementId ?? cycleId ?? '';
    };
    const [first, second] = [await ask('acme'), await ask('globex')];
    expect(first).toMatch(/^(?:cycle|imp)-/);
    expect(second).not.toBe(first);
    // Nor does the one's note in the log stand for the other's.
    const noted = (await siege().world.dependencies.audit.newest(chain, { limit: 20 })).filter(({ who, what, outcome }) => who === 'ci' && what === command && outcome === 'asked');
    expect(noted).toHaveLength(2);
  });
});
