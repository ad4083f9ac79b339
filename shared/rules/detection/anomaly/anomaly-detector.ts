import type { AnomalyState } from '../../../domain/anomaly-state.ts';
import { EXPECTATION_NUMBERS, expectation } from './expectation.ts';
import { HUSH_NUMBERS, hush } from './hush.ts';
import { decodeNumbers, encodeNumbers, Memory } from './memory.ts';
import type { Predictor, PredictorKind } from './predictor.ts';
import { autoregression } from './predictors/autoregression.ts';
import { dailyProfile } from './predictors/daily-profile.ts';
import { level } from './predictors/level.ts';
import { movingMean } from './predictors/moving-mean.ts';
import { oneSidedness } from './predictors/one-sidedness.ts';
import { restlessness } from './predictors/restlessness.ts';
import { smoothed } from './predictors/smoothed.ts';
import { stillness } from './predictors/stillness.ts';
import type { RecordRank } from './record-rank.ts';
import { RECORD_RANK_NUMBERS, recordRank } from './record-rank.ts';
import { RELATIVE_SIZE_NUMBERS, relativeSize } from './relative-size.ts';

/** The score at and above which we speak of an anomaly: less than one false alert in 1,000 points of calm noise, and within a point of the best of the benchmark. */
export const ALERT_THRESHOLD = 0.6;

/** What one point looks like to the detector, before it learns from it. */
export type PointScore = {
  /** 0–1. */
  readonly score: number;
  /** In the metric's unit. */
  readonly expected: number;
  /** Where roughly 99 % of the points lie, in the metric's unit. */
  readonly low: number;
  readonly high: number;
  /** Signed distance from what was expected, in robust standard deviations; above 0: more than expected. */
  readonly deviation: number;
};

const DAILY = dailyProfile({ weekends: true });
const DAILY_RELATIVE = dailyProfile({ weekends: false });
const FAST = movingMean(20);
const AR = autoregression(6);
const UNREST = restlessness(16);
const LASTING = smoothed(24);
const ONE_SIDED = oneSidedness(48);
const ONE_SIDED_RELATIVE = oneSidedness(24);
const KINDS: readonly PredictorKind[] = [level, DAILY, DAILY_RELATIVE, FAST, AR, UNREST, LASTING, ONE_SIDED, ONE_SIDED_RELATIVE, stillness];
/** A run of equal values says nothing else, so a long one may weigh more alone. */
const STILL_RANK = { least: 0.5, most: 6 };
const NUMBERS = KINDS.reduce((sum, { numbers }) => sum + numbers, 0) + RELATIVE_SIZE_NUMBERS + 14 * RECORD_RANK_NUMBERS + HUSH_NUMBERS + EXPECTATION_NUMBERS;

/** Values beyond are taken as this: squares and sums of them must stay within a 32-bit float. */
const LARGEST = 1e15;
/** The evidence at which the score is 1 - 1/e. */
const EVIDENCE_SCALE = 5.5;

/**
 * Scores the points of one metric as they come, without looking ahead: several predictors each say how far the point lies from what they
 * expected, the rank of that distance among the largest of the metric's past says how rare it is, and the evidence adds up.
 * Constant time and memory a point.
 */
export class AnomalyDetector {
  readonly #numbers: Float32Array;
  readonly #predictors: readonly Predictor[];
  readonly #ranks: readonly RecordRank[];
  readonly #level: Predictor;
  readonly #daily: Predictor;
  readonly #dailyRelative: Predictor;
  readonly #fast: Predictor;
  readonly #ar: Predictor;
  readonly #unrest: Predictor;
  readonly #lasting: Predictor;
  readonly #oneSided: Predictor;
  readonly #oneSidedRelative: Predictor;
  readonly #still: Predictor;
  readonly #relative: (value: number) => number;
  readonly #hush: (evidence: number) => number;
  readonly #expectation: ReturnType<typeof expectation>;
  #lastMs: number;
  #origin: number;

