import { CircularProfile } from './circular-profile.ts';
import { packNumbers, unpackNumbers } from './packed-numbers.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** How long each part remembers. */
const RECENT_MS = HOUR_MS;
const OFFSET_MS = 6 * HOUR_MS;
/** Sooner, while no earlier week has shown what this day of the week is like. */
const UNKNOWN_OFFSET_MS = 1.5 * HOUR_MS;
const LEVEL_MS = 4 * DAY_MS;
const SPREAD_MS = 12 * HOUR_MS;
/** After a gap, the next point moves nothing further than this share of what it is off. */
const LARGEST_STEP = 0.25;
/** A point counts for at most so many spreads: in levels, in the spread itself, in the profiles (which learn whole steps). */
const FURTHEST = 3;
const FURTHEST_FOR_SPREAD = 5;
const FURTHEST_FOR_PROFILE = 20;
/** Of a normal distribution: standard deviation over mean absolute deviation. */
const NORMAL_RATIO = 1.2533;
/** Before this many points nothing is taken for an outlier, and the interval of the series is being found out. */
const SETTLING_POINTS = 10;
/** After a deployment, spread and profile learn as if they had seen no more than this. */
const RELEARNT_SPREAD_POINTS = 60;
const SOFTENED_PASSES = 5;

const DAY_STEPS = 144;
const WEEK_STEPS = 168;
const HOURS = 24;
/** What comes at a time of day may come so much sooner or later. */
const TIMING_MS = 7 * MINUTE_MS;
const FINEST_STEP_MS = 10 * MINUTE_MS;
const PROFILE_STEPS = DAY_STEPS + WEEK_STEPS + HOURS;
/** The level's numbers, then three of each profile's open step. */
const LEVELS = 18;
const SCALARS = LEVELS + 3 * 3;

/**
 * What a metric is expected to be at a moment, from its own past; O(1) a point, no allocation.
 *
 * An hour is compared with the same hours of earlier days: a profile of the day in steps of ten minutes and, on top, what an hour of the
 * week differs from it. Where a time of day was not seen yet, the last hour stands in. How far all of it lies off at present is followed
 * within hours (`offset`), while the profiles are learnt against a level of days, so that a weekend teaches the week and not the level.
 * The spread is that of the predictions' own errors, robust, by hour of the day.
 *
 * Use: `predict(at)`, read `expected` and `spread`, then `learn(at, value, weight)`. Times must ascend: the caller sees to it.
 */
export class Expectation {
  /** Of the moment last predicted: the value, and its usual deviation (in the sense of a standard deviation; 0 for a constant). */
  expected = 0;
  spread = 0;
  /** How well this time of the day and of the week is known from earlier days and weeks (0–1). */
  dayKnown = 0;
  /** Earlier days that showed this time of the day. */
  daysSeen = 0;
  weekKnown = 0;
  /** This hour's spread over the common one. */
  hourRatio = 1;
  /** Points learnt so far. */
  points = 0;

  readonly #halves = new Float32Array(PROFILE_STEPS);
  readonly #counts = new Uint8Array(PROFILE_STEPS);
  readonly #day = new CircularProfile(this.#halves.subarray(0, DAY_STEPS), this.#counts.subarray(0, DAY_STEPS), DAY_MS, { first: 1, second: 0.5, least: 0.1 });
  readonly #week = new CircularProfile(this.#halves.subarray(DAY_STEPS, DAY_STEPS + WEEK_STEPS), this.#counts.subarray(DAY_STEPS, DAY_STEPS + WEEK_STEPS), 7 * DAY_MS, { first: 0.95, second: 0.5, least: 0.2 });
  /** Logarithm of an hour's spread over the common one. */
  readonly #hour = new CircularProfile(this.#halves.subarray(DAY_STEPS + WEEK_STEPS), this.#counts.subarray(DAY_STEPS + WEEK_STEPS), DAY_MS, { first: 0.5, second: 0.5, least: 0.15 });
  #lastMs = 0;
  #shortestMs = 0;
  /** The first value: profiles and levels are kept as differences from it. */
  #anchor = 0;
  #recent = 0;
  #recentPoints = 0;
  #offset = 0;
  #offsetPoints = 0;
  #level = 0;
  #levelPoints = 0;
  #spread = 0;
  #spreadPoints = 0;
  /** Points for which nothing is an outlier and no deviation counts, after a deployment. */
  #settling = 0;
  #offsetBefore = 0;
  /** What the week's profile told of the last point, and whether (0 or 1) it told anything. */
  #weekBefore = 0;
  #weekWasKnown = 0;
  /** The offset from before such a stretch, for after it; `hasKept` is 0 where there is none. */
  #keptOffset = 0;
  #hasKept = 0;
  #shift = 0;
  #seasonal = 0;

