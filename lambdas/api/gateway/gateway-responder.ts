import type { Caller } from '../../../shared/domain/caller.ts';
import { requestOf } from '../../../shared/platform/gateway/gateway-event.ts';
import type { Respond } from '../../../shared/platform/gateway/gateway-handler.ts';
import type { GatewayEnv } from '../authenticate/iam-identity.ts';
import { relativeLink } from './relative-link.ts';
import { seated, type SeatedOptions } from './seated.ts';

/** What answers web requests, as the API makes it. */
export type Fetching = { fetch(request: Request, env: GatewayEnv): Response | Promise<Response> };

export type GatewayResponderOptions = { readonly app: Fetching; readonly callerOf: (env: object) => Caller | undefined; readonly listening: SeatedOptions };

/** The gateway answers over TLS only; a browser that was here once asks in no other way. */
const ONLY_TLS = 'max-age=31536000';

/** The API as it answers events of the gateway: told what the gateway verified and nothing else, addresses as they hold below a stage, and live streams on seats. */
export const gatewayResponder = ({ app, callerOf, listening }: GatewayResponderOptions): Respond => async (event, signal) => {
  const { resource, requestContext: { requestId, identity: { sourceIp, userArn } } } = event;
  const env: GatewayEnv = { gateway: { resource, sourceAddress: sourceIp, requestId, ...(typeof userArn === 'string' ? { userArn } : {}) } };
  const request = requestOf(event, signal);
  const answer = relativeLink(await app.fetch(request, env));
  // Agents' streams have seats of their own.
  const sent = request.method === 'GET' ? await seated(answer, callerOf(env), listening) : answer;
  sent.headers.set('strict-transport-security', ONLY_TLS);
  return sent;
};
