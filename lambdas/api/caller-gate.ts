import type { MiddlewareHandler } from 'hono';
import type { Caller } from '../../shared/domain/caller.ts';
import type { ApiEnv } from './app.ts';
import type { ApiLimits, ApiOptions } from './api-options.ts';
import { ProblemError } from './problem.ts';
import { TokenBuckets } from './token-bucket.ts';

export type CallerGate = {
  /** Lets through whoever proves who they are, as often as they may ask. What they may ask for is the command's to say. */
  readonly lets: (kind: 'call' | 'act') => MiddlewareHandler<ApiEnv>;
  /** Takes one of this caller's acts; the seconds to wait where there is none left. For doors that see only later that it is an act. */
  readonly takeAct: (caller: Caller) => number;
};

export const callerGate = ({ authenticate, clock }: ApiOptions, limits: ApiLimits): CallerGate => {
  const calls = new TokenBuckets({ perSecond: limits.callsPerSecond, atOnce: limits.callsAtOnce });
  const acts = new TokenBuckets({ perSecond: limits.actsPerSecond, atOnce: limits.actsAtOnce });
  const failures = new TokenBuckets({ perSecond: limits.failuresPerSecond, atOnce: limits.failuresAtOnce });

  const lets: CallerGate['lets'] = (kind) => async (c, next) => {
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
    const taken = [{ of: 'calls', atOnce: limits.callsAtOnce, perSecond: limits.callsPerSecond, ...calls.take(who, now) }, ...(kind === 'act' ? [{ of: 'acts', atOnce: limits.actsAtOnce, perSecond: limits.actsPerSecond, ...acts.take(who, now) }] : [])];
    c.header('ratelimit-policy', taken.map(({ of, atOnce, perSecond }) => `"${of}";q=${atOnce};w=${Math.ceil(atOnce / perSecond)}`).join(', '));
    c.header('ratelimit', taken.map(({ of, left, retryAfterSeconds }) => `"${of}";r=${left};t=${retryAfterSeconds}`).join(', '));
    const wait = Math.max(...taken.map(({ retryAfterSeconds }) => retryAfterSeconds));
    if (wait > 0) throw tooMany(wait);
    c.set('caller', { ...caller, door: doorOf(header) });
    await next();
  };
  return { lets, takeAct: (caller) => acts.take(whoOf(caller), clock.now()).retryAfterSeconds };
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
