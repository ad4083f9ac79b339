/** How one metric of the canary stands to the baseline's, as Kayenta names it. */
export type Classification = 'Pass' | 'High' | 'Low';

/** `effect`: thresholds `[low, high]` that the effect size must pass too; `null` when no effect size is asked for. */
export interface MannWhitneyRule {
  readonly tolerance: number;
  readonly confidence: number;
  readonly direction: 'increase' | 'decrease' | 'either';
  readonly effect: { readonly measure: 'meanRatio' | 'cles'; readonly low: number; readonly high: number } | null;
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const median = (sorted: Float64Array): number => {
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[half] ?? 0) : ((sorted[half - 1] ?? 0) + (sorted[half] ?? 0)) / 2;
};

/** Two-sided normal quantiles of the confidences in use. */
const QUANTILE: Readonly<Record<string, number>> = { '0.95': 1.959963984540054, '0.98': 2.3263478740408408, '0.99': 2.5758293035489004 };

/** Σ(t³ − t) over groups of t equal values. */
function tieTerm(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  let sum = 0;
  for (const count of counts.values()) sum += count ** 3 - count;
  return sum;
}

/** The Mann-Whitney interval of the shift from control to experiment: order statistics of all pairwise differences, by normal ranks corrected for ties. */
export function shiftInterval(control: readonly number[], experiment: readonly number[], confidence: number): { low: number; estimate: number; high: number } {
  const shifts = Float64Array.from(experiment.flatMap((now) => control.map((base) => now - base))).sort();
  const pairs = shifts.length;
  const n = control.length + experiment.length;
  const spread = Math.sqrt((pairs / 12) * (n + 1 - tieTerm([...control, ...experiment]) / (n * (n - 1))));
  const rank = Math.max(0, Math.floor(pairs / 2 - (QUANTILE[String(confidence)] ?? Number.NaN) * spread - 0.5));
  return { low: shifts[rank] ?? Number.NaN, estimate: median(shifts), high: shifts[pairs - 1 - rank] ?? Number.NaN };
}

function effectSize(measure: 'meanRatio' | 'cles', control: readonly number[], experiment: readonly number[]): number | null {
  if (measure === 'meanRatio') return mean(control) === 0 ? null : mean(experiment) / mean(control);
  let above = 0;
  for (const now of experiment) for (const base of control) above += now > base ? 1 : now === base ? 0.5 : 0;
  return above / (control.length * experiment.length);
}

/** High or Low when the whole interval lies beyond `tolerance` times the estimate, in a direction that counts, and the effect is large enough. */
export function classify(control: readonly number[], experiment: readonly number[], { tolerance, confidence, direction, effect }: MannWhitneyRule): Classification {
  const isConstant = control.every((value) => value === control[0]) && experiment.every((value) => value === experiment[0]);
  const shift = (experiment[0] ?? 0) - (control[0] ?? 0);
  const { low, estimate, high } = isConstant ? { low: shift, estimate: shift, high: shift } : shiftInterval(control, experiment, confidence);
  const slack = tolerance * Math.abs(estimate);
  const size = effect === null ? null : effectSize(effect.measure, control, experiment);
  const isLarge = size === null || effect === null || size >= effect.high;
  const isSmall = size === null || effect === null || size <= effect.low;
  if (direction !== 'decrease' && low > slack && isLarge) return 'High';
  if (direction !== 'increase' && high < -slack && isSmall) return 'Low';
  return 'Pass';
}
