import { clientCall } from './client-call.ts';
import { textHash } from './text-hash.ts';
import { uniqueKey } from './call-key.ts';
import type { DependencyKind } from './dependency-kind.ts';
import type { CallEnd, Invocation } from './invocation.ts';
import { codeRoot } from './observe.ts';
import { runQuietly, state, watchedInvocation } from './scope.ts';
import { whenSettled } from './settle.ts';
import { framesHere } from './stack-frames.ts';
import { isTimeout } from './watch-request.ts';

const OK: CallEnd = { failed: false, timedOut: false };
const failed = (error: unknown): CallEnd => ({ failed: true, timedOut: isTimeout(error) });
const watched = new WeakSet<object>();

type Begun = { readonly invocation: Invocation; readonly end: (end: CallEnd) => void };

/** Runs something as one call named `name`. See `call` in probe.ts. `above` is what the code of the service calls. */
export function runAsCall<Result>(name: string, key: unknown, run: () => Result, kind: DependencyKind, above: (...args: never[]) => unknown): Result {
  const begun = begin(() => ({ shape: name, key: keyOf(name, key), reads: false }), kind, above);
  return begun ? finishAfter(begun, run) : run();
}

/** Counts calls of the named methods of one client. See `watchClient` in probe.ts. */
export function watchMethods(client: object, name: string, kind: DependencyKind, methods: readonly string[]): void {
  for (const method of methods) {
    try {
      const original: unknown = Reflect.get(client, method);
      if (typeof original === 'function' && !watched.has(original)) Object.defineProperty(client, method, { value: watchMethod(original as (...args: unknown[]) => unknown, name, method, kind), configurable: true, writable: true, enumerable: false });
    } catch {
      // A client that lets nothing be put in its place is left as it is.
    }
  }
}

function watchMethod(original: (...args: unknown[]) => unknown, name: string, method: string, kind: DependencyKind): (...args: unknown[]) => unknown {
  const watching = function (this: unknown, ...args: unknown[]): unknown {
    const begun = begin(() => clientCall(name, method, args), kind, watching);
    if (!begun) return Reflect.apply(original, this, args);
    const callback = args.at(-1);
    if (typeof callback !== 'function') return finishAfter(begun, () => Reflect.apply(original, this, args) );
    const scope = state.scopes.getStore() ?? { invocation: begun.invocation, quiet: false };
    args[args.length - 1] = function (this: unknown, ...answer: unknown[]): unknown {
      begun.end(answer[0] === null || answer[0] === undefined ? OK : failed(answer[0]));
      // What goes on from here is the service's own again.
      return state.scopes.run(scope, Reflect.apply, callback as (...all: unknown[]) => unknown, this, answer);
    };
    return runQuietly(begun.invocation, () => Reflect.apply(original, this, args));
  };
  watched.add(watching);
  return watching;
}

function begin(describe: () => { readonly shape: string; readonly key: number; readonly reads: boolean }, kind: DependencyKind, above: (...args: never[]) => unknown): Begun | undefined {
  const invocation = watchedInvocation();
  if (!invocation) return undefined;
  try {
    const { shape, key, reads } = describe();
    const opened = invocation.beginCall({ shape, method: 'CALL', key, kind, reads, locate: () => framesHere(codeRoot(), above) });
    return opened && { invocation, end: (end) => invocation.endCall(opened, end) };
  } catch {
    return undefined;
  }
}

function finishAfter<Result>({ invocation, end }: Begun, run: () => Result): Result {
  let result: Result;
  try {
    result = runQuietly(invocation, run);
  } catch (error) {
    end(failed(error));
    throw error;
  }
  return whenSettled(result, { returned: () => end(OK), threw: (error) => end(failed(error)) });
}

function keyOf(name: string, key: unknown): number {
  if (key === undefined) return uniqueKey();
  return textHash(`${name}\n${typeof key === 'string' ? key : JSON.stringify(key)}`);
}
