/** So many at once; the others wait in the order in which they came. */
export class Turns {
  readonly #most: number;
  readonly #waiting: ((mayBegin: boolean) => void)[] = [];
  #taken = 0;
  #closed = false;

  constructor(most: number) {
    this.#most = most;
  }

  /** Does `act` when it is its turn; `otherwise` is the answer when it was closed before. */
  async take<Value>(act: () => Promise<Value>, otherwise: Value): Promise<Value> {
    if (this.#closed) return otherwise;
    if (this.#taken < this.#most) this.#taken += 1;
    else if (!(await new Promise<boolean>((resolve) => this.#waiting.push(resolve)))) return otherwise;
    try {
      return await act();
    } finally {
      const next = this.#waiting.shift();
      if (next) next(true);
      else this.#taken -= 1;
    }
  }

  /** Nothing more begins; what has begun goes on. */
  close(): void {
    this.#closed = true;
    for (const one of this.#waiting.splice(0)) one(false);
  }
}
