import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import * as z from 'zod';
import { mcpOverHttp } from '../../../../../lambdas/api/mcp/over-http.ts';
import { createFollowers, type Followers } from '../../../../../lambdas/api/mcp/followers.ts';
import { SqliteItemStore } from '../../../../../shared/adapters/local/sqlite-item-store.ts';
import { systemClock } from '../../../../../shared/adapters/local/system-clock.ts';
import { systemIds } from '../../../../../shared/adapters/local/system-ids.ts';
import { refused } from '../../../../../shared/commands/dependencies.ts';
import { commandRow, type CommandRow } from '../../../../../shared/commands/table/command-row.ts';
import type { DoorDependencies } from '../../../../../shared/commands/table/door-dependencies.ts';
import { startCycleRow } from '../../../../../shared/commands/table/start-cycle-row.ts';
import { whoAmIRow } from '../../../../../shared/commands/table/who-am-i-row.ts';
import type { Caller } from '../../../../../shared/domain/caller.ts';
import type { Improvement, ImprovementState } from '../../../../../shared/domain/improvement.ts';
import { pageOf, Paging } from '../../../../../shared/domain/views/page-of.ts';
import { repositoriesIn } from '../../../../../shared/store/repositories.ts';

export const AGENT: Caller = { name: 'agent:ada', kind: 'agent', door: 'mcp', may: ['read', 'operate'], tenants: 'all', groups: [] };

const act = (name: string, permission: CommandRow['permission']) =>
  commandRow({
    name, kind: 'act', permission, title: name, summary: `Does ${name}; see list-things.`,
    input: z.strictObject({ improvementId: z.string().min(1).max(200), reason: z.string().max(1000).optional() }),
    output: z.object({ improvementId: z.string() }),
    example: { input: { improvementId: 'imp-1' }, output: { improvementId: 'imp-1' } },
    run: async ({ improvementId }) => ({ ok: true, value: { improvementId } }),
  });

/** A list whose items are as long as asked, in pages; `after` is the index of the last one. */
const listThings = commandRow({
  name: 'list-things', kind: 'read', permission: 'read', title: 'Things', summary: 'Many things.',
  input: z.strictObject({ length: z.number().int().default(10), ...Paging }),
  output: pageOf(z.object({ id: z.string(), text: z.string() })),
  example: { input: {}, output: { items: [] } },
  run: async ({ length, limit, after }) => {
    const from = after === undefined ? 0 : Number(after) + 1;
    const items = Array.from({ length: Math.min(limit, 100 - from) }, (_, index) => ({ id: `thing-${from + index}`, text: 'x'.repeat(length) }));
    const last = from + items.length - 1;
    return { ok: true, value: { items, ...(last < 99 ? { next: String(last) } : {}) } };
  },
});

/** A text as long as asked, with what is told to whoever reads it. */
const showThing = commandRow({
  name: 'show-thing', kind: 'read', permission: 'read', title: 'Thing', summary: 'One thing.',
  input: z.strictObject({ length: z.number().int().default(10), say: z.string().max(1000).default('') }),
  output: z.object({ said: z.string(), diff: z.string(), audit: z.array(z.object({ at: z.number(), what: z.string() })) }),
  example: { input: {}, output: { said: '', diff: '', audit: [] } },
  run: async ({ length, say }) => ({ ok: true, value: { said: say, diff: Array.from({ length: Math.ceil(length / 10) }, (_, line) => `+${String(line).padStart(8, '0')}`).join('\n'), audit: Array.from({ length: Math.ceil(length / 100) }, (_, at) => ({ at, what: `event ${at}` })) } }),
});

/** Fails in the way that was asked for. */
const failRow = commandRow({
  name: 'fail-with', kind: 'read', permission: 'read', title: 'Fail', summary: 'Fails.',
  input: z.strictObject({ how: z.enum(['throw', 'off', 'refused', 'mismatch']) }),
  output: z.object({ done: z.boolean() }),
  example: { input: { how: 'off' }, output: { done: true } },
  run: async ({ how }) => {
    if (how === 'throw') throw new Error('secret-inside at /home/somebody/file.ts:1');
    if (how === 'mismatch') return { ok: true, value: { done: 'yes' as unknown as boolean } };
    return refused(`It is ${how}; list-things says more.`, how);
  },
});

export const TEST_ROWS: ReadonlyMap<string, CommandRow> = new Map<string, CommandRow>(
  [whoAmIRow, startCycleRow, listThings, showThing, failRow, act('roll-back', 'operate'), act('approve', 'decide'), act('reject', 'decide'), act('deploy', 'deploy'), act('set-flag', 'administer')].map((row): [string, CommandRow] => [row.name, row]),
);

export const improvementIn = (state: ImprovementState, id = 'imp-1'): Improvement => ({
  id, targetId: 'orders', origin: 'opportunity', proposedBy: 'pawl', title: 'Ask at once', state, stateSince: 1, createdAt: 1, attempts: 0, systemWide: false, phaseMs: {}, history: [{ state, at: 1, by: 'pawl' }],
});

/** A real store with one target; nothing runs behind it. */
export const openWorld = () => {
  const store = new SqliteItemStore(':memory:', systemClock);
  const repositories = repositoriesIn(store);
  const target = { id: 'orders', functionName: 'orders', alias: 'live', shared: true, tenantAliases: { acme: 'acme', globex: 'globex' } };
  const dependencies = {
    ...repositories, store, clock: systemClock, ids: systemIds, targets: { all: async () => [target], get: async () => target },
    settingsFor: () => ({ enabled: true, analysisWindowHours: 24, maxConcurrentImprovements: 3 }), runner: { startCycle: async () => ({ started: true }) },
  } as unknown as DoorDependencies;
  return { dependencies, repositories, close: () => store.close() };
};

export type HttpOptions = { readonly rows?: ReadonlyMap<string, CommandRow>; readonly caller?: Caller; readonly followers?: Followers; readonly onFailure?: (error: unknown) => void };

/** The door over HTTP, without a network between. */
export const openDoor = (dependencies: DoorDependencies, { rows = TEST_ROWS, caller = AGENT, followers = createFollowers(), onFailure = () => {} }: HttpOptions = {}) => {
  const door = mcpOverHttp({ rows, dependencies, version: '0', followers, onFailure });
  return (request: Request): Promise<Response> => door(request, caller);
};

export const connect = async (door: (request: Request) => Promise<Response>): Promise<Client> => {
  const client = new Client({ name: 'test', version: '0' });
  await client.connect(new StreamableHTTPClientTransport(new URL('http://door/mcp'), { fetch: (url, init) => door(new Request(url, init)) }));
  // The client holds answers to the schemas of tools that it has listed.
  await client.listTools();
  return client;
};

/** The text of an answer. */
export const said = (result: Awaited<ReturnType<Client['callTool']>>): string => (result.content as { text: string }[]).map(({ text }) => text).join('\n');

export const post = (body: string, headers: Record<string, string> = {}): Request =>
  new Request('http://door/mcp', { method: 'POST', headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers }, body });

export const message = (method: string, params: object = {}, id: number | undefined = 1): string => JSON.stringify({ jsonrpc: '2.0', method, params, ...(id === undefined ? {} : { id }) });
