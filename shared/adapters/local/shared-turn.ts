/**
 * A turn of the event loop that many share. What answers at once never leaves the turn, however much is asked for: everybody else, and whatever comes in
 * meanwhile, would wait for all of it. Whoever asks after so many milliseconds of one turn goes on in the next.
 */
export class SharedTurn {
  readonly #mostMs: number;
  #endsAt: number | undefined;

  constructor(mostMs: number) {
    this.#mostMs = mostMs;
  }

  /** To be awaited before work; `undefined` while the turn has time left. */
  next(): Promise<void> | undefined {
    const now = performance.now();
    if (this.#endsAt === undefined) {
      this.#endsAt = now + this.#mostMs;
      setImmediate(() => (this.#endsAt = undefined));
    }
    return now < this.#endsAt ? undefined : new Promise((resolve) => setImmediate(resolve));
  }
}
