import type { MannWhitneyRule } from './mann-whitney.ts';
import { classify } from './mann-whitney.ts';
import type { Random } from './random.ts';
import type { Traffic } from './traffic.ts';
import { trafficOf } from './traffic.ts';

/** What one version showed in one minute, as most tools see it. */
interface Shown {
  readonly failureRate: number;
  readonly p95: number;
}
/** One hour of both versions, minute by minute, at 10 % of the traffic; the burn-in is left out. */
export interface Series {
  readonly canary: readonly Shown[];
  readonly stable: readonly Shown[];
}

/** Draws the hour that the rivals look at, from the same simulator as the judge's. */
export function seriesOf(random: Random, traffic: Traffic, { minutes, burnInMinutes, weight }: { minutes: number; burnInMinutes: number; weight: number }): Series {
  const source = trafficOf(random, traffic);
  const canary: Shown[] = [];
  const stable: Shown[] = [];
  for (let i = 1; i <= minutes; i += 1) {
    const minute = source.minute(i, weight);
    const p95 = source.p95(minute);
    if (i <= burnInMinutes) continue;
    canary.push({ failureRate: minute.canary.failures / Math.max(1, minute.canary.requests), p95: p95.canary });
    stable.push({ failureRate: minute.stable.failures / Math.max(1, minute.stable.requests), p95: p95.stable });
  }
  return { canary, stable };
}

/** The rule of most tools, and of the requirements: roll back in the first minute that is `threshold` worse than the baseline. */
export function windowRule({ canary, stable }: Series, threshold = 0.1): boolean {
  return canary.some((now, i) => {
    const base = stable[i];
    if (base === undefined) return false;
    const latency = (now.p95 - base.p95) / base.p95;
    const failures = (now.failureRate - base.failureRate) / Math.max(base.failureRate, 0.01);
    return Math.max(latency, failures) > threshold;
  });
}

/** What the published judge is usually set to. */
const RULE: MannWhitneyRule = { tolerance: 0.25, confidence: 0.98, direction: 'increase', effect: null };

/**
 * A judge after Kayenta's: each metric by a Mann-Whitney interval, once, at the end of the hour; failed at 50 points or fewer, that is,
 * when one of the two metrics is high (in its favour: by its own default a single one of two would pass).
 */
export function mannWhitneyRule({ canary, stable }: Series): boolean {
  const isHigh = (pick: (shown: Shown) => number): boolean => classify(stable.map(pick), canary.map(pick), RULE) === 'High';
  return isHigh(({ failureRate }) => failureRate) || isHigh(({ p95 }) => p95);
}
