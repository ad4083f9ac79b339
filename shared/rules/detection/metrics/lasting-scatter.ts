const NORMAL_RATIO = 1.2533;
const FURTHEST = 4;
const SETTLED_BLOCKS = 8;

/**
 * How much means of `length` points scatter around zero. Minutes are not independent: load, neighbours and a baseline that is a little off make
 * neighbouring minutes err alike. That scatter, squared, times `length` is the variance with which sums of deviations over such a time really
 * grow (batch means; Conway 1963), whatever the cause. Robust: from mean absolute deviations, each at most four times the usual.
 */
export class LastingScatter {
  /** Sum and number of points of the unfinished block, usual size of a block's mean, blocks so far. */
  sum = 0;
  points = 0;
  spread = 0;
  blocks = 0;
  readonly #length: number;
  readonly #memoryBlocks: number;

  constructor(length: number, memoryPoints: number) {
    this.#length = length;
    this.#memoryBlocks = memoryPoints / length;
  }

  /** Variance per point; 0 until enough blocks have shown it. */
  get variance(): number {
    return this.blocks < SETTLED_BLOCKS ? 0 : this.#length * this.spread * this.spread;
  }

  add(deviation: number): void {
    this.sum += deviation;
    this.points += 1;
    if (this.points < this.#length) return;
    const size = Math.abs(this.sum / this.#length) * NORMAL_RATIO;
    const counted = this.blocks < SETTLED_BLOCKS ? size : Math.min(size, FURTHEST * this.spread);
    this.spread += (counted - this.spread) * Math.max(1 / (this.blocks + 1), 1 / this.#memoryBlocks);
    this.blocks += 1;
    this.drop();
  }

  /** Leaves out the unfinished block: something is being suspected, or there was a gap. */
  drop(): void {
    this.sum = 0;
    this.points = 0;
  }
}
