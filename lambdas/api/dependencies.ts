import { fileURLToPath } from 'node:url';
import { pageFolder } from '../../shared/adapters/local/page-folder.ts';
import { systemIds } from '../../shared/adapters/local/system-ids.ts';
import { liveEvents } from '../../shared/commands/live/live-events.ts';
import { COMMANDS_BY_NAME } from '../../shared/commands/table/command-table.ts';
import type { DoorDependencies } from '../../shared/commands/table/door-dependencies.ts';
import type { DoorsConfig } from '../../shared/config/doors.ts';
import type { Respond } from '../../shared/platform/gateway/gateway-handler.ts';
import { doorsOf, openDoors } from '../../shared/platform/open-doors.ts';
import type { Ground } from '../../shared/platform/phase-handler.ts';
import { Credentials } from '../../shared/store/credentials.ts';
import { Seats, type SeatLimits } from '../../shared/store/seats.ts';
import type { ApiOptions, McpDoor, PageConfig } from './api-options.ts';
import { apiApp } from './app.ts';
import { firstOf } from './authenticate/authenticate.ts';
import { bearerCredentials } from './authenticate/bearer-credentials.ts';
import { iamIdentity } from './authenticate/iam-identity.ts';
import { oidcTokens } from './authenticate/oidc-tokens.ts';
import { gatewayResponder } from './gateway/gateway-responder.ts';
import { knownCallers } from './gateway/known-callers.ts';
import { seatedMcp } from './gateway/seated-mcp.ts';

/** Lambda tells nobody that a reader has gone: what is written to nobody ends after so long, and who listens comes back by itself. */
const STREAM_SECONDS = 120;
/**
 * Each stream keeps an environment busy that answers nobody else, and whoever opens many would use up those of the function, or of the account, in which the
 * services that are watched run too. A page that is loaded anew takes the seat of the one before.
 */
const LISTENING: SeatLimits = { all: 10, each: 3, heldMs: (STREAM_SECONDS + 30) * 1000, newestWins: true };
/** Longer than an agent may wait for progress (LONGEST_WAIT_SECONDS). */
const FOLLOWING: SeatLimits = { all: 4, each: 2, heldMs: 660_000, newestWins: false };
/** Each look at the store is paid for. */
const LOOK_EVERY_MS = 2000;

/** The API with everything behind it, as it answers at the gateway. Made once an execution environment. */
export const openApi = async (ground: Ground): Promise<Respond> => {
  const doors = doorsOf(ground);
  const dependencies: DoorDependencies = openDoors(ground);
  const { clock, store } = dependencies;
  const onFailure = (error: unknown, instance?: string): void =>
    ground.host.notify({ code: 'PAWL-API-020', level: 'error', text: error instanceof Error ? error.message : String(error), data: { instance, error: error instanceof Error ? error.stack : undefined } });
  const options = { rows: COMMANDS_BY_NAME, dependencies, version: dependencies.version ?? '', onFailure };
  const { authenticate, callerOf } = knownCallers(firstOf(iamIdentity(doors), bearerCredentials(new Credentials(store), clock), ...(doors.oidc ? [oidcTokens(doors.oidc, { clock })] : [])));
  const listening = { seats: new Seats(store, clock, 'listening', LISTENING), clock, ids: systemIds, onFailure };
  const app = apiApp({
    ...options,
    clock,
    ids: systemIds,
    authenticate,
    live: liveEvents(dependencies, systemIds.next('live'), { everyMs: LOOK_EVERY_MS, onFailure }),
    limits: { streamSeconds: STREAM_SECONDS, heartbeatSeconds: 15 },
    page: pageFolder(fileURLToPath(new URL('page', import.meta.url))),
    mcp: mcpAtFirstCall(options, new Seats(store, clock, 'following', FOLLOWING)),
    config: pageConfig(doors),
  });
  return gatewayResponder({ app, callerOf, listening });
};

/** Agents are few, and their protocol is a fifth of the code: it is loaded when the first of them comes. */
const mcpAtFirstCall = (options: Pick<ApiOptions, 'rows' | 'dependencies' | 'version'> & { readonly onFailure: (error: unknown, instance?: string) => void }, seats: Seats): McpDoor => {
  let made: Promise<McpDoor> | undefined;
  const make = async (): Promise<McpDoor> => {
    const [{ mcpOverHttp }, { createFollowers }] = await Promise.all([import('./mcp/over-http.ts'), import('./mcp/followers.ts')]);
    const door = (most: number): McpDoor => mcpOverHttp({ ...options, followers: createFollowers({ most }) });
    return seatedMcp({ following: door(1), atOnce: door(0), seats, ids: systemIds, onFailure: options.onFailure });
  };
  return async (request, caller, takeAct) => {
    made ??= make();
    return (await made)(request, caller, takeAct);
  };
};

/** What the page must know before anybody has signed in; of a provider only what its own pages tell everybody. */
export const pageConfig = ({ oidc }: Pick<DoorsConfig, 'oidc'>): PageConfig => {
  if (oidc?.clientId === undefined) return {};
  const { issuer, clientId, scopes, origins = [], audience } = oidc;
  // A provider puts the client itself into its identity tokens, and somebody else's API into its access tokens.
  const api = audience.find((one) => one !== clientId);
  return { issuer, clientId, scopes, origins, ...(api === undefined ? { token: 'id' } : { audience: api, token: 'access' }) };
};
