import { packNumbers, unpackNumbers } from './packed-numbers.ts';

/** So many last deviations are kept. */
export const KEPT = 15;
/** Points whose mean shows the scatter that lasts. */
const BLOCK = 8;
/** Blocks after which older scatter counts no more: two days of minutes. */
const MEMORY_BLOCKS = 400;
const NORMAL_RATIO = 1.2533;
const FURTHEST_BLOCK = 4;
const SETTLED_BLOCKS = 8;
const NUMBERS = KEPT + 10;

/**
 * The last deviations of a metric, and how much their means scatter.
 *
 * Minutes are not independent: load, neighbours and a baseline that is a little off make neighbouring minutes err alike. How far means of 15 points
 * scatter, times 15, is the variance with which sums of deviations really grow (batch means; Conway 1963), whatever the cause.
 */
export class RecentDeviations {
  /** How many are kept, at most `KEPT`. */
  count = 0;
  /** Highest evidence of the present excursion, and the usual height of earlier ones that went away by themselves. */
  top = 0;
  usualTop = 0;
  usualTopAt = 0;
  /** The variance with which the last one was weighed. */
  weighedWith = 0;

  readonly #ring = new Float64Array(KEPT);
  #next = 0;
  #blockSum = 0;
  #blockCount = 0;
  #blockSpread = 0;
  #blocks = 0;

  static restore(packed: string | undefined): RecentDeviations {
    const recent = new RecentDeviations();
    const doubles = new Float64Array(NUMBERS);
    if (packed === undefined || !unpackNumbers(packed, { doubles, halves: new Float32Array(0), counts: new Uint8Array(0) })) return recent;
    [recent.count = 0, recent.top = 0, recent.usualTop = 0, recent.usualTopAt = 0, recent.#next = 0, recent.#blockSum = 0, recent.#blockCount = 0, recent.#blockSpread = 0, recent.#blocks = 0, recent.weighedWith = 0] = doubles;
    recent.#ring.set(doubles.subarray(10));
    return recent;
  }

  state(): string {
    const doubles = Float64Array.of(this.count, this.top, this.usualTop, this.usualTopAt, this.#next, this.#blockSum, this.#blockCount, this.#blockSpread, this.#blocks, this.weighedWith, ...this.#ring);
    return packNumbers({ doubles, halves: new Float32Array(0), counts: new Uint8Array(0) });
  }

  /** The variance per point with which sums of deviations grow, if single points scatter by `spread`. Until blocks have shown it, twice that of independent points. */
  variance(spread: number): number {
    const independent = spread * spread;
    if (this.#blocks < SETTLED_BLOCKS) return 2 * Math.max(independent, BLOCK * this.#blockSpread * this.#blockSpread);
    return Math.max(independent, BLOCK * this.#blockSpread * this.#blockSpread);
  }

  /** Teaches the scatter one deviation from what was expected. */
  scatter(deviation: number): void {
    this.#blockSum += deviation;
    this.#blockCount += 1;
    if (this.#blockCount < BLOCK) return;
    const size = Math.abs(this.#blockSum / BLOCK) * NORMAL_RATIO;
    const counted = this.#blocks < SETTLED_BLOCKS ? size : Math.min(size, FURTHEST_BLOCK * this.#blockSpread);
    this.#blockSpread += (counted - this.#blockSpread) * Math.max(1 / (this.#blocks + 1), 1 / MEMORY_BLOCKS);
    this.#blocks += 1;
    this.dropBlock();
  }

  /** Leaves out the points of the unfinished block: something is being suspected, or there was a gap. */
  dropBlock(): void {
    this.#blockSum = 0;
    this.#blockCount = 0;
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
