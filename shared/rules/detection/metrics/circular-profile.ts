import { roundToHalf } from './packed-numbers.ts';

/** Steps of a profile that have not been completed: which one is being filled, the sum in it and its weight. Kept with the state. */
export type OpenStep = { step: number; sum: number; weight: number };

/** `first`: rate at which a step takes over what it saw the very first time, `second`: the next time; later times share as a running mean would, no slower than `least`. */
type Rates = { readonly first: number; readonly second: number; readonly least: number };

/**
 * A value by position in a cycle (a day, a week), in equal steps. A step is learnt as a whole, when the next one begins: so that each pass of
 * the cycle counts once, however many points fall into it. Read between the middles of steps by straight lines; a step that was never
 * seen is not read.
 */
export class CircularProfile {
  /** Of the moment last read. `passes`: how often it was seen, 0 where never; `known`: the same between 0 and 1. */
  value = 0;
  passes = 0;
  known = 0;
  readonly open: OpenStep = { step: -1, sum: 0, weight: 0 };

  readonly #values: Float32Array;
  readonly #counts: Uint8Array;
  readonly #rates: Rates;
  readonly #cycleMs: number;
  #stepMs = 1;
  #steps = 1;

  /** `values` and `counts` are the caller's, and hold the profile; `stepMs` must be no shorter than the cycle over their length. */
  constructor(values: Float32Array, counts: Uint8Array, cycleMs: number, rates: Rates) {
    this.#values = values;
    this.#counts = counts;
    this.#rates = rates;
    this.#cycleMs = cycleMs;
    this.stepMs = cycleMs / values.length;
  }

  /** Another width of step. What was learnt with a different width is not converted: `forget` it. */
  set stepMs(stepMs: number) {
    this.#stepMs = stepMs;
    this.#steps = Math.round(this.#cycleMs / stepMs);
  }

  read(atMs: number): void {
    const position = atMs / this.#stepMs - 0.5;
    const whole = Math.floor(position);
    const share = position - whole;
    const earlier = whole % this.#steps;
    const later = earlier + 1 === this.#steps ? 0 : earlier + 1;
    const isLater = share >= 0.5;
    const own = isLater ? later : earlier;
    const other = isLater ? earlier : later;
    this.passes = this.#counts[own] ?? 0;
    this.known = this.passes / (this.passes + 0.1);
    const weight = (this.#counts[other] ?? 0) === 0 ? 0 : isLater ? 1 - share : share;
    this.value = this.passes === 0 ? 0 : (1 - weight) * (this.#values[own] ?? 0) + weight * (this.#values[other] ?? 0);
  }

  /** How much of a difference in this step's mean the profile will take over. */
  rateAt(atMs: number): number {
    return this.#rateOf(this.#counts[Math.floor(atMs / this.#stepMs) % this.#steps] ?? 0);
  }

  /** Adds what a point differs from the profile's own value; `noise` is how much single points scatter. */
  add(atMs: number, difference: number, weight: number, noise: number): void {
    const step = Math.floor(atMs / this.#stepMs);
    const { open } = this;
    if (step !== open.step) {
      this.#complete(noise);
      open.step = step;
      open.sum = 0;
      open.weight = 0;
    }
    open.sum += weight * difference;
    open.weight += weight;
  }

  forget(): void {
    this.#values.fill(0);
    this.#counts.fill(0);
    this.open.step = -1;
  }

  /** Keeps the shape, and lets it be changed as quickly as after `passes` passes. */
  soften(passes: number): void {
    for (let index = 0; index < this.#counts.length; index += 1) this.#counts[index] = Math.min(this.#counts[index] ?? 0, passes);
  }

  #complete(noise: number): void {
    const { step, sum, weight } = this.open;
    if (step < 0 || weight <= 0) return;
    const index = step % this.#steps;
    const count = this.#counts[index] ?? 0;
    const mean = sum / weight;
    // What one or two passes show is believed as far as chance does not explain it.
    const chance = count < 2 ? (4 * noise * noise) / weight : 0;
    const believed = mean === 0 ? 0 : (mean * mean) / (mean * mean + chance);
    // A step of which little was taken in (an alarm, a gap) teaches little.
    const rate = this.#rateOf(count) * Math.min(1, weight) * believed;
    this.#values[index] = roundToHalf((this.#values[index] ?? 0) + rate * mean);
    this.#counts[index] = Math.min(255, count + 1);
  }

  #rateOf(count: number): number {
    if (count === 0) return this.#rates.first;
    if (count === 1) return this.#rates.second;
    return Math.max(1 / (count + 1), this.#rates.least);
  }
}