  private constructor(state: AnomalyState | undefined) {
    const kept = state === undefined ? undefined : decodeNumbers(state.memory, NUMBERS);
    this.#numbers = kept ?? new Float32Array(NUMBERS);
    this.#lastMs = kept === undefined ? Number.NEGATIVE_INFINITY : (state?.lastMs ?? Number.NEGATIVE_INFINITY);
    this.#origin = kept === undefined ? 0 : (state?.origin ?? 0);
    const memory = new Memory(this.#numbers);
    const make = (kind: PredictorKind): Predictor => kind.over(memory.take(kind.numbers));
    this.#level = make(level);
    this.#daily = make(DAILY);
    this.#dailyRelative = make(DAILY_RELATIVE);
    this.#fast = make(FAST);
    this.#ar = make(AR);
    this.#unrest = make(UNREST);
    this.#lasting = make(LASTING);
    this.#oneSided = make(ONE_SIDED);
    this.#oneSidedRelative = make(ONE_SIDED_RELATIVE);
    this.#still = make(stillness);
    this.#predictors = [this.#level, this.#daily, this.#dailyRelative, this.#fast, this.#ar, this.#unrest, this.#lasting, this.#oneSided, this.#oneSidedRelative, this.#still];
    this.#relative = relativeSize(memory.take(RELATIVE_SIZE_NUMBERS));
    this.#ranks = Array.from({ length: 14 }, (_, i) => recordRank(memory.take(RECORD_RANK_NUMBERS), i === 13 ? STILL_RANK : undefined));
    this.#hush = hush(memory.take(HUSH_NUMBERS));
    this.#expectation = expectation(memory.take(EXPECTATION_NUMBERS));
  }

  /** Continues where `state()` was taken; begins anew without a state, or with one that another version wrote. */
  static restore(state: AnomalyState | undefined): AnomalyDetector {
    return new AnomalyDetector(state);
  }

  /**
   * Scores one point and learns from it. Points come in order of time at any spacing, with gaps. A value that is not finite, or a time not
   * later than the last, counts as a gap: score 0, nothing learned.
   */
  feed(atMs: number, value: number): PointScore {
    if (!Number.isFinite(value) || !Number.isFinite(atMs) || atMs <= this.#lastMs) return { score: 0, expected: this.#origin, low: this.#origin, high: this.#origin, deviation: 0 };
    const size = Math.max(-LARGEST, Math.min(LARGEST, value));
    if (this.#lastMs === Number.NEGATIVE_INFINITY) this.#origin = size;
    this.#lastMs = atMs;
    const x = Math.fround(size - this.#origin);
    const relative = this.#relative(size);

    const fromLevel = this.#level.surprise(x, atMs);
    const fromDay = this.#daily.surprise(x, atMs);
    const fromDayRelative = this.#dailyRelative.surprise(relative, atMs);
    const evidence =
      this.#either(0, fromLevel) +
      this.#either(1, fromDay) +
      this.#each(2, fromDayRelative) +
      this.#either(4, this.#fast.surprise(x, atMs)) +
      this.#each(5, this.#ar.surprise(fromDay, atMs)) +
      this.#either(7, this.#unrest.surprise(x, atMs)) +
      this.#either(8, this.#lasting.surprise(fromDay, atMs)) +
      this.#each(9, this.#oneSided.surprise(fromDay, atMs)) +
      this.#each(11, this.#oneSidedRelative.surprise(fromDayRelative, atMs)) +
      this.#either(13, this.#still.surprise(x, atMs));
    const score = 1 - Math.exp(-this.#hush(evidence) / EVIDENCE_SCALE);

    const { expected, halfWidth, spread } = this.#expectation(x, fromLevel, fromDay);
    const distance = x - expected;
    return {
      score,
      expected: expected + this.#origin,
      low: expected - halfWidth + this.#origin,
      high: expected + halfWidth + this.#origin,
      deviation: distance === 0 ? 0 : distance / Math.max(spread, Math.abs(distance) * 1e-3),
    };
  }

  /** What to keep between two points. */
  state(): AnomalyState {
    return { version: 1, lastMs: Number.isFinite(this.#lastMs) ? this.#lastMs : null, origin: this.#origin, memory: encodeNumbers(this.#numbers) };
  }

  /** After a deployment: level and spread are learned anew from the next points; the shape of the day is kept. */
  relearn(): void {
    for (const predictor of this.#predictors) predictor.relearn();
    for (const rank of this.#ranks) rank.relearn();
  }

  /** Evidence of a surprise in either direction. */
  #either(rank: number, surprise: number): number {
    return this.#ranks[rank]?.evidence(Math.fround(Math.abs(surprise))) ?? 0;
  }

  /** Evidence of a surprise in its own direction. */
  #each(rank: number, surprise: number): number {
    const size = Math.fround(surprise);
    return Math.max(this.#ranks[rank]?.evidence(Math.max(size, 0)) ?? 0, this.#ranks[rank + 1]?.evidence(Math.max(-size, 0)) ?? 0);
  }
}
