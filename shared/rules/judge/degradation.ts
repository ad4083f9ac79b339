import type { JudgeState, Sums } from './judge-state.ts';

/** Failure rates below this count as this much in the ratio, as the requirements have it. */
const LEAST_FAILURE_RATE = 0.01;

const meanP95Ms = ({ p95MsSum, p95Requests }: Sums): number | null => (p95Requests === 0 ? null : p95MsSum / p95Requests);
const failureRate = ({ failures, requests }: Sums): number => (requests === 0 ? 0 : failures / requests);
const worse = (current: number, baseline: number, least: number): number => Math.max(0, (current - baseline) / Math.max(baseline, least));

/**
 * The degradation of the requirements, in percent: how much worse the canary's p95 (mean of its minutes, weighted by requests; absent
 * without `p95Ms`) and failure rate are than the concurrent control's, and the larger of the two. 0 when better. Reported, never decided on.
 */
export function degradationPercent({ canary, stable }: JudgeState['totals']): { latency: number | null; failures: number; worst: number } {
  const canaryMs = meanP95Ms(canary);
  const stableMs = meanP95Ms(stable);
  const latency = canaryMs === null || stableMs === null || stableMs === 0 ? null : 100 * worse(canaryMs, stableMs, 0);
  const failures = 100 * worse(failureRate(canary), failureRate(stable), LEAST_FAILURE_RATE);
  return { latency, failures, worst: Math.max(latency ?? 0, failures) };
}
