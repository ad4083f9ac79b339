import type { Environment } from './environment.ts';
import type { ErrorPayload } from './runtime/frames.ts';
import type { StartGate } from './start-gate.ts';

/** An environment that came up and is the caller's until released, or why none came up. */
export type Acquired = { readonly ok: true; readonly environment: Environment } | { readonly ok: false; readonly environment: Environment; readonly error: ErrorPayload };

/** The environments of one version: grown on demand, the most recently used first, so that the surplus falls idle and is ended. */
export class EnvironmentPool {
  readonly #create: () => Environment;
  readonly #gate: StartGate;
  readonly #idle: Environment[] = [];
  readonly #busy = new Set<Environment>();
  readonly #starting = new Set<Environment>();
  readonly #waiting: ((acquired: Acquired) => void)[] = [];
  #requested = 0;
  #retired = false;

  constructor(create: () => Environment, gate: StartGate) {
    this.#create = create;
    this.#gate = gate;
  }

  get counts(): { starting: number; idle: number; busy: number } {
    return { starting: this.#requested, idle: this.#idle.length, busy: this.#busy.size };
  }

  get busy(): Iterable<Environment> {
    return this.#busy;
  }

  /** An idle environment, or a new one. Who waits gets whichever is free first. */
  async acquire(): Promise<Acquired> {
    for (let environment = this.#idle.pop(); environment; environment = this.#idle.pop()) {
      if (!environment.alive) continue;
      this.#busy.add(environment);
      return { ok: true, environment };
    }
    const acquired = new Promise<Acquired>((resolve) => this.#waiting.push(resolve));
    if (this.#waiting.length > this.#requested) void this.#grow(() => this.#waiting.length > 0);
    return acquired;
  }

  release(environment: Environment, nowMs: number): void {
    this.#busy.delete(environment);
    if (environment.alive) this.#offer(environment, nowMs);
  }

  /** Starts environments until there are `count`, without waiting for requests. */
  warm(count: number): void {
    for (let there = this.#idle.length + this.#busy.size + this.#requested; there < count; there += 1) void this.#grow(() => true);
  }

  /** Ends environments that have been idle since before `sinceMs`, but leaves `keep`. */
  reap(sinceMs: number, keep: number): void {
    while (this.#idle.length + this.#busy.size > keep) {
      const longestIdle = this.#idle[0];
      if (!longestIdle || longestIdle.idleSince > sinceMs) return;
      this.#idle.shift()?.end();
    }
  }

  /** Ends what is idle now and the rest after its request. */
  retire(): void {
    this.#retired = true;
    for (const environment of this.#idle.splice(0)) environment.end();
  }

  /** Ends everything at once, with the requests that are running. */
  kill(): void {
    this.retire();
    for (const environment of [...this.#busy, ...this.#starting]) environment.end();
  }

  async #grow(stillNeeded: () => boolean): Promise<void> {
    this.#requested += 1;
    await this.#gate.enter();
    // While it stood in the queue another environment may have become free.
    if (!stillNeeded()) {
      this.#requested -= 1;
      this.#gate.leave();
      return;
    }
    const environment = this.#create();
    this.#starting.add(environment);
    const started = await environment.started;
    this.#starting.delete(environment);
    this.#requested -= 1;
    this.#gate.leave();
    if (started.ok) this.#offer(environment, performance.now());
    else this.#waiting.shift()?.({ ok: false, environment, error: started.error });
  }

  #offer(environment: Environment, nowMs: number): void {
    const next = this.#waiting.shift();
    if (next) {
      this.#busy.add(environment);
      next({ ok: true, environment });
    } else if (this.#retired) {
      environment.end();
    } else {
      environment.idleSince = nowMs;
      this.#idle.push(environment);
    }
  }
}
