/** What waits for one reader. A reader that is too far behind is let go: it begins anew instead of holding up memory. */
export class EventQueue<Event> {
  readonly #most: number;
  #waiting: Event[] = [];
  #ended = false;
  #wake: () => void = () => {};

  constructor(most: number) {
    this.#most = most;
  }

  push(event: Event): void {
    if (this.#ended) return;
    if (this.#waiting.length >= this.#most) {
      this.#waiting = [];
      this.#ended = true;
    } else this.#waiting.push(event);
    this.#wake();
  }

  /** Forgets what waits. */
  clear(): void {
    this.#waiting = [];
  }

  /** What waits is still read; then it is over. */
  end(): void {
    this.#ended = true;
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Event, void> {
    for (;;) {
      const next = this.#waiting.shift();
      if (next !== undefined) yield next;
      else if (this.#ended) return;
      else await new Promise<void>((resolve) => { this.#wake = resolve; });
    }
  }
}
