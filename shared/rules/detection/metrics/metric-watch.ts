import type { MetricName, MetricState } from '../../../domain/metric-state.ts';
import { addEvidence, normalIncrement, shareIncrement } from './evidence.ts';
import { Expectation } from './expectation.ts';
import { fromScale, METRIC_KINDS, toScale, type MetricKind } from './metric-kinds.ts';
import { KEPT, RecentDeviations } from './recent-deviations.ts';
import { TrendSteps } from './trend-steps.ts';

/** A change is looked for once there is something to compare with. */
const WARM_UP_POINTS = 30;
/** Silence after which evidence from before it says nothing about now. */
const GAP_MS = 2 * 3_600_000;
/** How much of a point's evidence counts by how many earlier days have shown this time of day: nightly jobs and morning peaks look like degradations once. */
const TRUST_BY_DAYS = [0.2, 0.6] as const;
/** Evidence from which on a change is suspected, and learning slows so that it does not become the norm. */
const SUSPECTED = 3;
const SUSPICIOUS = 8;
/** How much a point teaches while a change is suspected; more again when it has lasted and proved too small to matter. */
const LEARNING = { suspected: 0.2, suspicious: 0.03, small: 0.3 } as const;
const SMALL_AFTER_MS = 2 * 3_600_000;
/** Points whose mean guesses how large a change is, before the next point is looked at. */
const GUESSED_FROM = 5;
const LARGEST_GUESS = 5;
/** A size is known to within its error: what nearly reaches the one that matters is taken for it. In parts of that size; of a limit in points. */
const NEARLY = { change: 0.9, limit: 0.02 } as const;
/** Excursions that end by themselves are usual for a metric; a new one must get beyond them. They are forgotten within ten days. */
const EXCURSION = 5;
const BEYOND_USUAL = 1.3;
const MOST_USUAL = 30;
const EXCURSION_MEMORY_MS = 10 * 86_400_000;
const BAND_SPREADS = 2.6;

/** A change for the worse as it stands: on the scale of the metric's kind, in its bad direction. */
export type Change = {
  readonly since: number;
  readonly evidence: number;
  /** Robust mean over the last points since it began, and how exactly that is known (standard error). */
  readonly size: number;
  readonly error: number;
  /** As large as what matters, and evidence beyond what this metric's own excursions usually reach. */
  readonly matters: boolean;
};

/**
 * Watches one metric: learns what is usual when (`expectation.ts`), and gathers evidence that it has got worse by what matters (`evidence.ts`).
 *
 * Points at or before the last one are counted as late and left out, so a replay changes nothing. After two hours without points the evidence starts
 * anew; what was learnt stays. Of the hypothesis "nothing is wrong" a third of the size that matters is part, and what the hour's being unknown
 * may explain; so small steps, trends of a few percent and seasons not seen yet raise nothing.
 */
export class MetricWatch {
  readonly name: MetricName;
  readonly kind: MetricKind;
  /** Natural logarithm; while nothing is wrong, `c` is reached once in e^c points at the most often. */
  evidence = 0;
  since: number | undefined;
  lastAt = 0;
  late = 0;
  readonly #expectation: Expectation;
  readonly #recent: RecentDeviations;
  readonly #trend: TrendSteps | undefined;

  private constructor(name: MetricName, state: MetricState | undefined) {
    this.name = name;
    this.kind = METRIC_KINDS[name];
    this.evidence = state?.evidence ?? 0;
    this.since = state?.since;
    this.lastAt = state?.lastAt ?? 0;
    this.late = state?.late ?? 0;
    this.#expectation = Expectation.restore(state?.expectation);
    this.#recent = RecentDeviations.restore(state?.recent);
    this.#trend = this.kind.hasTrend ? TrendSteps.restore(state?.trend) : undefined;
  }

  static restore(name: MetricName, state: MetricState | undefined): MetricWatch {
    return new MetricWatch(name, state);
  }

  state(): MetricState {
    return {
      v: 1, lastAt: this.lastAt, late: this.late, evidence: this.evidence, ...(this.since === undefined ? {} : { since: this.since }),
      expectation: this.#expectation.state(), recent: this.#recent.state(), ...(this.#trend === undefined ? {} : { trend: this.#trend.state() }),
    };
  }

