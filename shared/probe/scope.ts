import { AsyncLocalStorage } from 'node:async_hooks';
import type { Invocation, Memory } from './invocation.ts';
import { KeyMemory } from './key-memory.ts';
import { PlaceMemory } from './place-memory.ts';

/** Where code runs: in which invocation, and whether its calls are counted there (not within a call that is counted itself). */
type Scope = { readonly invocation: Invocation; readonly quiet: boolean };

type State = {
  readonly scopes: AsyncLocalStorage<Scope>;
  readonly running: Set<Invocation>;
  readonly memory: Memory;
  invocations: number;
  watching: boolean;
  initMs: number | undefined;
};

/** One for all copies of the probe in a process: a service may load it as a module here and with `require` there. */
const SHARED = Symbol.for('@pawl/probe 1');

export const state: State = ((Reflect.get(globalThis, SHARED) as State | undefined) ?? fresh());

function fresh(): State {
  const made: State = { scopes: new AsyncLocalStorage<Scope>(), running: new Set(), memory: { keys: new KeyMemory(), places: new PlaceMemory() }, invocations: 0, watching: false, initMs: undefined };
  Reflect.set(globalThis, SHARED, made);
  return made;
}

/**
 * The invocation that the running code belongs to. Where the thread was lost (a queue that was there before) and only one runs, it is that
 * one; what an ended one left running belongs to none.
 */
export function currentInvocation(): Invocation | undefined {
  const scope = state.scopes.getStore();
  if (scope) return scope.invocation.ended ? undefined : scope.invocation;
  return onlyOne();
}

/** The same for calls: `undefined` within a call that is counted already. */
export function watchedInvocation(): Invocation | undefined {
  const scope = state.scopes.getStore();
  if (scope) return scope.quiet || scope.invocation.ended || !scope.invocation.detailed ? undefined : scope.invocation;
  const only = onlyOne();
  return only?.detailed === true ? only : undefined;
}

/** Runs a call that is counted as a whole: the requests that it makes are not counted again. */
export const runQuietly = <Result>(invocation: Invocation, run: () => Result): Result => state.scopes.run({ invocation, quiet: true }, run);

function onlyOne(): Invocation | undefined {
  if (state.running.size !== 1) return undefined;
  for (const invocation of state.running) return invocation;
  return undefined;
}
