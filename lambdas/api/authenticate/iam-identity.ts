import * as z from 'zod';
import type { DoorsConfig } from '../../../shared/config/doors.ts';
import { iamCaller } from '../gateway/iam-caller.ts';
import type { Authenticate } from './authenticate.ts';

/** What the handler behind the gateway passes beside each request: what the gateway itself found out, and nothing that a caller could have said. */
export const GatewayEnv = z.object({ gateway: z.object({ resource: z.string(), userArn: z.string().optional(), sourceAddress: z.string(), requestId: z.string() }) });
export type GatewayEnv = z.infer<typeof GatewayEnv>;

/** Requests that came by the route whose signatures the gateway verifies. There it is the only way to sign in: a token beside a signature counts for nothing. */
export const iamIdentity = (doors: Pick<DoorsConfig, 'iam'>): Authenticate => async ({ env }) => {
  const known = GatewayEnv.safeParse(env);
  if (!known.success) return { ok: false, reason: '', silent: true };
  const answer = iamCaller(known.data.gateway, doors);
  if (!answer.ok) return answer;
  return answer.caller === undefined ? { ok: false, reason: '', silent: true } : { ok: true, caller: answer.caller };
};
