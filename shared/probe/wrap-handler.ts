import type { Invocation } from './invocation.ts';
import { endOf, failure, type Observer } from './observe.ts';
import { currentInvocation, state } from './scope.ts';
import { whenSettled } from './settle.ts';
import { WRAPPER_NAME } from './stack-frames.ts';

type AnyHandler = (...args: never[]) => unknown;

/** What a function that only stands in for another keeps for itself. */
const ITS_OWN = new Set<string | symbol>(['length', 'name', 'prototype', 'arguments', 'caller']);

/** Puts an observer around a handler: with promise or callback, streaming or not. What comes back, and what is thrown, is the handler's. */
export function wrapHandler<Handler extends AnyHandler>(handler: Handler, observer: Observer): Handler {
  const run = handler as AnyHandler as (...args: unknown[]) => unknown;
  function wrapped(this: unknown, ...args: unknown[]): unknown {
    const streams = isStream(args[1]);
    if (streams) watchStreamedStatus();
    const invocation = observer.begin(args[0], args[streams ? 2 : 1]);
    if (!invocation) return Reflect.apply(run, this, args);
    const callback = streams ? undefined : args[2];
    const answersByCallback = typeof callback === 'function' && handler.length > 2;
    if (answersByCallback) {
      args[2] = (error: unknown, ...answer: unknown[]): unknown => {
        observer.end(invocation, error === null || error === undefined ? endOf(answer[0]) : failure(error));
        return Reflect.apply(callback, undefined, [error, ...answer]);
      };
    }
    let result: unknown;
    try {
      // Without a function of the probe's own between: it would stand in the stacks.
      result = state.scopes.run({ invocation, quiet: false }, Reflect.apply, run, this, args);
    } catch (error) {
      observer.end(invocation, failure(error));
      throw error;
    }
    if (answersByCallback && result === undefined) return result;
    return whenSettled(result, {
      returned: (value) => observer.end(invocation, endOf(value, invocation.status)),
      threw: (error) => observer.end(invocation, failure(error)),
    });
  }
  return disguise(wrapped, handler);
}

const isStream = (value: unknown): boolean => {
  try {
    return typeof value === 'object' && value !== null && 'write' in value && typeof value.write === 'function';
  } catch {
    return false;
  }
};

/** The runtime tells streaming and callback handlers by marks and by the number of arguments; a middy handler has methods. */
function disguise<Handler extends AnyHandler>(wrapped: (this: unknown, ...args: unknown[]) => unknown, handler: Handler): Handler {
  try {
    // As a property, since what makes a bundle small takes names away.
    Object.defineProperty(wrapped, 'name', { value: WRAPPER_NAME });
    Object.defineProperty(wrapped, 'length', { value: handler.length });
    for (const key of Reflect.ownKeys(handler)) {
      const descriptor = ITS_OWN.has(key) ? undefined : Object.getOwnPropertyDescriptor(handler, key);
      if (descriptor) Object.defineProperty(wrapped, key, descriptor);
    }
  } catch {
    // It serves all the same.
  }
  return wrapped as unknown as Handler;
}

/** The status of a streamed answer is given to Lambda's `HttpResponseStream.from`, which is looked on at from the first such answer on. */
function watchStreamedStatus(): void {
  try {
    const { awslambda } = globalThis as { awslambda?: { HttpResponseStream?: { from?: unknown } } };
    const streams = awslambda?.HttpResponseStream;
    const from = streams?.from;
    if (!streams || typeof from !== 'function' || watched.has(from)) return;
    const watching = function (this: unknown, ...args: unknown[]): unknown {
      note(currentInvocation(), args[1]);
      return Reflect.apply(from, this, args);
    };
    watched.add(watching);
    streams.from = watching;
  } catch {
    // Then its status stays unknown.
  }
}

const watched = new WeakSet<object>();

function note(invocation: Invocation | undefined, metadata: unknown): void {
  try {
    const { status } = endOf(metadata);
    if (invocation && status !== undefined) invocation.status = status;
  } catch {
    // As above.
  }
}
