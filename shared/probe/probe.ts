import type { DependencyKind } from './dependency-kind.ts';
import { middlewareHooks } from './middleware.ts';
import { inLambda, observer } from './observe.ts';
import { currentInvocation } from './scope.ts';
import { runAsCall, watchMethods } from './watch-client.ts';
import { wrapHandler } from './wrap-handler.ts';

export type ProbeOptions = {
  /** Mixed into the hash of callers, so that outsiders cannot try out addresses. Default: `PAWL_PROBE_SALT`, else the function's name. */
  readonly salt?: string;
  /** Share of the invocations whose calls are looked at, 0 to 1. How each ended is told all the same. Default: `PAWL_PROBE_SAMPLE`, else 1. */
  readonly sample?: number;
};

/** What a call goes to. */
export type CallKind = 'http' | 'aws' | 'database' | 'cache' | 'queue';

export type WatchedClient = {
  /** What stands for this client in the records, as `orders-db`. */
  readonly name: string;
  readonly kind: CallKind;
  /** The methods that ask, as `['query']` of a pool or `['send']` of an AWS client. */
  readonly methods: readonly string[];
};

/** The middleware's hooks, of the form that middy takes. */
export type ProbeMiddleware = {
  readonly before: (request: { readonly event: unknown; readonly context: unknown }) => void;
  readonly after: (request: { readonly event: unknown; readonly context: unknown; readonly response?: unknown }) => void;
  readonly onError: (request: { readonly event: unknown; readonly context: unknown; readonly response?: unknown; readonly error?: unknown }) => void;
};

/**
 * Wraps a Lambda handler so that each invocation leaves one line of JSON in the log: outcome, duration, calls to other services, cache use.
 * No bodies, headers or query values; messages are masked; callers are hashed. Results, errors and their timing stay as they are; handlers
 * may be async, stream their answer or take a callback. Outside Lambda (in tests, say) it hands the handler back untouched.
 */
export function probe<Handler extends (...args: never[]) => unknown>(handler: Handler, options: ProbeOptions = {}): Handler {
  return inLambda() ? wrapHandler(handler, observer(options)) : handler;
}

/**
 * The same as a middleware for middy: `middy(handler).use(probeMiddleware())`, before all others. A middleware behind it that answers early
 * ends the request without a record; `probe(middy(…))` sees that too.
 */
export function probeMiddleware(options: ProbeOptions = {}): ProbeMiddleware {
  const nothing = (): void => undefined;
  return inLambda() ? middlewareHooks(observer(options)) : { before: nothing, after: nothing, onError: nothing };
}

/** Says that something was found in the cache `name`. */
export function cacheHit(name: string): void {
  currentInvocation()?.countCache(name, 'hits');
}

/** Says that something was looked for in the cache `name` and not found. */
export function cacheMiss(name: string): void {
  currentInvocation()?.countCache(name, 'misses');
}

/**
 * Runs something as one call to `name`, for clients that the probe does not see by itself. Two calls with the same `key` ask for the same
 * thing; without one each is its own. Requests made in it are not counted again. Result and errors are those of `run`.
 */
export function call<Result>(name: string, key: unknown, run: () => Result, kind: CallKind = 'database'): Result {
  return runAsCall(name, key, run, kind satisfies DependencyKind, call);
}

/** Counts what is asked of a client through the methods named, as a pool's `query` or an AWS client's `send`; gives the client back. */
export function watchClient<Client extends object>(client: Client, { name, kind, methods }: WatchedClient): Client {
  if (inLambda()) watchMethods(client, name, kind, methods);
  return client;
}
