import { serve } from '@hono/node-server';
import { mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ApiOptions } from '../../lambdas/api/api-options.ts';
import { apiApp } from '../../lambdas/api/app.ts';
import { firstOf } from '../../lambdas/api/authenticate/authenticate.ts';
import { bearerCredentials } from '../../lambdas/api/authenticate/bearer-credentials.ts';
import { openDoors } from '../../local/doors/open-doors.ts';
import { systemClock } from '../../shared/adapters/local/system-clock.ts';
import { stateFolder } from '../../local/machine/state-folder.ts';
import { liveEvents } from '../../shared/commands/live/live-events.ts';
import { COMMANDS_BY_NAME } from '../../shared/commands/table/command-table.ts';
import type { DoorDependencies } from '../../shared/commands/table/door-dependencies.ts';
import { parseConfig } from '../../shared/config/config-file.ts';
import type { NewCredential } from '../../shared/domain/credential.ts';
import { Credentials } from '../../shared/store/credentials.ts';
import { createRecordingHost } from '../../local/terminal/recording-host.ts';

export type ApiServer = {
  readonly url: string;
  readonly app: ReturnType<typeof apiApp>;
  readonly dependencies: DoorDependencies;
  readonly credentials: Credentials;
  /** What nobody expected. */
  readonly failures: unknown[];
  /** A token of somebody new; a person who may everything, unless told otherwise. */
  readonly token: (over?: Partial<NewCredential>) => Promise<string>;
  readonly ask: (path: string, token?: string, init?: RequestInit) => Promise<Response>;
  readonly act: (command: string, token: string, body: unknown, headers?: Record<string, string>) => Promise<Response>;
  /** Breaks every connection there is, as a network does. */
  readonly cut: () => void;
  readonly close: () => Promise<void>;
};

const CONFIG = JSON.stringify({
  targets: [
    { id: 'orders', functionName: 'orders', repository: { location: '.', branch: 'main' }, entry: 'index.mjs' },
    { id: 'billing', functionName: 'billing', repository: { location: '.', branch: 'main' }, entry: 'index.mjs', tenantId: 'acme' },
    { id: 'portal', functionName: 'portal', repository: { location: '.', branch: 'main' }, entry: 'index.mjs', tenantAliases: { acme: 'acme', globex: 'globex' } },
  ],
});

export type ApiSurroundings = {
  readonly liveEveryMs?: number;
  /** What is behind it; a store of its own with three targets and nothing running when left out. */
  readonly behind?: { readonly dependencies: DoorDependencies; readonly close: () => void };
};

/** The API as it is served on one machine: a real server on loopback. */
export const startApi = async (over: Partial<ApiOptions> = {}, { liveEveryMs = 20, behind = emptyFolder() }: ApiSurroundings = {}): Promise<ApiServer> => {
  const { dependencies } = behind;
  const { clock, ids, store } = dependencies;
  const credentials = new Credentials(store);
  const failures: unknown[] = [];
  // A clock that a test moves by hand does not let anybody wait.
  const live = liveEvents({ ...dependencies, clock: { now: () => clock.now(), sleep: (ms) => systemClock.sleep(ms) } }, 'test', { everyMs: liveEveryMs, onFailure: (error) => failures.push(error) });
  const hosts: string[] = [];
  const app = apiApp({
    rows: COMMANDS_BY_NAME, dependencies, clock, ids, live, hosts, version: 'test',
    authenticate: firstOf(bearerCredentials(credentials, clock)),
    limits: { callsPerSecond: 100_000, callsAtOnce: 100_000, actsPerSecond: 100_000, actsAtOnce: 100_000, failuresPerSecond: 100_000, failuresAtOnce: 100_000 },
    onFailure: (error) => failures.push(error),
    ...over,
  });
  const { server, port } = await new Promise<{ server: Server; port: number }>((resolve) => {
    const started = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, (info) => resolve({ server: started as Server, port: info.port }));
  });
  hosts.push(`127.0.0.1:${port}`, `localhost:${port}`);
  const url = `http://127.0.0.1:${port}`;
  const ask: ApiServer['ask'] = (path, token, init = {}) => fetch(`${url}${path}`, { ...init, headers: { ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...(init.headers as Record<string, string> | undefined) } });
  return {
    url, app, dependencies, credentials, failures, ask,
    act: (command, token, body, headers = {}) => ask(`/v1/${command}`, token, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } }),
    token: async (wanted = {}) => (await credentials.create({ name: 'ada', kind: 'person', may: ['read', 'operate', 'decide', 'deploy', 'administer'], tenants: 'all', groups: ['owners'], ...wanted }, { by: 'test', at: clock.now() })).token,
    cut: () => server.closeAllConnections(),
    close: async () => {
      live.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      behind.close();
    },
  };
};

const emptyFolder = (): { readonly dependencies: DoorDependencies; readonly close: () => void } => {
  const root = mkdtempSync(join(tmpdir(), 'pawl-api-'));
  const parsed = parseConfig(CONFIG, {}, { directory: root });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const { dependencies, close } = openDoors({ ...parsed.config, file: join(root, 'pawl.config.json') }, stateFolder(join(root, 'state')), createRecordingHost());
  return {
    dependencies,
    close: () => {
      close();
      rmSync(root, { recursive: true, force: true });
    },
  };
};
