import { fileURLToPath } from 'node:url';
import { pageFolder } from '../../shared/adapters/local/page-folder.ts';
import { systemIds } from '../../shared/adapters/local/system-ids.ts';
import { liveEvents } from '../../shared/commands/live/live-events.ts';
import { COMMANDS_BY_NAME } from '../../shared/commands/table/command-table.ts';
import type { DoorDependencies } from '../../shared/commands/table/door-dependencies.ts';
import type { DoorsConfig } from '../../shared/config/doors.ts';
import type { Respond } from '../../shared/platform/gateway/gateway-handler.ts';
import { requestOf } from '../../shared/platform/gateway/gateway-event.ts';
import { doorsOf, openDoors } from '../../shared/platform/open-doors.ts';
import type { Ground } from '../../shared/platform/phase-handler.ts';
import { Credentials } from '../../shared/store/credentials.ts';
import type { ApiOptions, McpDoor, PageConfig } from './api-options.ts';
import { apiApp } from './app.ts';
import { firstOf } from './authenticate/authenticate.ts';
import { bearerCredentials } from './authenticate/bearer-credentials.ts';
import { iamIdentity, type GatewayEnv } from './authenticate/iam-identity.ts';
import { oidcTokens } from './authenticate/oidc-tokens.ts';

/** Lambda ends an invocation after five minutes; who listens comes back by itself. */
const STREAM_SECONDS = 240;
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
  const app = apiApp({
    ...options,
    clock,
    ids: systemIds,
    authenticate: firstOf(iamIdentity(doors), bearerCredentials(new Credentials(store), clock), ...(doors.oidc ? [oidcTokens(doors.oidc, { clock })] : [])),
    live: liveEvents(dependencies, systemIds.next('live'), { everyMs: LOOK_EVERY_MS, onFailure }),
    limits: { streamSeconds: STREAM_SECONDS, heartbeatSeconds: 15 },
    page: pageFolder(fileURLToPath(new URL('page', import.meta.url))),
    mcp: mcpAtFirstCall(options),
    config: pageConfig(doors),
  });
  return async (event, signal) => {
    const { resource, requestContext: { requestId, identity: { sourceIp, userArn } } } = event;
    const env: GatewayEnv = { gateway: { resource, sourceAddress: sourceIp, requestId, ...(typeof userArn === 'string' ? { userArn } : {}) } };
    return app.fetch(requestOf(event, signal), env);
  };
};

/** Agents are few, and their protocol is a fifth of the code: it is loaded when the first of them comes. */
const mcpAtFirstCall = (options: Pick<ApiOptions, 'rows' | 'dependencies' | 'version' | 'onFailure'>): McpDoor => {
  let made: Promise<McpDoor> | undefined;
  const make = async (): Promise<McpDoor> => {
    const [{ mcpOverHttp }, { createFollowers }] = await Promise.all([import('./mcp/over-http.ts'), import('./mcp/followers.ts')]);
    return mcpOverHttp({ ...options, followers: createFollowers() });
  };
  return async (request, caller) => {
    made ??= make();
    return (await made)(request, caller);
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
