import { CircularProfile } from './circular-profile.ts';
import { LastingScatter } from './lasting-scatter.ts';
import { packNumbers, unpackNumbers } from './packed-numbers.ts';

/** So many last deviations are kept. */
export const KEPT = 15;
/** A change that is clear is found within so many points; what goes on for longer without having been is measured by how long stretches scatter. */
const SOON = 12;
const SHORT = 2;
const LONG = 40;
/** Older scatter counts no more: two days of minutes. */
const MEMORY_POINTS = 3000;
const HOURS = 24;
const NUMBERS = 7 + 3 * 4 + KEPT - 1;

/** The last deviations of a metric, and how they scatter from minute to minute and for longer. */
export class RecentDeviations {
  /** How many are kept, at most `KEPT`. */
  count = 0;
  /** Highest evidence of the present excursion, and the usual height of earlier ones that went away by themselves. */
  top = 0;
  usualTop = 0;
  usualTopAt = 0;
  /** The variance with which the last one was weighed. */
  weighedWith = 0;
  /** Points of the present excursion. */
  age = 0;

  readonly #ring = new Float64Array(KEPT);
  readonly #short = new LastingScatter(SHORT, MEMORY_POINTS);
  readonly #long = new LastingScatter(LONG, MEMORY_POINTS);
  /** Logarithm of the number of requests that points of an hour of the day are worked out from. */
  readonly #halves = new Float32Array(HOURS);
  readonly #counts = new Uint8Array(HOURS);
  readonly #requests = new CircularProfile(this.#halves, this.#counts, 86_400_000, { first: 1, second: 0.5, least: 0.15 });
  #next = 0;

  static restore(packed: string | undefined): RecentDeviations {
    const recent = new RecentDeviations();
    const doubles = new Float64Array(NUMBERS);
    if (packed === undefined || !unpackNumbers(packed, { doubles, halves: recent.#halves, counts: recent.#counts })) return recent;
    [recent.count = 0, recent.top = 0, recent.usualTop = 0, recent.usualTopAt = 0, recent.weighedWith = 0, recent.age = 0, recent.#next = 0] = doubles;
    for (const [index, scatter] of [recent.#short, recent.#long].entries()) [scatter.sum = 0, scatter.points = 0, scatter.spread = 0, scatter.blocks = 0] = doubles.subarray(7 + index * 4);
    const { open } = recent.#requests;
    [open.step = -1, open.sum = 0, open.weight = 0] = doubles.subarray(15);
    recent.#ring.set(doubles.subarray(18));
    return recent;
  }

  state(): string {
    const { open } = this.#requests;
    const scatters = [this.#short, this.#long].flatMap(({ sum, points, spread, blocks }) => [sum, points, spread, blocks]);
    const doubles = Float64Array.of(this.count, this.top, this.usualTop, this.usualTopAt, this.weighedWith, this.age, this.#next, ...scatters, open.step, open.sum, open.weight, ...this.#ring);
    return packNumbers({ doubles, halves: this.#halves, counts: this.#counts });
  }

  /** The variance per point with which sums of deviations grow by now, if single points scatter by `spread`. Until it has been seen, twice that of independent points. */
  variance(spread: number): number {
    const short = this.#short.variance;
    const soon = Math.max(spread * spread, short);
    if (short === 0) return 2 * soon;
    return this.age <= SOON ? soon : Math.max(soon, this.#long.variance);
  }

  /** By what the variance exceeds the hour's usual one (≥ 1), because fewer requests than usual at this hour tell of it. */
  excess(atMs: number, requests: number): number {
    const size = Math.log(Math.max(1, requests));
    this.#requests.read(atMs);
    const usual = this.#requests.passes === 0 ? size : this.#requests.value;
    this.#requests.add(atMs, size - (this.#requests.passes === 0 ? 0 : this.#requests.value), 1, 0);
    return Math.max(1, Math.exp(usual - size));
  }

  /** Teaches the scatter one deviation from what was expected. */
  scatter(deviation: number): void {
    this.#short.add(deviation);
    this.#long.add(deviation);
  }

  dropBlock(): void {
    this.#short.drop();
    this.#long.drop();
  }

  push(deviation: number): void {
    this.#ring[this.#next] = deviation;
    this.#next = (this.#next + 1) % KEPT;
    this.count = Math.min(KEPT, this.count + 1);
  }

  clear(): void {
    this.count = 0;
    this.dropBlock();
  }

  /** Mean of the last `points`; the worst one is left out where there are four or more. `undefined` when none is kept. */
  mean(points: number): number | undefined {
    const taken = Math.min(points, this.count);
    if (taken === 0) return undefined;
    let sum = 0;
    let worst = Number.NEGATIVE_INFINITY;
    for (let back = 1; back <= taken; back += 1) {
      const deviation = this.#ring[(this.#next - back + KEPT) % KEPT] ?? 0;
      sum += deviation;
      if (deviation > worst) worst = deviation;
    }
    return taken < 4 ? sum / taken : (sum - worst) / (taken - 1);
  }
}
