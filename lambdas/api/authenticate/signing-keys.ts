import * as z from 'zod';
import type { Clock } from '../../../shared/ports/clock.ts';

/** Keys are looked up again after an hour; a key that is not known yet may be a new one, but whoever sends made-up key ids makes nobody ask more often than this. */
const FRESH_MS = 3_600_000;
const AGAIN_MS = 30_000;
/** Where the provider does not answer, keys that were right count for so long. */
const STALE_MS = 24 * 3_600_000;
const TIMEOUT_MS = 5_000;
const MOST_CHARACTERS = 512 * 1024;

const Discovery = z.object({ issuer: z.string(), jwks_uri: z.url({ protocol: /^https?$/ }) });
/** Public keys for signatures: what is for encryption, or secret, is no key here. */
const Keys = z.object({ keys: z.array(z.looseObject({ kid: z.string(), kty: z.enum(['RSA', 'EC', 'OKP']), use: z.string().optional(), alg: z.string().optional() }).catch({ kid: '', kty: 'EC' })) });
export type SigningKey = z.infer<typeof Keys>['keys'][number];

export type SigningKeysSource = { readonly issuer: string; readonly jwksUri?: string | undefined };
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** The published keys of an issuer. `find` answers `undefined` for a key that it does not have; throws when no keys could ever be read. */
export const signingKeys = ({ issuer, jwksUri }: SigningKeysSource, { clock, fetch }: { readonly clock: Pick<Clock, 'now'>; readonly fetch: Fetch }): { find(kid: string): Promise<SigningKey | undefined> } => {
  let known: { readonly keys: readonly SigningKey[]; readonly at: number } | undefined;
  let asked = -Infinity;
  let asking: Promise<void> | undefined;

  const refresh = async (): Promise<void> => {
    const { keys } = Keys.parse(await json(jwksUri ?? (await discovered(issuer, json))));
    known = { keys: keys.filter(({ kid, use }) => kid !== '' && use !== 'enc'), at: clock.now() };
  };
  const json = async (url: string): Promise<unknown> => {
    const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS), headers: { accept: 'application/json' } });
    const text = await response.text();
    if (!response.ok || text.length > MOST_CHARACTERS) throw new Error(`${url} answered ${response.status}, ${text.length} characters.`);
    return JSON.parse(text);
  };
  /** One question at a time, however many wait for its answer. */
  const ask = async (): Promise<void> => {
    asking ??= refresh().finally(() => { asking = undefined; });
    asked = clock.now();
    await asking;
  };

  return {
    find: async (kid) => {
      const now = clock.now();
      const isFresh = known !== undefined && now - known.at < FRESH_MS;
      const found = known?.keys.find((key) => key.kid === kid);
      if (isFresh && found) return found;
      if (asking === undefined && now - asked < AGAIN_MS) {
        if (known === undefined) throw new Error(`The keys of ${issuer} could not be read a moment ago.`);
        return now - known.at < STALE_MS ? found : undefined;
      }
      try {
        await ask();
      } catch (error) {
        if (known === undefined || now - known.at >= STALE_MS) throw new Error(`The keys of ${issuer} cannot be read.`, { cause: error });
      }
      return known?.keys.find((key) => key.kid === kid);
    },
  };
};

const discovered = async (issuer: string, json: (url: string) => Promise<unknown>): Promise<string> => {
  const found = Discovery.parse(await json(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`));
  if (found.issuer !== issuer) throw new Error(`${issuer} says that it is ${found.issuer}.`);
  return found.jwks_uri;
};
