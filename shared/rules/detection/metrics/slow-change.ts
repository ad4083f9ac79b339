import type { Instant } from '../../../domain/instant.ts';
import type { MetricName, MetricStates } from '../../../domain/metric-state.ts';
import { fromScale, METRIC_KINDS, type MetricKind } from './metric-kinds.ts';
import { TREND_STEP_MS, TrendSteps } from './trend-steps.ts';

/** The metrics in which slow changes are looked for. */
export const TRENDING = ['latencyP95Ms', 'failureRate', 'requestsPerMinute', 'memoryUtilisation', 'durationUtilisation'] as const satisfies readonly MetricName[];
export type TrendingMetric = (typeof TRENDING)[number];

/** A level that moved over days. `baseline` before, `current` over the last days, in the metric's own unit; `steps`: means of four hours. */
export type SlowChange = { readonly name: TrendingMetric; readonly baseline: number; readonly current: number; readonly since: Instant; readonly pValue: number; readonly steps: readonly { at: Instant; value: number }[] };

const STEPS_A_DAY = 6;
const STEPS_A_WEEK = 42;
const FEWEST_STEPS_OF_A_DAY = 4;
/** A week to compare with, and a week that is compared. */
const FEWEST_DAYS = 14;
/** A level is one of so many days at the least. */
const FEWEST_DAYS_OF_A_LEVEL = 3;
/** The days that "current" means. */
const CURRENT_DAYS = 3;
const PERMUTATIONS = 999;
const BELIEVED = 0.005;
/** Of a limit, where there is no change that matters by name: a fifth more than before, and more than half of it in use. */
const GROWTH = 1.2;
const IN_USE = 0.5;
const MOST_STEPS = 120;

type Step = { readonly step: number; readonly value: number };
type Day = { readonly day: number; readonly level: number };

/**
 * Looks through four weeks for a level that moved: the split of the days whose means differ most in the bad direction (the first split of
 * E-divisive means; Matteson and James 2014), believed by a permutation test of the days, and only from the size that matters on. Each
 * four hours are compared with the same hours of the other weeks, so neither nights nor weekends are a change.
 */
export const slowChanges = (metrics: MetricStates): SlowChange[] => TRENDING.flatMap((name) => slowChange(name, metrics[name]?.trend) ?? []);

const slowChange = (name: TrendingMetric, packed: string | undefined): SlowChange | undefined => {
  if (packed === undefined) return undefined;
  const kind = METRIC_KINDS[name];
  const steps = TrendSteps.restore(packed).values();
  const days = dailyLevels(steps);
  if (days.length < FEWEST_DAYS) return undefined;
  const levels = days.map(({ level }) => level);
  const split = bestSplit(levels, kind.bad);
  const before = mean(levels.slice(0, split.at));
  const now = mean(levels.slice(-CURRENT_DAYS));
  if (!isLarge(kind, before, now)) return undefined;
  const pValue = permutationP(levels, kind.bad, split.size);
  if (pValue > BELIEVED) return undefined;
  const since = (days[split.at]?.day ?? 0) * STEPS_A_DAY * TREND_STEP_MS;
  const shown = steps.slice(-MOST_STEPS).map(({ step, value }) => ({ at: step * TREND_STEP_MS, value: fromScale(kind, value) }));
  return { name, baseline: fromScale(kind, before), current: fromScale(kind, now), since, pValue, steps: shown };
};

const isLarge = (kind: MetricKind, before: number, now: number): boolean =>
  'change' in kind.against ? kind.bad * (now - before) >= kind.against.change : now >= GROWTH * before && now >= IN_USE;

/** The level of each day with enough of it seen: what its steps differ from the usual of their place in the week, on top of the mean of all. */
const dailyLevels = (steps: readonly Step[]): Day[] => {
  const places = new Map<number, number[]>();
  for (const { step, value } of steps) places.set(step % STEPS_A_WEEK, [...(places.get(step % STEPS_A_WEEK) ?? []), value]);
  const usual = new Map([...places].map(([place, values]) => [place, mean(values)]));
  const overall = mean(steps.map(({ value }) => value));
  const days = new Map<number, number[]>();
  for (const { step, value } of steps) {
    const day = Math.floor(step / STEPS_A_DAY);
    days.set(day, [...(days.get(day) ?? []), value - (usual.get(step % STEPS_A_WEEK) ?? 0)]);
  }
  return [...days].filter(([, values]) => values.length >= FEWEST_STEPS_OF_A_DAY).map(([day, values]) => ({ day, level: overall + mean(values) }));
};

/** The split with the largest difference of means in the bad direction, weighed by how many days carry it. */
const bestSplit = (levels: readonly number[], bad: 1 | -1): { at: number; size: number } => {
  const total = sum(levels);
  let best = { at: FEWEST_DAYS_OF_A_LEVEL, size: Number.NEGATIVE_INFINITY };
  let before = sum(levels.slice(0, FEWEST_DAYS_OF_A_LEVEL - 1));
  for (let at = FEWEST_DAYS_OF_A_LEVEL; at <= levels.length - FEWEST_DAYS_OF_A_LEVEL; at += 1) {
    before += levels[at - 1] ?? 0;
    const after = levels.length - at;
    const size = bad * ((total - before) / after - before / at) * Math.sqrt((at * after) / levels.length);
    if (size > best.size) best = { at, size };
  }
  return best;
};

/** How often days in random order have so large a split. The order is drawn from the data themselves: the same data, the same answer. */
const permutationP = (levels: readonly number[], bad: 1 | -1, size: number): number => {
  const random = drawnFrom(levels);
  const shuffled = [...levels];
  let asLarge = 0;
  for (let round = 0; round < PERMUTATIONS; round += 1) {
    for (let index = shuffled.length - 1; index > 0; index -= 1) {
      const other = Math.floor(random() * (index + 1));
      [shuffled[index], shuffled[other]] = [shuffled[other] ?? 0, shuffled[index] ?? 0];
    }
    if (bestSplit(shuffled, bad).size >= size) asLarge += 1;
  }
  return (1 + asLarge) / (1 + PERMUTATIONS);
};

/** Numbers in [0, 1) that follow from `levels` (mulberry32). */
const drawnFrom = (levels: readonly number[]): (() => number) => {
  let state = levels.reduce((hash, level) => Math.imul(hash ^ Math.round(level * 1e6), 0x01000193) >>> 0, 0x811c9dc5);
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]): number => sum(values) / Math.max(1, values.length);
