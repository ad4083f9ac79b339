import type { Flow, Value } from './value.ts';
import { CLEAN, join } from './value.ts';

/** Changes since another state, taken apart from it. */
export type Snapshot = { readonly values: ReadonlyMap<object, Value>; readonly marks: ReadonlyMap<string, number> };

/**
 * What is known at one place of a program: the value of each name, and which input has been checked for what (`marks`, by the key of
 * the input). Branches are layers over the state they began with, so that a branch costs what it changes.
 */
export class State {
  readonly #below: State | undefined;
  readonly #values = new Map<object, Value>();
  readonly #marks = new Map<string, number>();
  /** Nothing runs here any more: after return, throw, break. */
  isDead = false;

  constructor(below?: State) {
    this.#below = below;
    this.isDead = below?.isDead ?? false;
  }

  fork(): State {
    return new State(this);
  }

  get(name: object): Value | undefined {
    const own = this.#values.get(name);
    if (own !== undefined) return own;
    for (let state = this.#below; state !== undefined; state = state.#below) {
      const value = state.#values.get(name);
      if (value !== undefined) return value;
    }
    return undefined;
  }

  set(name: object, value: Value): void {
    this.#values.set(name, value);
  }

  /** Input of this key is safe for these kinds from here on. */
  mark(key: string, kinds: number): void {
    this.#marks.set(key, this.#markOf(key) | kinds);
  }

  /** What a flow is safe for here: by what was done to it, and by what was checked of it or of what it is part of. */
  safetyOf({ key, safe }: Flow): number {
    let result = safe | this.#markOf(key);
    for (let end = key.length - 1; end > 0; end -= 1) if (key[end] === '.' || key[end] === '#') result |= this.#markOf(key.slice(0, end));
    return result;
  }

  #markOf(key: string): number {
    const own = this.#marks.get(key);
    if (own !== undefined) return own;
    for (let state = this.#below; state !== undefined; state = state.#below) {
      const mark = state.#marks.get(key);
      if (mark !== undefined) return mark;
    }
    return 0;
  }

  /** What changed here since `base`, a state that this one is a layer of. */
  since(base: State): Snapshot {
    if (base === this) return { values: new Map(), marks: new Map() };
    const values = new Map(this.#values);
    const marks = new Map(this.#marks);
    for (let state = this.#below; state !== undefined && state !== base; state = state.#below) {
      for (const [name, value] of state.#values) if (!values.has(name)) values.set(name, value);
      for (const [key, mark] of state.#marks) if (!marks.has(key)) marks.set(key, mark);
    }
    return { values, marks };
  }

  /** Goes on from whichever of these it was. Nothing to go on from: dead. */
  goOnFrom(snapshots: readonly Snapshot[]): void {
    const [first, ...others] = snapshots;
    if (first === undefined) {
      this.isDead = true;
      return;
    }
    if (others.length === 0) {
      for (const [name, value] of first.values) this.#values.set(name, value);
      for (const [key, mark] of first.marks) this.#marks.set(key, mark);
      return;
    }
    const names = new Set(snapshots.flatMap(({ values }) => [...values.keys()]));
    for (const name of names) {
      const before = this.get(name);
      const possible = snapshots.map(({ values }) => values.get(name) ?? before).filter((value) => value !== undefined);
      this.#values.set(name, possible.reduce((a, b) => join(a, b), possible[0] ?? CLEAN));
    }
    const keys = new Set(snapshots.flatMap(({ marks }) => [...marks.keys()]));
    for (const key of keys) {
      const before = this.#markOf(key);
      this.#marks.set(key, snapshots.reduce((mask, { marks }) => mask & (marks.get(key) ?? before), -1));
    }
  }
}
