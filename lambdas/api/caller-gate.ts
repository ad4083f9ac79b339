import type { MiddlewareHandler } from 'hono';
import type { Caller } from '../../shared/domain/caller.ts';
import type { ApiEnv } from './app.ts';
import type { ApiLimits, ApiOptions } from './api-options.ts';
import { ProblemError } from './problem.ts';
import { TokenBuckets } from './token-bucket.ts';

/** Lets through whoever proves who they are, as often as they may ask. What they may ask for is the command's to say. */
export const callerGate = ({ authenticate, clock }: ApiOptions, limits: ApiLimits): ((kind: 'call' | 'act') => MiddlewareHandler<ApiEnv>) => {
  const calls = new TokenBuckets({ perSecond: limits.callsPerSecond, atOnce: limits.callsAtOnce });
  const acts = new TokenBuckets({ perSecond: limits.actsPerSecond, atOnce: limits.actsAtOnce });
  const failures = new TokenBuckets({ perSecond: limits.failuresPerSecond, atOnce: limits.failuresAtOnce });

  return (kind) => async (c, next) => {
    const now = clock.now();
    const header = (name: string): string | undefined => c.req.header(name);
    const answer = await authenticate({ header, env: c.env });
    if (!answer.ok) {
      const { retryAfterSeconds } = failures.take(addressOf(c.env), now);
      if (retryAfterSeconds > 0) throw tooMany(retryAfterSeconds);
      throw new ProblemError('unauthenticated', answer.reason, { 'www-authenticate': 'Bearer realm="pawl"' });
    }
    const { caller } = answer;
    const who = whoOf(caller);
    const taken = calls.take(who, now);
    c.header('ratelimit-policy', `"calls";q=${limits.callsAtOnce};w=${Math.ceil(limits.callsAtOnce / limits.callsPerSecond)}`);
    c.header('ratelimit', `"calls";r=${taken.left};t=${taken.retryAfterSeconds}`);
    const wait = Math.max(taken.retryAfterSeconds, kind === 'act' ? acts.take(who, now).retryAfterSeconds : 0);
    if (wait > 0) throw tooMany(wait);
    c.set('caller', { ...caller, door: doorOf(header) });
    await next();
  };
};

/** Callers by who they are and whose targets they see: two people of one name in two tenants are two. */
export const whoOf = ({ name, kind, tenants }: Caller): string => JSON.stringify([name, kind, tenants]);

const tooMany = (seconds: number): ProblemError => new ProblemError('too-many', `Ask again in ${seconds} s.`, { 'retry-after': String(seconds) });

/** Only a browser that shows our own page says this of itself, and a program that says it gains nothing. */
const doorOf = (header: (name: string) => string | undefined): 'page' | 'api' => (header('sec-fetch-site') === 'same-origin' ? 'page' : 'api');

/** The peer's address, as the server or the gateway tells it, never as a header claims. */
const addressOf = (env: unknown): string => {
  const { incoming, gateway } = (env ?? {}) as { incoming?: { socket?: { remoteAddress?: string } }; gateway?: { sourceAddress?: string } };
  return gateway?.sourceAddress ?? incoming?.socket?.remoteAddress ?? 'unknown';
};
