import { callerOf, inputBytes, routeOf } from './event-facts.ts';
import { qualifierOf } from './invoked-qualifier.ts';
import { Invocation, type InvocationEnd, type InvocationFacts } from './invocation.ts';
import { KeyMemory } from './key-memory.ts';
import { appRoot, type AppRoot } from './stack-frames.ts';
import { watchFetch } from './watch-fetch.ts';
import { watchHttp } from './watch-http.ts';

export type ProbeOptions = {
  /** Mixed into the hash of callers, so that outsiders cannot try out addresses. Default: `PAWL_PROBE_SALT`, else the function's name. */
  readonly salt?: string;
};

let current: Invocation | undefined;
let watching = false;
let invocations = 0;
const memory = new KeyMemory();

const inLambda = (): boolean => process.env['AWS_LAMBDA_FUNCTION_NAME'] !== undefined;

const write = (record: object): void => {
  process.stdout.write(`${JSON.stringify(record)}\n`);
};

/**
 * Wraps a Lambda handler so that each invocation leaves one line of JSON in the log: outcome, duration, calls to other services, cache use.
 * No bodies, headers or query values; messages are masked; callers are hashed. Results, errors and their timing stay as they are.
 * Outside Lambda (in tests, say) it hands the handler back untouched.
 */
export function probe<Handler extends (...args: never[]) => unknown>(handler: Handler, options: ProbeOptions = {}): Handler {
  if (!inLambda()) return handler;
  const root = appRoot(process.env['LAMBDA_TASK_ROOT'] ?? process.cwd());
  if (!watching) {
    watching = true;
    watchFetch(root, () => current);
    watchHttp(root, () => current);
  }
  const salt = options.salt ?? process.env['PAWL_PROBE_SALT'] ?? process.env['AWS_LAMBDA_FUNCTION_NAME'] ?? '';

  // The name is how stack-frames.ts knows this frame.
  function pawlProbedHandler(this: unknown, event: unknown, context: unknown): unknown {
    const invocation = begin(event, context, salt);
    let result: unknown;
    try {
      result = Reflect.apply(handler, this, [event, context]);
    } catch (error) {
      finish(invocation, { outcome: 'error', thrown: { value: error } }, root);
      throw error;
    }
    if (!isThenable(result)) {
      finish(invocation, endOf(result), root);
      return result;
    }
    return Promise.resolve(result).then(
      (value: unknown) => {
        finish(invocation, endOf(value), root);
        return value;
      },
      (error: unknown) => {
        finish(invocation, { outcome: 'error', thrown: { value: error } }, root);
        throw error;
      },
    );
  }
  return pawlProbedHandler as unknown as Handler;
}

/** Says that something was found in the cache `name`. */
export function cacheHit(name: string): void {
  current?.countCache(name, 'hits');
}

/** Says that something was looked for in the cache `name` and not found. */
export function cacheMiss(name: string): void {
  current?.countCache(name, 'misses');
}

const isThenable = (value: unknown): value is PromiseLike<unknown> => typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';

function begin(event: unknown, context: unknown, salt: string): Invocation | undefined {
  try {
    invocations += 1;
    const invocation = new Invocation(invocations, facts(event, context, salt), memory, write);
    current = invocation;
    return invocation;
  } catch {
    // Watching never stands in the way of what is watched.
    return undefined;
  }
}

function finish(invocation: Invocation | undefined, end: InvocationEnd, root: AppRoot): void {
  try {
    if (current === invocation) current = undefined;
    invocation?.end(end, root);
  } catch {
    // As above.
  }
}

function facts(event: unknown, context: unknown, salt: string): InvocationFacts {
  const field = (name: string): string | undefined => {
    const value: unknown = typeof context === 'object' && context !== null ? Reflect.get(context, name) : undefined;
    return typeof value === 'string' ? value : undefined;
  };
  return {
    requestId: field('awsRequestId') ?? '',
    version: field('functionVersion') ?? process.env['AWS_LAMBDA_FUNCTION_VERSION'] ?? '$LATEST',
    environment: field('logStreamName') ?? process.env['AWS_LAMBDA_LOG_STREAM_NAME'] ?? '',
    qualifier: qualifierOf(field('invokedFunctionArn')),
    cold: invocations === 1,
    route: routeOf(event),
    caller: callerOf(event, salt),
    inputBytes: inputBytes(event),
  };
}

function endOf(result: unknown): InvocationEnd {
  const status: unknown = typeof result === 'object' && result !== null && 'statusCode' in result ? result.statusCode : undefined;
  if (typeof status !== 'number' || !Number.isInteger(status)) return { outcome: 'ok' };
  return { outcome: status >= 500 ? 'fault' : 'ok', status };
}
