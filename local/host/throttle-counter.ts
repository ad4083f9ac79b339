/** Counts throttled invocations and reports them once a second, so that a flood of them is not a flood of events. */
export class ThrottleCounter {
  readonly #report: (count: number, at: number) => void;
  #count = 0;

  constructor(report: (count: number, at: number) => void) {
    this.#report = report;
  }

  add(): void {
    this.#count += 1;
    if (this.#count > 1) return;
    setTimeout(() => {
      const count = this.#count;
      this.#count = 0;
      this.#report(count, Date.now());
    }, 1_000).unref();
  }
}
