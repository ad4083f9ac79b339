import type { Latencies } from './load-plan.ts';

/** Exact quantiles (nearest rank) of milliseconds; of nothing, zeros. */
export const latenciesOf = (ms: readonly number[]): Latencies => {
  const sorted = Float64Array.from(ms).sort();
  const at = (share: number): number => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
  return { count: sorted.length, p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99), maxMs: sorted.at(-1) ?? 0 };
};
