import type { Caller, Door } from '../../../shared/domain/caller.ts';
import type { Instant } from '../../../shared/domain/instant.ts';
import type { Clock } from '../../../shared/ports/clock.ts';
import { bearerOf, type Authenticate } from './authenticate.ts';

/** Who holds a token, if anybody does. */
export type CredentialLookup = { callerOf(token: string, door: Door, now: Instant): Promise<Caller | undefined> };

/** Tokens that Pawl gave out. What is shaped like a signed token of an identity provider (two dots) is left to whoever knows those. */
export const bearerCredentials = (credentials: CredentialLookup, clock: Pick<Clock, 'now'>): Authenticate => async (asked) => {
  const token = bearerOf(asked);
  if (token === undefined || token.split('.').length === 3) return { ok: false, reason: '', silent: true };
  const caller = await credentials.callerOf(token, 'api', clock.now());
  return caller === undefined ? { ok: false, reason: 'This token is not valid, or no longer: ask for a new one.' } : { ok: true, caller };
};
