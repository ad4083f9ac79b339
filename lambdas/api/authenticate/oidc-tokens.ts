import { decode, verifyWithJwks } from 'hono/utils/jwt/jwt';
import type { HonoJsonWebKey } from 'hono/utils/jwt/jws';
import type { OidcDoor } from '../../../shared/config/doors.ts';
import type { Clock } from '../../../shared/ports/clock.ts';
import { bearerOf, type Authenticate } from './authenticate.ts';
import { callerOfClaims } from './caller-of-claims.ts';
import { signingKeys, type Fetch } from './signing-keys.ts';

/** Signatures by a key that only the provider has; none by a secret that who verifies would know too. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'] as const;
/** How far two clocks may be apart. */
const LEEWAY_SECONDS = 60;
const NOT_VALID = 'This token is not valid, or no longer: sign in again.';

/**
 * People by a token of an OpenID Connect provider: signature against its published keys, issuer, audience, and time; then who its claims say it is.
 * Throws when the provider's keys could never be read: that is not the caller's fault.
 */
export const oidcTokens = (oidc: OidcDoor, { clock, fetch = (url, init) => globalThis.fetch(url, init) }: { readonly clock: Pick<Clock, 'now'>; readonly fetch?: Fetch }): Authenticate => {
  const keys = signingKeys(oidc, { clock, fetch });
  return async (asked) => {
    const token = bearerOf(asked);
    if (token?.split('.').length !== 3) return { ok: false, reason: '', silent: true };
    const head = headOf(token);
    if (head === undefined) return { ok: false, reason: NOT_VALID };
    const key = await keys.find(head.kid);
    if (key === undefined) return { ok: false, reason: NOT_VALID };
    const claims = await verified(token, key, oidc, head.typ);
    return claims !== undefined && isNow(claims, clock.now()) ? callerOfClaims(claims, oidc) : { ok: false, reason: NOT_VALID };
  };
};

const headOf = (token: string): { readonly kid: string; readonly typ: string | undefined } | undefined => {
  try {
    const { kid, typ }: { kid?: unknown; typ?: unknown } = decode(token).header;
    return typeof kid === 'string' ? { kid, typ: typeof typ === 'string' ? typ : undefined } : undefined;
  } catch {
    return undefined;
  }
};

const verified = async (token: string, key: HonoJsonWebKey, { issuer, audience }: OidcDoor, typ: string | undefined): Promise<Record<string, unknown> | undefined> => {
  try {
    // Time is looked at below, by the one clock, with some leeway.
    const isAccessToken = typ !== undefined && /^(?:application\/)?at\+jwt$/i.test(typ);
    return await verifyWithJwks(token, { keys: [key], allowedAlgorithms: ALGORITHMS, verification: { iss: issuer, aud: audience, exp: false, nbf: false, iat: false, ...(isAccessToken ? { typ: 'at+jwt' } : {}) } });
  } catch {
    return undefined;
  }
};

/** A token without an end is none. */
const isNow = ({ exp, nbf, iat }: Readonly<Record<string, unknown>>, nowMs: number): boolean => {
  const now = nowMs / 1000;
  const begins = [nbf, iat].filter((one) => one !== undefined);
  return typeof exp === 'number' && now < exp + LEEWAY_SECONDS && begins.every((one) => typeof one === 'number' && one <= now + LEEWAY_SECONDS);
};
