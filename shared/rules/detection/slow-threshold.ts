import type { TargetState } from '../../domain/target-state.ts';
import { countMs, quantileOfMs } from './tally.ts';

const MOST_BETWEEN = 6_400;

/**
 * Whether a request is slow, for the split by environment: slower than `givenMs`, or else than the p95 of the target's own recent requests.
 * That p95 is read anew after 200, 400, 800 … and then each 6,400 requests: a count of requests, not of pages, so that how the log was cut does not matter.
 */
export const isSlow = (state: TargetState, durationMs: number, givenMs: number | undefined): boolean => {
  const { slow } = state;
  countMs(slow.durations, durationMs);
  slow.counted += 1;
  if (slow.counted >= slow.next) {
    slow.thresholdMs = quantileOfMs(slow.durations, 0.95);
    slow.next = Math.min(MOST_BETWEEN, slow.next * 2);
    slow.counted = 0;
    slow.durations = {};
  }
  const thresholdMs = givenMs ?? slow.thresholdMs;
  return thresholdMs !== undefined && durationMs > thresholdMs;
};
