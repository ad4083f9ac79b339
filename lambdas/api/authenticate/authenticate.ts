import type { Caller } from '../../../shared/domain/caller.ts';

/** What a way of signing in may look at: headers, and what the surroundings (a gateway) pass beside the request. */
export type Asked = { readonly header: (name: string) => string | undefined; readonly env: unknown };

/** `silent`: this way of signing in was not tried, and another may be. */
export type Authentication = { readonly ok: true; readonly caller: Caller } | { readonly ok: false; readonly reason: string; readonly silent?: boolean };

/** Says who asks, from what proves it. Never throws for what a caller sent. */
export type Authenticate = (asked: Asked) => Promise<Authentication>;

const NOTHING_SAID = 'Sign in: send "Authorization: Bearer" and a token.';

/** The first way that was tried decides: a token that is wrong for one is not offered to the next. */
export const firstOf = (...ways: readonly Authenticate[]): Authenticate => async (asked) => {
  for (const way of ways) {
    const answer = await way(asked);
    if (answer.ok || answer.silent !== true) return answer;
  }
  return { ok: false, reason: NOTHING_SAID };
};

/** The token of `Authorization: Bearer`, as RFC 6750 writes it; `undefined` for anything else. */
export const bearerOf = ({ header }: Asked): string | undefined => /^Bearer ([\w\-.~+/]{1,8192}=*)$/i.exec(header('authorization') ?? '')?.[1];
