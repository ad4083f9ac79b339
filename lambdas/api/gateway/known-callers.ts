import type { Caller } from '../../../shared/domain/caller.ts';
import type { Authenticate } from '../authenticate/authenticate.ts';

export type KnownCallers = { readonly authenticate: Authenticate; readonly callerOf: (env: object) => Caller | undefined };

/** The same way of signing in, and afterwards who a request turned out to be from, by what the gateway passed beside it. */
export const knownCallers = (authenticate: Authenticate): KnownCallers => {
  const known = new WeakMap<object, Caller>();
  return {
    authenticate: async (asked) => {
      const answer = await authenticate(asked);
      if (answer.ok && typeof asked.env === 'object' && asked.env !== null) known.set(asked.env, answer.caller);
      return answer;
    },
    callerOf: (env) => known.get(env),
  };
};
