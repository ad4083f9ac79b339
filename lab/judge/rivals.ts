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

/** 98 % two-sided, and the share of the estimated shift that the interval has to clear. */
const Z98 = 2.3263478740408408;
const TOLERANCE = 0.25;

/** One metric is worse: the whole Mann-Whitney interval of the shift lies above a quarter of its (Hodges-Lehmann) estimate. */
function isHigh(canary: readonly number[], stable: readonly number[]): boolean {
  const shifts = Float64Array.from(canary.flatMap((now) => stable.map((base) => now - base))).sort();
  const pairs = shifts.length;
  const rank = Math.floor(pairs / 2 - Z98 * Math.sqrt((pairs * (canary.length + stable.length + 1)) / 12));
  const low = shifts[Math.max(0, rank)] ?? 0;
  const estimate = shifts[Math.floor(pairs / 2)] ?? 0;
  return low > TOLERANCE * Math.abs(estimate);
}

/**
 * A judge after Kayenta's: each metric by a Mann-Whitney interval, once, at the end of the hour; failed at 50 points or fewer, that is,
 * when one of the two metrics is high (in its favour: by its own default a single one of two would pass).
 */
export function mannWhitneyRule({ canary, stable }: Series): boolean {
  const high = (pick: (shown: Shown) => number): boolean => isHigh(canary.map(pick), stable.map(pick));
  return high(({ failureRate }) => failureRate) || high(({ p95 }) => p95);
}
