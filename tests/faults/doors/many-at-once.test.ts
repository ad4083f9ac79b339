import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS, type ApiLimits } from '../../../lambdas/api/api-options.ts';
import { apiApp } from '../../../lambdas/api/app.ts';
import { mcpDoor } from '../../../local/doors/mcp-door.ts';
import { COMMANDS_BY_NAME } from '../../../shared/commands/table/command-table.ts';
import type { LiveEvents } from '../../../shared/commands/live/live-events.ts';
import { sightOf } from '../../../shared/rules/access/sight.ts';
import { startApi, type ApiServer } from '../../support/api-server.ts';
import { callerOf, doorsWorld } from '../../support/doors-world.ts';
import type { testClock } from '../../support/test-clock.ts';
import { foreignWords } from './besieged.ts';

let api: ApiServer;
afterEach(() => api.close());

const open = async (limits: Partial<ApiLimits> = {}): Promise<void> => {
  api = await startApi({ limits: { ...DEFAULT_LIMITS, ...limits }, mcp: async () => new Response('an agent’s answer') }, { behind: await doorsWorld() });
};

/** What a stream says until it fits, or its end. */
const heard = async (response: Response, fits: (text: string) => boolean): Promise<string> => {
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return `${text}ENDED`;
    text += Buffer.from(value).toString();
    if (!fits(text)) continue;
    await reader.cancel();
    return text;
  }
};

