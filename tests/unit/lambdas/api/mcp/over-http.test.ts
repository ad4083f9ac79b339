import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFollowers } from '../../../../../lambdas/api/mcp/followers.ts';
import { AGENT, connect, message, openDoor, openWorld, post, said } from './mcp-world.ts';

let world: ReturnType<typeof openWorld>;
let door: ReturnType<typeof openDoor>;
const followers = createFollowers({ most: 4, mostPerCaller: 3 });
beforeEach(() => {
  world = openWorld();
  door = openDoor(world.dependencies, { followers });
});
afterEach(() => world.close());

const eventually = async (holds: () => boolean): Promise<void> => {
  for (let tries = 0; !holds() && tries < 500; tries += 1) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(holds()).toBe(true);
};

describe('the door over HTTP', () => {
  it('answers malformed messages with an error of JSON-RPC, never with one of its own', async () => {
    const bodies = ['', '{', 'null', '[]', '42', '"x"', '{}', '{"jsonrpc":"2.0"}', '{"jsonrpc":"1.0","id":1,"method":"tools/list"}', '{"jsonrpc":"2.0","id":{},"method":"tools/list"}', '{"jsonrpc":"2.0","id":1,"method":7}', `[${message('tools/list')},${message('tools/list', {}, 2)}]`, '['.repeat(20_000)];
    for (const body of bodies) {
      const response = await door(post(body));
      expect([body.slice(0, 40), response.status]).toEqual([body.slice(0, 40), 400]);
      expect(await response.json()).toMatchObject({ jsonrpc: '2.0', error: { code: expect.any(Number) as number } });
    }
    const binary = await door(new Request('http://door/mcp', { method: 'POST', headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream' }, body: new Uint8Array([0xff, 0xfe, 0x00]) }));
    expect(binary.status).toBe(400);
  });

  it('answers what a method does not take as the protocol says', async () => {
    for (const [method, params, code] of [['tools/call', {}, -32_603], ['tools/call', { name: 'who_am_i', arguments: 'x' }, -32_603], ['no/such', {}, -32_601], ['resources/read', { uri: 'pawl://reports/../../etc/passwd' }, -32_002], ['resources/read', { uri: 'file:///etc/passwd' }, -32_002], ['prompts/get', { name: 'nope' }, -32_602]] as const) {
      const response = (await (await door(post(message(method, params)))).json()) as { error?: { code: number; message: string } };
      expect([method, response.error?.code]).toEqual([method, code]);
      expect(response.error?.message).not.toMatch(/\bat .*:\d+:\d+|node_modules|\/work\//);
    }
  });

  it('refuses what is too large before it is read to its end', async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({ pull: (controller) => {
      sent += 65_536;
      controller.enqueue(new Uint8Array(65_536).fill(32));
    } });
    const streamed = await door(new Request('http://door/mcp', { method: 'POST', headers: { 'content-type': 'application/json' }, body: endless, duplex: 'half' }));
    expect([streamed.status, sent < 2_000_000]).toEqual([413, true]);
    expect((await door(post(message('tools/call', { name: 'show_thing', arguments: { say: 'x'.repeat(1_100_000) } })))).status).toBe(413);
    const argument = (await (await door(post(message('tools/call', { name: 'show_thing', arguments: { say: 'x'.repeat(500_000) } })))).json()) as { result: { isError: boolean } };
    expect(argument.result.isError).toBe(true);
  });

  it('takes POST only', async () => {
    expect((await door(new Request('http://door/mcp', { headers: { accept: 'text/event-stream' } }))).status).toBe(405);
    expect((await door(new Request('http://door/mcp', { method: 'PUT', body: 'x' }))).status).toBe(405);
    expect((await door(new Request('http://door/mcp', { method: 'DELETE' }))).status).toBe(204);
  });

  it('keeps nothing for a session: there are none to use up, and a name that was made up is as good as one that was given', async () => {
    const hello = message('initialize', { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'x', version: '0' } });
    const ids = new Set<string | null>();
    for (let count = 0; count < 300; count += 1) ids.add((await door(post(hello))).headers.get('mcp-session-id'));
    expect([ids.size, ids.has(null)]).toEqual([300, false]);
    expect((await door(post(message('tools/list'), { 'mcp-session-id': 'made-up' }))).status).toBe(200);
    expect(followers.count()).toBe(0);
  });

  it('answers two hundred calls at once, each its own', async () => {
    const client = await connect(door);
    const results = await Promise.all(Array.from({ length: 200 }, (_, index) => client.callTool({ name: 'show_thing', arguments: { say: `call ${index}` } })));
    expect(results.map(({ structuredContent }) => (structuredContent as { said: string }).said)).toEqual(results.map((_, index) => `call ${index}`));
  });

  it('does an act once that is sent twice', async () => {
    const trigger = message('tools/call', { name: 'trigger_improvement_cycle', arguments: {} }, 7);
    const answers = await Promise.all([0, 1].map(async () => (await (await door(post(trigger, { 'mcp-session-id': 'one' }))).json()) as { result: { structuredContent: { cycleId: string; started: boolean } } }));
    expect(new Set(answers.map(({ result }) => result.structuredContent.cycleId)).size).toBe(1);
    expect(answers.map(({ result }) => result.structuredContent.started).filter(Boolean)).toHaveLength(1);
  });
});

describe('a tenant’s agent', () => {
  it('cannot name another tenant, and is told of it as of one that there is not', async () => {
    const client = await connect(openDoor(world.dependencies, { caller: { ...AGENT, tenants: ['acme'] } }));
    const [foreign, unknown] = await Promise.all(['globex', 'nobody'].map(async (tenant_id) => said(await client.callTool({ name: 'trigger_improvement_cycle', arguments: { tenant_id } }))));
    expect(foreign?.replace('globex', 'nobody')).toBe(unknown);
    expect(foreign).toContain('Kind: not-found');
    for (const smuggled of [{ tenants: 'all' }, { caller: { tenants: 'all' } }, { tenant_id: ['acme', 'globex'] }, { tenantId: 'acme', tenant_id: 'globex' }, { tenant_id: 'globex', tenantId: 'globex' }, { tenant_id: 'acme\0globex' }, { tenant_id: { toString: 'acme' } }]) {
      const { isError } = await client.callTool({ name: 'trigger_improvement_cycle', arguments: smuggled });
      expect([smuggled, isError]).toEqual([smuggled, true]);
    }
    expect(await world.repositories.cycles.list(100)).toEqual([]);
  });
});

describe('progress', () => {
  it('is reported until the cycle settles, and the answer then holds how it stands', async () => {
    const client = await connect(door);
    const seen: string[] = [];
    const result = await client.callTool({ name: 'trigger_improvement_cycle', arguments: { wait_seconds: 20 } }, undefined, {
      onprogress: ({ message: text }) => {
        seen.push(text ?? '');
        void world.repositories.cycles.update((text ?? '').split(' ')[0] ?? '', (cycle) => ({ ...cycle, state: 'completed', endedAt: 2 }));
      },
    });
    expect(result.structuredContent).toMatchObject({ started: true, until: 'settled' });
    expect([seen.length, seen[0]?.endsWith('analyses'), seen[1]?.endsWith('completed')]).toEqual([2, true, true]);
    expect(followers.count()).toBe(0);
  });

  it('is not waited for by who does not ask for it', async () => {
    const client = await connect(door);
    expect((await client.callTool({ name: 'trigger_improvement_cycle', arguments: { wait_seconds: 600 } })).structuredContent).not.toHaveProperty('until');
  });

  it('ends when the client calls it off, or goes away', async () => {
    const client = await connect(door);
    const controller = new AbortController();
    const called = client.callTool({ name: 'trigger_improvement_cycle', arguments: { wait_seconds: 600 } }, undefined, { signal: controller.signal, onprogress: () => controller.abort() });
    await expect(called).rejects.toThrow();
    await eventually(() => followers.count() === 0);

    const gone = await door(post(message('tools/call', { name: 'trigger_improvement_cycle', arguments: { wait_seconds: 600 }, _meta: { progressToken: 1 } })));
    await eventually(() => followers.count() === 1);
    await gone.body?.cancel();
    await eventually(() => followers.count() === 0);
  });

  it('cannot be called off by somebody else', async () => {
    const waiting = await door(post(message('tools/call', { name: 'trigger_improvement_cycle', arguments: { wait_seconds: 600 }, _meta: { progressToken: 1 } }, 5), { 'mcp-session-id': 'mine' }));
    await eventually(() => followers.count() === 1);
    const cancel = JSON.stringify({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 5 } });
    const other = openDoor(world.dependencies, { caller: { ...AGENT, name: 'agent:eve' }, followers });
    expect((await other(post(cancel, { 'mcp-session-id': 'mine' }))).status).toBe(202);
    expect((await door(post(cancel, { 'mcp-session-id': 'other' }))).status).toBe(202);
    expect((await door(post(cancel))).status).toBe(202);
    expect(followers.count()).toBe(1);
    await door(post(cancel, { 'mcp-session-id': 'mine' }));
    await eventually(() => followers.count() === 0);
    await waiting.body?.cancel();
  });

  it('is given to as many as there are places; beyond them an act is done and answered at once', async () => {
    const streams = await Promise.all(Array.from({ length: 3 }, (_, id) => door(post(message('tools/call', { name: 'trigger_improvement_cycle', arguments: { wait_seconds: 600 }, _meta: { progressToken: id } }, id), { 'mcp-session-id': 'many' }))));
    await eventually(() => followers.count() === 3);
    const beyond = await door(post(message('tools/call', { name: 'trigger_improvement_cycle', arguments: { wait_seconds: 600 }, _meta: { progressToken: 9 } }, 9), { 'mcp-session-id': 'many' }));
    expect(await beyond.text()).toContain('"started":true');
    for (const stream of streams) await stream.body?.cancel();
    await eventually(() => followers.count() === 0);
  });
});
