import { serve } from '@hono/node-server';
import type { Server } from 'node:http';
import { apiApp } from '../../lambdas/api/app.ts';
import { firstOf } from '../../lambdas/api/authenticate/authenticate.ts';
import { bearerCredentials } from '../../lambdas/api/authenticate/bearer-credentials.ts';
import { liveEvents } from '../../shared/commands/live/live-events.ts';
import type { Config } from '../../shared/config/config-file.ts';
import type { Host } from '../../shared/ports/host.ts';
import { Credentials } from '../../shared/store/credentials.ts';
import type { StateFolder } from '../machine/state-folder.ts';
import { builtPage } from './built-page.ts';
import { writeDoorsFile, type DoorsFile } from './doors-file.ts';
import { mcpDoor } from './mcp-door.ts';
import { VERSION } from '../version.ts';
import { openDoors } from './open-doors.ts';
import { wantedPorts } from './wanted-ports.ts';

/** One machine serves its own people: more at once than a function that many share, and still an end. */
const LIMITS = { callsPerSecond: 400, callsAtOnce: 800, actsPerSecond: 20, actsAtOnce: 60 };

/**
 * Who opens connections and says nothing, or a word a minute, holds so many and no longer than this. Answers may take as long as they like. A connection
 * that is not used is kept for longer than clients keep theirs, so that none is closed as it is being used again.
 */
const CONNECTIONS = { maxConnections: 1000, headersTimeout: 15_000, requestTimeout: 60_000, keepAliveTimeout: 30_000 };

/** Several tabs, agents and scripts look at the same thing; nobody sees the difference. */
const FRESH_MS = 250;

export type StartDoors = {
  readonly config: Config & { readonly file: string };
  readonly folder: StateFolder;
  readonly host: Host;
  /** The one port to take; the folder's last one, or the next that is free, when left out. */
  readonly port?: number | undefined;
  /** In a process that does nothing else. */
  readonly own?: boolean;
};

export type StartedDoors = DoorsFile & { readonly close: () => Promise<void> };

/** Opens the doors of a state folder on loopback: API, live events, page and MCP. Throws when no port can be had. */
export const startDoors = async ({ config, folder, host, port, own = false }: StartDoors): Promise<StartedDoors> => {
  const { rows, dependencies, machine, close } = openDoors(config, folder, host);
  const { clock, ids } = machine;
  const tell = (what: string) => (error: unknown): void => host.notify({ code: 'PAWL-DOORS-090', level: 'error', text: `${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}` });
  const live = liveEvents(dependencies, ids.next('live'), { onFailure: tell('A look at the store failed and will be repeated') });
  const hosts: string[] = [];
  const app = apiApp({
    rows, dependencies, clock, ids, live, hosts, version: VERSION, limits: LIMITS, freshMs: FRESH_MS,
    authenticate: firstOf(bearerCredentials(new Credentials(machine.store), clock)),
    page: builtPage(tell('The page cannot be built')),
    mcp: mcpDoor({ rows, dependencies, version: VERSION, onFailure: (error, instance) => tell(instance)(error) }),
    onFailure: (error, instance) => tell(instance)(error),
  });
  const { server, taken } = await listen(app.fetch, wantedPorts(folder, port));
  hosts.push(`127.0.0.1:${taken}`, `localhost:${taken}`, `[::1]:${taken}`);
  const file: DoorsFile = { pid: process.pid, port: taken, url: `http://127.0.0.1:${taken}/`, own };
  writeDoorsFile(folder, file);
  return {
    ...file,
    close: async () => {
      live.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      close();
    },
  };
};

const listen = async (fetch: Parameters<typeof serve>[0]['fetch'], ports: readonly number[]): Promise<{ readonly server: Server; readonly taken: number }> => {
  let problem: unknown;
  for (const port of ports) {
    try {
      return await new Promise((resolve, reject) => {
        const server = serve({ fetch, port, hostname: '127.0.0.1' }, (info) => resolve({ server: server as Server, taken: info.port }));
        server.once('error', reject);
        Object.assign(server, CONNECTIONS);
      });
    } catch (error) {
      problem = error;
    }
  }
  throw new Error(`No door opens: ${problem instanceof Error ? problem.message : String(problem)}. Name a free port with --port.`, { cause: problem });
};
