import { JudgeSettings } from '../../shared/rules/judge/judge-settings.ts';
import { calibrations } from './calibrate.ts';
import { STABLE_FAILURES } from './grid-rows.ts';
import { runCell } from './run-cell.ts';
import type { NoiseName } from './traffic.ts';
import { NOISE } from './traffic.ts';

const RATES = [60, 600, 6000, 60_000] as const;
const WEIGHTS = [
  { name: '10 %', weights: [0.1, 0.1] },
  { name: '50 %', weights: [0.5, 0.5] },
  { name: '10 → 50 %', weights: [0.1, 0.5] },
] as const;
/** Out of reach, so that no run ends early by being promoted. */
const NEVER_PROMOTED = 1e300;
const MINUTES = 120;

/** Identical versions, watched for two hours: how often each cell rolls back, in percent, by both calibrations. */
export interface FalseRollback {
  readonly noise: NoiseName;
  readonly requestsPerMinute: number;
  readonly weights: string;
  readonly percent: number;
  readonly percentShipped: number;
}

export function* falseRollbacks({ seed, runs }: { seed: number; runs: number }): Generator<FalseRollback> {
  for (const noise of ['clean', 'nuisance', 'harsh'] as const) {
    for (const requestsPerMinute of RATES) {
      for (const { name, weights } of WEIGHTS) {
        const settings = JudgeSettings.parse({ margin: 0.05, weights, promotionEvidence: NEVER_PROMOTED, windowMinutes: MINUTES });
        const traffic = { requestsPerMinute, noise: NOISE[noise], canaryLatency: 1, canaryFailures: STABLE_FAILURES, stableFailures: STABLE_FAILURES, margin: 0.05, claim: null };
        const { replays, shipped } = calibrations(seed, traffic, settings, MINUTES);
        const percentWith = (phis: readonly JudgeSettings['phi'][]): number =>
          runCell(traffic, settings, { seed: seed + 10_000, runs, minutes: MINUTES, counted: 'roll-back', phis }).percent;
        yield {
          noise,
          requestsPerMinute,
          weights: name,
          percent: percentWith(replays),
          percentShipped: percentWith(shipped),
        };
      }
    }
  }
}
