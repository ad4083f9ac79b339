import type { Random } from '../judge/random.ts';

const DAY_MINUTES = 1440;

/** What one simulated service is like. Rates are per minute of mean traffic, shares 0–1, sizes on a logarithmic scale. */
export type Traits = {
  readonly rpm: number;
  readonly dailySwing: number;
  readonly shape: 'sine' | 'office' | 'peaks' | 'flat';
  readonly peakHour: number;
  readonly weekend: number;
  readonly growthPerDay: number;
  readonly sigma: number;
  readonly medianMs: number;
  readonly latencyGrowthPerDay: number;
  readonly loadCoupling: number;
  readonly wander: { readonly keep: number; readonly size: number };
  readonly loadWander: number;
  readonly heavyTail: boolean;
  readonly batchHour: number | undefined;
  readonly batchFactor: number;
  readonly failureShare: number;
  readonly burstsPerWeek: number;
  readonly coldShare: number;
  readonly memory: number;
  readonly p99Utilisation: number;
  readonly concurrency: number;
  readonly deploymentsPerWeek: number;
  readonly deploymentStep: number;
  readonly gapsPerWeek: number;
};

const pick = <Value>(random: Random, values: readonly Value[]): Value => values[Math.floor(random.uniform() * values.length)] ?? (values[0] as Value);
export const between = (random: Random, low: number, high: number): number => low + (high - low) * random.uniform();
const logBetween = (random: Random, low: number, high: number): number => Math.exp(between(random, Math.log(low), Math.log(high)));

/** A service drawn from the mixture: traffic from 3 to 3,000 requests a minute, four shapes of day, calm to wild, with and without nightly jobs. */
export const traitsOf = (random: Random): Traits => {
  const batchFactor = between(random, 1.3, 2.5);
  return {
  rpm: logBetween(random, 3, 3000),
  dailySwing: between(random, 0.1, 0.9),
  shape: pick(random, ['sine', 'office', 'peaks', 'flat']),
  peakHour: between(random, 0, 24),
  weekend: pick(random, [1, 1, 0.8, 0.5, 0.3]),
  growthPerDay: Math.log(pick(random, [1, 1, 1.05, 1.1, 0.95])) / 30,
  sigma: between(random, 0.3, 0.7),
  medianMs: logBetween(random, 5, 800),
  latencyGrowthPerDay: Math.log(pick(random, [1, 1, 1.05, 1.1])) / 30,
  loadCoupling: pick(random, [0, 0.05, 0.15, 0.25]),
  wander: { keep: pick(random, [0, 0.7, 0.9, 0.97]), size: logBetween(random, 0.003, 0.05) },
  loadWander: logBetween(random, 0.01, 0.06),
  heavyTail: random.uniform() < 0.25,
  batchHour: random.uniform() < 0.2 ? between(random, 0, 5) : undefined,
  batchFactor,
  failureShare: pick(random, [0, 0.0005, 0.002, 0.01, 0.02]),
  burstsPerWeek: pick(random, [0, 0, 0.5, 2]),
  coldShare: between(random, 0.001, 0.03),
  memory: between(random, 0.25, 0.65),
  p99Utilisation: between(random, 0.03, 0.6 / batchFactor),
  concurrency: between(random, 0.01, 0.5),
  deploymentsPerWeek: pick(random, [0.3, 1, 3, 7]),
  deploymentStep: between(random, 0, 0.06),
  gapsPerWeek: pick(random, [0, 0, 0.3, 1]),
  };
};

/** Natural logarithm of the traffic over its mean, by season. */
export const loadAt = (traits: Traits, minute: number): number => {
  const hour = (minute / 60) % 24;
  const apart = Math.abs(((hour - traits.peakHour + 36) % 24) - 12);
  const season =
    traits.shape === 'flat' ? 0
    : traits.shape === 'sine' ? traits.dailySwing * Math.cos((apart / 12) * Math.PI)
    : traits.shape === 'office' ? traits.dailySwing * (2 / (1 + Math.exp((apart - 5) * 1.5)) - 1)
    : traits.dailySwing * (1.8 * Math.exp(-(apart ** 2) / 2) + 1.2 * Math.exp(-(((apart - 7) / 1.5) ** 2) / 2) - 0.5);
  const day = Math.floor(minute / DAY_MINUTES) % 7;
  const edge = (minute % DAY_MINUTES) / 120;
  const isWeekend = day >= 5;
  // The weekend begins and ends over two hours.
  const weekend = isWeekend ? (day === 5 && edge < 1 ? edge : 1) : day === 0 && edge < 1 && minute > DAY_MINUTES ? 1 - edge : 0;
  return season + weekend * Math.log(traits.weekend);
};
