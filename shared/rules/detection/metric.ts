import type { MetricState } from '../../domain/metric-state.ts';

/** `1`: higher is worse. `-1`: lower is worse. */
export type BadDirection = 1 | -1;

const SLOW_RATE = 1 / 120;
const FAST_RATE = 0.3;
const HOUR_RATE = 1 / 60;
const HOUR_LEARNED = 60;
const FURTHEST = 4;
const TOLERATED = 1;
/** Evidence above which a change counts as confirmed: with a tolerance of one deviation, far beyond what noise adds up to. */
const CONFIRMED = 8;
const MOST_EVIDENCE = 50;
const WARM_UP_POINTS = 30;

/** What the metric is expected to be at a moment: its level, and what is usual at this hour of the day once an hour's worth of earlier points taught it. */
export const expectedAt = (metric: MetricState, at: number): number => {
  const [offset, points] = metric.hours[hourOf(at)] ?? [0, 0];
  return points >= HOUR_LEARNED ? metric.level + offset : metric.level;
};

const hourOf = (at: number): string => String(Math.floor(at / 3_600_000) % 24);

/**
 * Takes in one point, in place. Level and spread are robust running means (a residual counts for at most four spreads), and `alarm` is a
 * one-sided cumulative sum of the residuals in the bad direction (Page 1954): it grows only while points keep lying more than one spread
 * off, so one wild point raises nothing and a lasting change is found within a few. While it is high the level hardly learns, or the
 * change would become the norm before anybody looked. `smallestSpread` keeps a constant metric from finding wonders in its last digit.
 */
export const feedMetric = (metric: MetricState, at: number, value: number, bad: BadDirection, smallestSpread: number): void => {
  if (metric.points === 0) {
    metric.level = value;
    metric.fast = value;
    metric.spread = smallestSpread;
  }
  const warm = metric.points >= WARM_UP_POINTS;
  const residual = value - expectedAt(metric, at);
  const spread = Math.max(metric.spread, smallestSpread);
  const deviations = Math.max(-FURTHEST, Math.min(FURTHEST, residual / spread));
  metric.alarm = warm ? Math.max(0, Math.min(MOST_EVIDENCE, metric.alarm + deviations * bad - TOLERATED)) : 0;
  if (metric.alarm === 0) delete metric.since;
  else metric.since ??= at;

  const learning = metric.alarm >= CONFIRMED ? 1 / 20 : 1;
  const rate = Math.max(SLOW_RATE, 1 / (metric.points + 1)) * learning;
  const step = warm ? deviations * spread : residual;
  metric.level += rate * step;
  // 1.25 × mean absolute deviation is the standard deviation of a normal distribution.
  metric.spread += rate * (1.25 * Math.abs(step) - metric.spread);
  metric.fast += FAST_RATE * (value - metric.fast);
  const [offset, points] = metric.hours[hourOf(at)] ?? [0, 0];
  metric.hours[hourOf(at)] = [offset + HOUR_RATE * learning * (value - metric.level - offset), points + 1];
  metric.points += 1;
};

/** Whether a lasting change in the bad direction is confirmed, as opposed to a bad minute. */
export const isConfirmed = (metric: MetricState): boolean => metric.points >= WARM_UP_POINTS && metric.alarm >= CONFIRMED && metric.since !== undefined;

/** Forgets the level, after a deployment: what comes now is the new norm, and the release's judge has watched the step itself. */
export const relearn = (metric: MetricState): void => {
  metric.points = 0;
  metric.alarm = 0;
  metric.hours = {};
  delete metric.since;
};