describe('who asks without end', () => {
  it('is held back, and nobody else: not by another token of their own, nor by saying that they are somebody else', async () => {
    await open({ callsPerSecond: 0.001, callsAtOnce: 3 });
    const [busy, again, other] = [await api.token({ name: 'busy' }), await api.token({ name: 'busy' }), await api.token({ name: 'calm' })];
    const ask = async (token: string, index: number): Promise<number> => (await api.ask('/v1/who-am-i', token, { headers: { 'x-forwarded-for': `10.0.0.${index}`, 'x-real-ip': `10.0.1.${index}`, forwarded: `for=10.0.2.${index}`, 'user-agent': `browser ${index}` } })).status;
    const statuses = [];
    for (let index = 0; index < 6; index++) statuses.push(await ask(index % 2 === 0 ? busy : again, index));
    expect(statuses).toEqual([200, 200, 200, 429, 429, 429]);
    expect(await ask(other, 9)).toBe(200);
  });

  it('and guesses tokens is held back by where they are, whatever they say of that', async () => {
    await open({ failuresPerSecond: 0.001, failuresAtOnce: 3 });
    const statuses = [];
    for (let index = 0; index < 6; index++) statuses.push((await api.ask('/v1/who-am-i', `guess-${index}`, { headers: { 'x-forwarded-for': `10.0.0.${index}`, 'true-client-ip': `10.0.0.${index}`, 'cf-connecting-ip': `10.0.0.${index}` } })).status);
    expect(statuses).toEqual([401, 401, 401, 429, 429, 429]);
    expect((await api.ask('/v1/who-am-i', await api.token())).status).toBe(200);
  });

  it('at the agents’ door is the same caller there', async () => {
    await open({ callsPerSecond: 0.001, callsAtOnce: 2 });
    const token = await api.token({ kind: 'agent', name: 'helper', may: ['read'] });
    const statuses = [];
    for (const path of ['/mcp', '/v1/who-am-i', '/mcp', '/v1/who-am-i', '/v1/events']) statuses.push((await api.ask(path, token)).status);
    expect(statuses).toEqual([200, 200, 429, 429, 429]);
  });

  it('acts no more often by asking in another way', async () => {
    await open({ actsPerSecond: 0.001, actsAtOnce: 2 });
    const token = await api.token();
    const statuses = [];
    for (const [index, command] of ['pause', 'resume', 'pause', 'stop-everything', 'roll-back'].entries()) statuses.push((await api.act(command, token, { targetId: 'orders' }, { 'idempotency-key': `k${index}` })).status);
    expect(statuses).toEqual([200, 200, 429, 429, 429]);
  });

  it('acts no more often through the agents’ door, by whichever name, also what is no tool of theirs; looks are not acts', async () => {
    const behind = await doorsWorld();
    api = await startApi({ limits: { ...DEFAULT_LIMITS, actsPerSecond: 0.001, actsAtOnce: 3 }, mcp: mcpDoor({ rows: COMMANDS_BY_NAME, dependencies: behind.dependencies, version: 'test' }) }, { behind });
    const token = await api.token({ kind: 'agent', name: 'helper', may: ['read', 'operate'] });
    const call = async (name: string, args: object = {}): Promise<Response> =>
      api.ask('/mcp', token, { method: 'POST', headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream' }, body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: args } }) });
    expect((await api.act('pause', token, { targetId: 'orders' })).status).toBe(200);
    const statuses = [];
    for (const [name, args] of [['status', {}], ['resume', { target_id: 'orders' }], ['approve', { improvement_id: 'imp-2' }], ['pause', { target_id: 'orders' }], ['roll-back', { improvement_id: 'imp-1', reason: 'x' }], ['read_more', { tool: 'status' }], ['status', {}]] as const) statuses.push((await call(name, args)).status);
    expect(statuses).toEqual([200, 200, 200, 429, 429, 200, 200]);
    const held = await call('stop_everything', { reason: 'x' });
    expect([held.headers.get('retry-after'), (await held.json()) as object]).toEqual([expect.stringMatching(/^[1-9]\d*$/), { jsonrpc: '2.0', id: null, error: { code: -32_000, message: expect.stringContaining('Nothing was done') as string } }]);
    expect((await behind.dependencies.facts.get('orders')).pausedBy).toBeUndefined();
    expect(await behind.dependencies.switches.stopped()).toBeUndefined();
  });
});

describe('who listens', () => {
  it('has so many streams, all have so many, and what was closed is free again', async () => {
    await open({ streamsPerCaller: 2, streams: 3 });
    const [busy, other] = [await api.token({ name: 'busy' }), await api.token({ name: 'other' })];
    const mine = [await api.ask('/v1/events', busy), await api.ask('/v1/events', busy)];
    expect((await api.ask('/v1/events', await api.token({ name: 'busy' }))).status).toBe(429);
    expect((await api.ask('/v1/events', other)).status).toBe(200);
    expect((await api.ask('/v1/events', other)).status).toBe(503);
    for (const stream of mine) await stream.body?.cancel();
    let again = 503;
    for (let tries = 0; again === 503 && tries < 200; tries++) again = (await api.ask('/v1/events', other)).status;
    expect(again).toBe(200);
  });

  it('hears nothing of others’, from the first word on, whatever event they say they heard last', async () => {
    await open();
    const acme = await api.token({ name: 'bob', tenants: ['acme'] });
    const owner = await api.token();
    const first = await heard(await api.ask('/v1/events', owner), (text) => /id: \S+\n[^]*\n\n/.test(text));
    const lastOfOwner = /id: (\S+)/.exec(first)?.[1] ?? '';
    for (const last of [lastOfOwner, 'test-0', 'test--1', 'test-999999999999999', '../..', '__proto__-1', 'x'.repeat(4000)]) {
      const listening = heard(await api.ask('/v1/events', acme, { headers: { 'last-event-id': last } }), (text) => text.includes('billing is paused'));
      await api.dependencies.facts.update('orders', (held) => ({ ...held, pausedBy: `tangerine ${last.length}` }));
      await api.dependencies.facts.update('billing', (held) => ({ ...held, pausedBy: 'bob' }));
      const text = await listening;
      expect([last.slice(0, 20), foreignWords(text)]).toEqual([last.slice(0, 20), []]);
      await api.dependencies.facts.update('billing', ({ pausedBy: _, ...held }) => held);
      await heard(await api.ask('/v1/events', acme), (now) => now.includes('snapshot'));
    }
  });

  it.each(['revoked', 'over'] as const)('with a token that is %s meanwhile hears no more', async (how) => {
    await open({ heartbeatSeconds: 0.02 });
    const clock = api.dependencies.clock as ReturnType<typeof testClock>;
    const token = await api.token({ name: 'leaver', expiresAt: clock.now() + 1000 });
    const listening = heard(await api.ask('/v1/events', token), () => false);
    if (how === 'over') clock.advance(1000);
    else await api.credentials.revoke(token.slice(5, 21), { by: 'test', at: clock.now() });
    expect(await listening).toMatch(/ENDED$/);
    expect((await api.ask('/v1/events', token)).status).toBe(401);
  });

  it.each(['HEAD', 'POST', 'PUT', 'OPTIONS'])('is not by %s, which leaves no stream behind', async (method) => {
    await open({ streamsPerCaller: 1 });
    const token = await api.token();
    expect((await api.ask('/v1/events', token, { method })).status).toBe(405);
    expect((await api.ask('/v1/events', token)).status).toBe(200);
  });

  it('and does not read is let go before much is kept for them', async () => {
    await open();
    let told = 0;
    // As many events as anybody wants, as long as somebody listens.
    const endless: LiveEvents = {
      listen: (caller, { signal } = {}) => ({ async *[Symbol.asyncIterator]() {
        for (const isOver = (): boolean => signal?.aborted === true; !isOver(); told++) {
          yield { id: `x-${told}`, at: 0, type: 'target', text: 'x'.repeat(50_000), data: sightOf(caller).all };
          await new Promise((resolve) => setImmediate(resolve));
        }
      } }),
      whenChanged: () => {},
      close: () => {},
    };
    const app = apiApp({ rows: new Map(), dependencies: api.dependencies, clock: api.dependencies.clock, ids: api.dependencies.ids, version: 'test', live: endless, authenticate: async () => ({ ok: true, caller: callerOf() }) });
    const response = await app.request('/v1/events');
    for (let turns = 0; turns < 500; turns++) await new Promise((resolve) => setImmediate(resolve));
    expect(told).toBeLessThan(40);
    await response.body?.cancel();
  });
});

describe('connections', () => {
  it('that say nothing, or half a request, keep nobody else from being answered', async () => {
    await open();
    const token = await api.token();
    const { port } = new URL(api.url);
    const sockets: Socket[] = [];
    for (let index = 0; index < 200; index++) {
      const socket = connect(Number(port), '127.0.0.1');
      socket.on('error', () => {});
      sockets.push(socket);
    }
    await Promise.all(sockets.map((socket) => once(socket, 'connect')));
    for (const [index, socket] of sockets.entries()) socket.write(index % 2 === 0 ? 'GET /v1/status HTTP/1.1\r\nHost: 127' : `POST /v1/pause HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{`);
    expect((await api.ask('/v1/who-am-i', token)).status).toBe(200);
    for (const socket of sockets) socket.destroy();
    expect((await api.ask('/v1/who-am-i', token)).status).toBe(200);
    expect(api.failures).toEqual([]);
  });
});
