import { signIn } from './session.ts';

/** Where people sign in, as `/config.json` says; absent on one machine, where the start prints a link. */
export type SignInConfig = { readonly issuer: string; readonly clientId: string; readonly scopes?: string | readonly string[]; readonly audience?: string | readonly string[]; readonly token?: 'access' | 'id' };

const STATE = 'pawl-sign-in';

const base64url = (bytes: Uint8Array): string => btoa(String.fromCodePoint(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
const random = (): string => base64url(crypto.getRandomValues(new Uint8Array(32)));

/** RFC 7636: the challenge is the SHA-256 digest of the verifier, base64url without padding. */
export const challengeOf = async (verifier: string): Promise<string> => base64url(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))));

type Discovered = { readonly authorization_endpoint: string; readonly token_endpoint: string };

const discover = async (issuer: string): Promise<Discovered> => {
  const response = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, { credentials: 'omit' });
  if (!response.ok) throw new Error(`${issuer} answered ${response.status}.`);
  return (await response.json()) as Discovered;
};

/** How people sign in here, or nothing where only tokens are known. */
export const signInConfig = async (): Promise<SignInConfig | undefined> => {
  try {
    const response = await fetch('./config.json', { credentials: 'omit' });
    if (!response.ok) return undefined;
    const config = (await response.json()) as Partial<SignInConfig>;
    const { issuer, clientId } = config;
    return issuer === undefined || clientId === undefined ? undefined : { ...config, issuer, clientId };
  } catch {
    return undefined;
  }
};

/** The folder that the page lies in: a stage of a gateway is not the root of its host. */
const redirectUri = (): string => new URL('./', `${location.origin}${location.pathname}`).href;

/** Leaves for the provider (authorization code with PKCE). */
export const leaveToSignIn = async (config: SignInConfig): Promise<void> => {
  const { authorization_endpoint: endpoint } = await discover(config.issuer);
  const verifier = random();
  const state = random();
  sessionStorage.setItem(STATE, JSON.stringify({ verifier, state, place: location.hash }));
  const address = new URL(endpoint);
  address.search = new URLSearchParams({
    response_type: 'code', client_id: config.clientId, redirect_uri: redirectUri(), scope: [config.scopes ?? 'openid profile'].flat().join(' '), state,
    code_challenge: await challengeOf(verifier), code_challenge_method: 'S256', ...(config.audience === undefined ? {} : { audience: [config.audience].flat().join(' ') }),
  }).toString();
  location.assign(address);
};

/** Back from the provider: swaps the code for a token. Says what went wrong, if something did; `undefined` when there was nothing to do or all is well. */
export const returnFromSignIn = async (): Promise<string | undefined> => {
  const said = new URLSearchParams(location.search);
  const code = said.get('code');
  const refusal = said.get('error');
  if (code === null && refusal === null) return undefined;
  const { verifier, state, place = '' } = JSON.parse(sessionStorage.getItem(STATE) ?? '{}') as { readonly verifier?: string; readonly state?: string; readonly place?: string };
  sessionStorage.removeItem(STATE);
  // Whoever followed a link from a message is led to what it names, after signing in as before.
  history.replaceState(null, '', `${location.pathname}${place.startsWith('#/') ? place : '#/'}`);
  if (refusal !== null) return `The sign-in was refused: ${said.get('error_description') ?? refusal}`;
  if (code === null || verifier === undefined || state !== said.get('state')) return 'The sign-in did not begin in this tab. Please sign in again.';
  const config = await signInConfig();
  if (config === undefined) return 'Nobody signs in with a provider here.';
  try {
    const { token_endpoint: endpoint } = await discover(config.issuer);
    const response = await fetch(endpoint, { method: 'POST', credentials: 'omit', body: new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: redirectUri(), client_id: config.clientId, code_verifier: verifier }) });
    const tokens = (await response.json()) as { readonly access_token?: string; readonly id_token?: string };
    const token = config.token === 'id' ? tokens.id_token : tokens.access_token;
    if (!response.ok || token === undefined) return `The provider answered ${response.status} without a token.`;
    signIn(token);
    return undefined;
  } catch (error) {
    return `The sign-in failed: ${error instanceof Error ? error.message : 'no answer'}`;
  }
};
