import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import type { ApiOptions } from '../../../lambdas/api/api-options.ts';
import { mcpDoor } from '../../../local/doors/mcp-door.ts';
import { pageFolder } from '../../../shared/adapters/local/page-folder.ts';
import { COMMANDS_BY_NAME } from '../../../shared/commands/table/command-table.ts';
import { startApi, type ApiServer } from '../../support/api-server.ts';
import { doorsWorld, WORDS, type DoorsWorld } from '../../support/doors-world.ts';
import { watchedStore, type WatchedStore } from './watched-store.ts';

/** Who stands before the doors: two who see everything, one of each tenant, an agent, a program. Names with a word of the world's are those of proposers. */
const CALLERS = {
  owner: {},
  acme: { name: 'bob', tenants: ['acme'], groups: ['acme-leads'] },
  globex: { name: 'grace', tenants: ['globex'], groups: ['globex-leads'] },
  agent: { name: 'helper', kind: 'agent', may: ['read', 'operate'] },
  acmeAgent: { name: 'acme-helper', kind: 'agent', may: ['read', 'operate'], tenants: ['acme'] },
  program: { name: 'pipeline', kind: 'program', may: ['read', 'operate', 'deploy'] },
} as const;
export type CallerName = keyof typeof CALLERS;

export type Siege = {
  readonly api: ApiServer;
  readonly world: DoorsWorld;
  readonly store: WatchedStore;
  readonly port: number;
  readonly tokens: Readonly<Record<CallerName, string>>;
  /** What is sent as it stands over a connection of its own, and all that comes back before the server closes it or has been silent for a moment. */
  readonly raw: (bytes: string | Uint8Array) => Promise<string>;
  /** One JSON-RPC call at `/mcp`. */
  readonly mcp: (who: CallerName, method: string, params?: object) => Promise<{ readonly status: number; readonly text: string; readonly isError: boolean }>;
};

export type SiegeOptions = {
  readonly options?: (world: DoorsWorld) => Partial<ApiOptions>;
  /** Where what is tried is meant to change something beside. */
  readonly mayWrite?: boolean;
};

/**
 * A real server on loopback over a store with everything in it, for the tests of one file. After each test: nothing was written but that somebody tried,
 * nothing was begun, nobody was told, nothing unexpected happened inside, and the server still answers its owner.
 */
export const besieged = ({ options = () => ({}), mayWrite = false }: SiegeOptions = {}): (() => Siege) => {
  let siege: Siege | undefined;
  let folder = '';
  const standing = (): Siege => {
    if (!siege) throw new Error('The siege has not begun.');
    return siege;
  };

  beforeAll(async () => {
    folder = aPage();
    const world = await doorsWorld();
    const store = watchedStore(world.dependencies);
    const api = await startApi({ page: pageFolder(join(folder, 'page')), mcp: mcpDoor({ rows: COMMANDS_BY_NAME, dependencies: world.dependencies, version: 'test' }), ...options(world) }, { behind: world });
    const tokens = Object.fromEntries(await Promise.all(Object.entries(CALLERS).map(async ([who, { ...vary }]) => [who, await api.token(mutable(vary))] as const))) as Record<CallerName, string>;
    const port = Number(new URL(api.url).port);
    siege = { api, world, store, port, tokens, raw: (bytes) => exchange(port, bytes), mcp: (who, method, params = {}) => askMcp(api, tokens[who], method, params) };
    store.forget();
  });
  afterEach(async () => {
    const { api, store, tokens, world } = standing();
    const happened = { written: store.written(), told: store.told(), begun: [...world.asked], unexpected: api.failures.splice(0) };
    const { status } = await api.ask('/v1/who-am-i', tokens.owner);
    store.forget();
    expect(mayWrite ? { unexpected: happened.unexpected } : happened).toEqual(mayWrite ? { unexpected: [] } : { written: [], told: [], begun: [], unexpected: [] });
    expect(status).toBe(200);
  });
  afterAll(async () => {
    await siege?.api.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return standing;
};

const mutable = (vary: object): NonNullable<Parameters<ApiServer['token']>[0]> => structuredClone(vary);

/** A page of two files, and beside it one that nobody is to read. */
const aPage = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'pawl-siege-'));
  mkdirSync(join(folder, 'page', 'assets'), { recursive: true });
  writeFileSync(join(folder, 'page', 'index.html'), '<!doctype html><title>Pawl</title>');
  writeFileSync(join(folder, 'page', 'assets', 'main.js'), 'export {};');
  writeFileSync(join(folder, 'secret.txt'), SECRET);
  return folder;
};
export const SECRET = 'quincunx-of-the-disk';

/** Longer than a busy machine takes; whoever asks says that the connection is to be closed. */
const SILENCE_MS = 5000;

const exchange = (port: number, bytes: string | Uint8Array): Promise<string> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    let text = '';
    socket.setTimeout(SILENCE_MS, () => socket.destroy());
    socket.on('data', (data) => { text += data.toString('latin1'); });
    // A server that breaks the connection off has said enough.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => resolve(text));
  });

const askMcp = async (api: ApiServer, token: string, method: string, params: object): ReturnType<Siege['mcp']> => {
  const response = await api.ask('/mcp', token, { method: 'POST', headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream' }, body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }) });
  const text = await response.text();
  const { error, result } = (text.startsWith('{') ? JSON.parse(text) : {}) as { error?: unknown; result?: { isError?: boolean } };
  return { status: response.status, text, isError: error !== undefined || result?.isError === true };
};

/** Words of others that stand in a text. `of`: whose answer it is. */
export const foreignWords = (text: string, of: 'acme' | 'globex' = 'acme'): string[] => {
  const others = of === 'acme' ? ['globex', WORDS.globex] : ['acme', WORDS.acme];
  return [WORDS.orders, WORDS.shop, ...others].filter((word) => text.includes(word));
};

/** An answer without what differs between two of the same kind: the request's own name, and the id that was asked for. */
export const alike = (text: string, id: string): string => text.replaceAll(id, '…').replaceAll(/"instance":"[^"]+"/g, '').replaceAll(/mcp-[0-9a-f]{8}/g, '');
