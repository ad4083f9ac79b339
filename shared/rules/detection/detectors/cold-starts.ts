import type { Tally, VersionSlice } from '../../../domain/version-slice.ts';
import { affectedPerHour, confidenceOf, type Detector } from '../detector.ts';
import { estimatedGain, sureOfGain, type GainModel } from '../gain/estimated-gain.ts';
import { addTally, meanOfMs, quantileOfMs, scaledMs, tallyTotal } from '../tally.ts';

const FEWEST_COLD = 20;
/** From here on they make up the p95, below it at most the p99. */
const COMMON_SHARE = 0.05;
const RARE_SHARE = 0.01;
const FELT_MS = 500;
const LEAST_EXTRA_MS = 100;

/**
 * First requests of an environment that make the slowest ones: one in twenty or more, each at least 100 ms longer, or one in a hundred, at least
 * half a second longer than the others take. Start-up before the handler counts where the platform tells it. Those that come with
 * a deployment do not count: they pass by themselves. Gain: the p95 as it would be if they took as long as the others; where they are too few
 * for the p95, the mean.
 */
export const detectColdStarts: Detector = (window, thresholds) => {
  const { total } = window;
  const { cold, warm, extraMs, share } = startsOf(total);
  const count = tallyTotal(cold);
  const felt = (share >= COMMON_SHARE && extraMs >= LEAST_EXTRA_MS) || (share >= RARE_SHARE && extraMs >= FELT_MS);
  if (count < FEWEST_COLD || total.requests < thresholds.minRequests || !felt) return [];
  const gain = estimatedGain(window, gainOfWarmth);
  if (gain.gainPercent < thresholds.minGainPercent) return [];
  const at = (tally: Tally) => ({ p50: quantileOfMs(tally, 0.5), p95: quantileOfMs(tally, 0.95) });
  const initMs = quantileOfMs(total.cold?.initMs ?? {}, 0.5);
  return [{
    kind: 'cold-starts',
    key: 'cold-starts::all',
    title: `${(share * 100).toFixed(1)} % of the requests start an environment and take ${Math.round(extraMs)} ms longer`,
    severity: share >= COMMON_SHARE && extraMs >= FELT_MS ? 'high' : 'medium',
    confidence: sureOfGain(confidenceOf(0.95, count, 10), gain),
    risk: 'medium',
    ...gain,
    affectedUsersPerHour: affectedPerHour(window, share),
    occurrencesPerDay: 24,
    evidence: { kind: 'cold-starts', requests: total.requests, coldStarts: count, coldMs: at(cold), warmMs: at(warm), ...(initMs > 0 ? { initMs } : {}) },
  }];
};

/** Cold requests as callers see them, start-up included, and the others. */
const startsOf = (total: VersionSlice): { cold: Tally; warm: Tally; extraMs: number; share: number } => {
  const handled = total.cold?.ms ?? {};
  const startUpMs = meanOfMs(total.cold?.initMs ?? {});
  const handlingMs = Math.max(0.05, meanOfMs(handled));
  const warm = without(total.durations, handled);
  const cold = scaledMs(handled, (handlingMs + startUpMs) / handlingMs);
  return { cold, warm, extraMs: Math.max(0, quantileOfMs(cold, 0.5) - quantileOfMs(warm, 0.5)), share: tallyTotal(handled) / Math.max(1, total.requests) };
};

const without = (all: Tally, some: Tally): Tally => Object.fromEntries(Object.entries(all).map(([key, count]) => [key, Math.max(0, count - (some[key] ?? 0))]));

const gainOfWarmth: GainModel = (total) => {
  const { cold, warm, share } = startsOf(total);
  const all: Tally = { ...warm };
  addTally(all, cold);
  const [before, after] = [quantileOfMs(all, 0.95), quantileOfMs(warm, 0.95)];
  const atP95 = share >= COMMON_SHARE && before > 0 ? (1 - after / before) * 100 : 0;
  const atMean = (1 - meanOfMs(warm) / Math.max(0.001, meanOfMs(all))) * 100;
  return { percent: Math.max(0, atP95, atMean) };
};
