import { packNumbers, roundToHalf, unpackNumbers } from './packed-numbers.ts';

/** Length of a step of a trend. */
export const TREND_STEP_MS = 4 * 3_600_000;
/** Four weeks of them are kept. */
export const TREND_STEPS = 168;

const MISSING = roundToHalf(1e38);

/** Means of four hours, for four weeks: what is looked through for slow changes. */
export class TrendSteps {
  readonly #means = new Float32Array(TREND_STEPS).fill(MISSING);
  #step = -1;
  #sum = 0;
  #points = 0;

  static restore(packed: string | undefined): TrendSteps {
    const steps = new TrendSteps();
    const doubles = new Float64Array(3);
    if (packed !== undefined && unpackNumbers(packed, { doubles, halves: steps.#means, counts: new Uint8Array(0) })) [steps.#step = -1, steps.#sum = 0, steps.#points = 0] = doubles;
    return steps;
  }

  state(): string {
    return packNumbers({ doubles: Float64Array.of(this.#step, this.#sum, this.#points), halves: this.#means, counts: new Uint8Array(0) });
  }

  add(atMs: number, value: number): void {
    const step = Math.floor(atMs / TREND_STEP_MS);
    if (step !== this.#step) this.#moveTo(step);
    this.#sum += value;
    this.#points += 1;
  }

  /** The complete steps, oldest first; those without points are left out. */
  values(): { readonly step: number; readonly value: number }[] {
    const values = [];
    for (let step = Math.max(0, this.#step - TREND_STEPS + 1); step < this.#step; step += 1) {
      const value = this.#means[step % TREND_STEPS] ?? MISSING;
      if (value !== MISSING) values.push({ step, value });
    }
    return values;
  }

  #moveTo(step: number): void {
    if (this.#points > 0) this.#means[this.#step % TREND_STEPS] = roundToHalf(this.#sum / this.#points);
    const from = this.#step < 0 ? step : Math.max(this.#step + 1, step - TREND_STEPS);
    for (let skipped = from; skipped <= step; skipped += 1) this.#means[skipped % TREND_STEPS] = MISSING;
    this.#step = step;
    this.#sum = 0;
    this.#points = 0;
  }
}
