/** How long each actor may go on before another has the word: `[actor, calls]`, in order. */
export type Schedule = readonly (readonly [actor: number, calls: number])[];

/**
 * Lets actors take turns at their port calls as a schedule says: most of what goes wrong needs somebody to stand still for a long while
 * at one place, which turns drawn one by one never give.
 */
export class Director {
  readonly #waiting = new Map<number, (() => void)[]>();
  readonly #ended = new Set<number>();
  #changed = Promise.withResolvers<void>();

  /** Waits until the actor may make its next call. */
  turn(actor: number): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.set(actor, [...(this.#waiting.get(actor) ?? []), resolve]);
      this.#tell();
    });
  }

  /** Plays the actors' parts to their ends: by the schedule, then one after the other. A part that fails has ended. */
  async play(parts: readonly (() => Promise<unknown>)[], schedule: Schedule): Promise<void> {
    const playing = parts.map(async (part, actor) => {
      await part().catch(() => undefined);
      this.#ended.add(actor);
      this.#tell();
    });
    for (const [actor, calls] of schedule) await this.#grant(actor % parts.length, calls);
    for (const actor of parts.keys()) await this.#grant(actor, Number.POSITIVE_INFINITY);
    await Promise.all(playing);
  }

  async #grant(actor: number, calls: number): Promise<void> {
    for (let granted = 0; granted < calls; ) {
      const [next, ...later] = this.#waiting.get(actor) ?? [];
      if (next) {
        this.#waiting.set(actor, later);
        granted += 1;
        next();
      } else if (this.#ended.has(actor)) return;
      else await this.#changed.promise;
    }
  }

  #tell(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers<void>();
  }
}