  private constructor(state: string | undefined) {
    const doubles = new Float64Array(SCALARS);
    if (state === undefined || !unpackNumbers(state, { doubles, halves: this.#halves, counts: this.#counts })) return;
    [this.points = 0, this.#lastMs = 0, this.#shortestMs = 0, this.#anchor = 0, this.#recent = 0, this.#recentPoints = 0, this.#offset = 0, this.#offsetPoints = 0, this.#level = 0, this.#levelPoints = 0, this.#spread = 0, this.#spreadPoints = 0, this.#settling = 0, this.#offsetBefore = 0, this.#weekBefore = 0, this.#weekWasKnown = 0, this.#keptOffset = 0, this.#hasKept = 0] = doubles;
    for (const [index, { open }] of [this.#day, this.#week, this.#hour].entries()) {
      [open.step = -1, open.sum = 0, open.weight = 0] = doubles.subarray(LEVELS + index * 3);
    }
    this.#fitSteps();
  }

  /** Goes on from a stored state; one written by another version is forgotten. */
  static restore(state: string | undefined): Expectation {
    return new Expectation(state);
  }

  /** What is kept between two points: 1.6 KB of base64. */
  state(): string {
    const doubles = Float64Array.of(
      this.points, this.#lastMs, this.#shortestMs, this.#anchor, this.#recent, this.#recentPoints, this.#offset, this.#offsetPoints, this.#level, this.#levelPoints, this.#spread, this.#spreadPoints, this.#settling, this.#offsetBefore, this.#weekBefore, this.#weekWasKnown, this.#keptOffset, this.#hasKept,
      ...[this.#day, this.#week, this.#hour].flatMap(({ open }) => [open.step, open.sum, open.weight]),
    );
    return packNumbers({ doubles, halves: this.#halves, counts: this.#counts });
  }

  /** Whether a new level is still being found after a deployment. */
  get isSettling(): boolean {
    return this.#settling > 0;
  }

  /** Works out `expected` and `spread` for a moment; changes nothing that is kept. Before the first point, both are 0. */
  predict(atMs: number): void {
    this.#day.read(atMs);
    this.#week.read(atMs);
    this.#hour.read(atMs);
    this.#seasonal = this.#anchor + this.#day.value + this.#week.value;
    this.dayKnown = this.#day.known;
    this.daysSeen = this.#day.passes;
    this.weekKnown = this.#week.known;
    this.#shift = this.#shiftAt(atMs);
    this.expected = this.dayKnown * (this.#seasonal + this.#offset + this.#shift) + (1 - this.dayKnown) * this.#recent;
    this.hourRatio = Math.exp(this.#hour.value);
    this.spread = this.#spread * this.hourRatio;
  }

  /**
   * By how much more (`bad` = 1) or less (-1) would be expected ten minutes sooner or later than at the moment just predicted: nightly jobs and
   * rush hours do not keep to the minute. Predict again before learning.
   */
  slack(atMs: number, bad: 1 | -1): number {
    const here = this.#day.value + this.#week.value;
    let slack = 0;
    for (const shift of [-TIMING_MS, TIMING_MS]) {
      this.#day.read(atMs + shift);
      this.#week.read(atMs + shift);
      slack = Math.max(slack, bad * (this.#day.value + this.#week.value - here));
    }
    return this.dayKnown * slack;
  }

  /**
   * Takes in the value of the moment that was just predicted. `weight` (0–1) is how much it may teach: little, while a change is suspected
   * that must not become the norm before somebody looked.
   */
  learn(atMs: number, value: number, weight = 1): void {
    if (this.points === 0) {
      this.#anchor = value;
      this.#recent = value;
      this.#seasonal = value;
      this.expected = value;
    }
    const elapsedMs = this.points === 0 ? 0 : atMs - this.#lastMs;
    this.points += 1;
    this.#lastMs = atMs;
    if (this.points <= SETTLING_POINTS) this.#findInterval(elapsedMs);

    const isSettling = this.#settling > 0;
    if (isSettling) this.#settling -= 1;
    const settled = this.#spreadPoints >= SETTLING_POINTS && !isSettling;
    const unit = settled ? this.spread : Number.POSITIVE_INFINITY;
    const error = value - this.expected;
    this.#recent += weight * stepOf(elapsedMs, RECENT_MS, this.#recentPoints) * within(value - this.#recent, FURTHEST * unit);
    this.#recentPoints += weight;

    const overBase = value - this.#seasonal;
    if (this.#weekWasKnown === 1 && this.weekKnown === 0) {
      this.#keptOffset = this.#offset;
      this.#hasKept = 1;
    }
    this.#offset += this.#shift;
    this.#shift = 0;
    this.#weekBefore = this.#week.value;
    this.#weekWasKnown = Number(this.weekKnown > 0);
    if (this.dayKnown > 0) {
      this.#offset += weight * stepOf(elapsedMs, UNKNOWN_OFFSET_MS + this.weekKnown * (OFFSET_MS - UNKNOWN_OFFSET_MS), this.#offsetPoints) * within(overBase - this.#offset, FURTHEST * unit);
      this.#offsetPoints += weight;
      if (!isSettling) {
        this.#level += weight * stepOf(elapsedMs, LEVEL_MS, this.#levelPoints) * within(overBase - this.#level, FURTHEST * unit);
        this.#levelPoints += weight;
      } else if (this.#settling === 0) {
        this.#level += this.#offset - this.#offsetBefore;
      }
    }
    if (!isSettling) {
      const difference = within(overBase - this.#level, this.dayKnown > 0 ? FURTHEST_FOR_PROFILE * unit : Number.POSITIVE_INFINITY);
      // What was never seen before is learnt in full: there is no norm yet that a degradation could spoil.
      // The week is told in full what the day's profile will take over in part only, and give back in the days that follow.
      if (this.dayKnown > 0) this.#week.add(atMs, difference, this.weekKnown === 0 ? 1 : weight, this.spread);
      this.#day.add(atMs, difference, this.dayKnown === 0 ? 1 : weight, this.spread);
    }

    const deviation = Math.min(Math.abs(error), FURTHEST_FOR_SPREAD * unit);
    if (this.points > 1 && !isSettling) {
      this.#spread += weight * stepOf(elapsedMs, SPREAD_MS, this.#spreadPoints) * (NORMAL_RATIO * deviation - this.#spread);
      this.#spreadPoints += weight;
    }
    if (settled && this.#spread > 0) this.#hour.add(atMs, within((NORMAL_RATIO * deviation) / this.spread - 1, 2), weight, 0);
  }

  /** After a deployment: the level is found anew within minutes; the shape of day and week is kept, and may change sooner than usual. */
  relearn(): void {
    if (!this.isSettling) this.#offsetBefore = this.#offset;
    this.#recentPoints = 0;
    this.#offsetPoints = 0;
    this.#hasKept = 0;
    this.#spreadPoints = Math.min(this.#spreadPoints, RELEARNT_SPREAD_POINTS);
    this.#settling = SETTLING_POINTS;
    this.#day.soften(SOFTENED_PASSES);
    this.#week.soften(1);
  }

  /**
   * Where the week's profile ceases to be known (a gap in an earlier week), the offset goes on from what it told last, and learns in its stead;
   * where it is known again, the offset is what it was before.
   */
  #shiftAt(atMs: number): number {
    const isKnown = Number(this.weekKnown > 0);
    if (isKnown === this.#weekWasKnown || this.points === 0) return 0;
    if (isKnown === 1) return this.#hasKept === 1 ? this.#keptOffset - this.#offset : 0;
    return atMs - this.#lastMs > HOUR_MS ? 0 : this.#weekBefore;
  }

  #findInterval(elapsedMs: number): void {
    if (elapsedMs > 0 && (this.#shortestMs === 0 || elapsedMs < this.#shortestMs)) this.#shortestMs = elapsedMs;
    if (this.points < SETTLING_POINTS) return;
    this.#fitSteps();
    if (this.#dayStepMs() > FINEST_STEP_MS) this.#day.forget();
  }

  /** Steps no shorter than the interval of the points, or every other step would stay empty. */
  #fitSteps(): void {
    this.#day.stepMs = this.#dayStepMs();
  }

  #dayStepMs(): number {
    if (this.points < SETTLING_POINTS || this.#shortestMs <= FINEST_STEP_MS) return FINEST_STEP_MS;
    return this.#shortestMs <= 30 * MINUTE_MS ? 30 * MINUTE_MS : HOUR_MS;
  }
}

const within = (value: number, limit: number): number => (value > limit ? limit : value < -limit ? -limit : value);

/** The share of a difference that one point takes over: a running mean at first, then exponential forgetting by elapsed time. */
const stepOf = (elapsedMs: number, memoryMs: number, points: number): number => Math.max(1 / (points + 1), Math.min(LARGEST_STEP, elapsedMs / memoryMs));