  /** Takes in one point, in the metric's own unit; `requests` is how many it was worked out from. */
  feed(atMs: number, value: number, requests: number): void {
    if (!Number.isFinite(value) || !Number.isFinite(atMs)) return;
    if (atMs <= this.lastAt) {
      this.late += 1;
      return;
    }
    const expectation = this.#expectation;
    if (expectation.points > 0 && atMs - this.lastAt > GAP_MS) this.#startAnew();
    this.lastAt = atMs;
    const watched = toScale(this.kind, value);
    expectation.predict(atMs);
    const { kind } = this;
    const off = expectation.points === 0 ? 0 : kind.bad * (watched - expectation.expected);
    const isWarm = expectation.points >= WARM_UP_POINTS && !expectation.isSettling;
    const deviation = 'limit' in kind.against ? kind.bad * (watched - kind.against.limit) : off;
    this.#weigh(atMs, deviation, value, requests, isWarm);
    expectation.predict(atMs);
    if (isWarm && this.evidence < SUSPECTED) this.#recent.scatter(off / expectation.hourRatio);
    if (this.evidence >= SUSPECTED) this.#recent.dropBlock();
    this.#trend?.add(atMs, watched);
    expectation.learn(atMs, watched, this.#teaches(atMs));
  }

  #weigh(atMs: number, deviation: number, value: number, requests: number, isWarm: boolean): void {
    const { kind } = this;
    const { dayKnown, daysSeen, weekKnown, spread, hourRatio, expected } = this.#expectation;
    const isLimit = 'limit' in kind.against;
    if (!isWarm && !isLimit) return;
    const long = this.#recent.variance(spread / hourRatio) * hourRatio * hourRatio;
    const variance = Math.max(long, kind.smallestSpread * kind.smallestSpread);
    this.#recent.weighedWith = variance;
    const unknown = isLimit ? 0 : kind.unknownDay * (1 - dayKnown) + kind.unknownWeek * (1 - weekKnown);
    const matters = sizeOf(kind);
    const excess = kind.scattersByRequests ? this.#recent.excess(atMs, requests) : 1;
    const low = isLimit ? -kind.tolerated : kind.tolerated + unknown;
    const least = isLimit ? 0 : matters + unknown;
    const high = Math.max(least, Math.min(LARGEST_GUESS * (matters + kind.tolerated), this.#recent.mean(GUESSED_FROM) ?? 0));
    const isSuspicious = !isLimit && (this.evidence > 0 || deviation > low);
    const counted = isSuspicious ? deviation - this.#expectation.slack(atMs, kind.bad) : deviation;
    const increment = kind.isShare
      ? this.#weighShare(value, requests, expected, low, high, long)
      : normalIncrement(counted, low, high, variance * excess);
    const before = this.evidence;
    const trusted = isLimit || increment < 0 ? 1 : (TRUST_BY_DAYS[daysSeen] ?? 1);
    this.evidence = addEvidence(before, increment * trusted);
    if (this.evidence === 0) {
      this.#endExcursion(atMs);
    } else {
      if (before === 0) {
        this.since = atMs;
        this.#recent.count = 0;
        this.#recent.age = 0;
      }
      this.#recent.age += 1;
      if (this.evidence > this.#recent.top) this.#recent.top = this.evidence;
    }
    this.#recent.push(counted);
  }

  #weighShare(value: number, requests: number, expected: number, low: number, high: number, long: number): number {
    const usual = Math.max(0.002, Math.min(0.9, expected));
    const dispersion = Math.max(1, (long * requests) / (usual * (1 - usual)));
    const from = Math.min(0.95, Math.max(0, expected) + low);
    return shareIncrement(Math.max(0, Math.min(1, value)), requests, from, Math.max(from + 0.01, Math.min(0.99, Math.max(0, expected) + high)), dispersion);
  }

  /** After a deployment, where that changes what is usual. What was suspected of the version before is gone with it. */
  relearn(): void {
    if (!this.kind.relearns) return;
    this.#expectation.relearn();
    this.#startAnew();
  }

  #startAnew(): void {
    this.evidence = 0;
    this.since = undefined;
    this.#recent.top = 0;
    this.#recent.clear();
  }

  #endExcursion(atMs: number): void {
    const recent = this.#recent;
    if (recent.top >= EXCURSION) {
      const faded = this.#usualTop(atMs);
      recent.usualTop = Math.min(MOST_USUAL, Math.max(faded, recent.top));
      recent.usualTopAt = atMs;
    }
    recent.top = 0;
    recent.age = 0;
    this.since = undefined;
  }

  #usualTop(atMs: number): number {
    const { usualTop, usualTopAt } = this.#recent;
    return usualTop === 0 ? 0 : usualTop * Math.exp(-(atMs - usualTopAt) / EXCURSION_MEMORY_MS);
  }

  #teaches(atMs: number): number {
    if (this.evidence < SUSPECTED) return 1;
    if (this.evidence < SUSPICIOUS) return LEARNING.suspected;
    const isSmall = this.since !== undefined && atMs - this.since > SMALL_AFTER_MS && this.change()?.matters !== true;
    return isSmall ? LEARNING.small : LEARNING.suspicious;
  }

  /** The change for the worse that is suspected, if any. */
  change(): Change | undefined {
    const { since, evidence } = this;
    const size = this.#recent.mean(KEPT);
    if (since === undefined || size === undefined) return undefined;
    const error = Math.sqrt(this.#recent.weighedWith / this.#recent.count);
    const { against } = this.kind;
    const short = 'limit' in against ? NEARLY.limit : (1 - NEARLY.change) * against.change;
    const isLarge = size >= sizeOf(this.kind) - short - Math.min(error, short);
    const usual = this.#usualTop(this.lastAt);
    return { since, evidence, size, error, matters: isLarge && (usual < EXCURSION || evidence >= BEYOND_USUAL * usual + 2) };
  }

  /** What the metric was expected to be at a moment, by what is known now, with where about 99 % of healthy points lie; in its own unit. */
  bandAt(atMs: number): { expected: number; low: number; high: number } {
    const expectation = this.#expectation;
    expectation.predict(atMs);
    const reach = BAND_SPREADS * Math.max(expectation.spread, this.kind.smallestSpread);
    const own = (watched: number): number => fromScale(this.kind, watched);
    return { expected: own(expectation.expected), low: own(expectation.expected - reach), high: own(expectation.expected + reach) };
  }

  /** The value that is worse than what is expected now by `size`, in the metric's own unit. */
  worseBy(size: number): number {
    this.#expectation.predict(this.lastAt);
    return fromScale(this.kind, this.#expectation.expected + this.kind.bad * size);
  }

  /** The complete four-hour means of the last four weeks, on the metric's scale; empty where trends are not watched. */
  trend(): { readonly step: number; readonly value: number }[] {
    return this.#trend?.values() ?? [];
  }
}

/** The deviation that matters: a change of that size, or the limit itself. */
const sizeOf = ({ against }: MetricKind): number => ('limit' in against ? 0 : against.change);
