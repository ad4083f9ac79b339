import type { VerdictKind } from '../../shared/rules/judge/verdict.ts';
import type { JudgeSettings } from '../../shared/rules/judge/judge-settings.ts';
import { seededRandom } from './random.ts';
import { simulateRun } from './simulate-run.ts';
import type { Traffic } from './traffic.ts';

/** Share of the runs that ended with the counted verdict, in percent, and when: median and 95th percentile of their minutes. */
export interface CellResult {
  readonly runs: number;
  readonly percent: number;
  readonly medianMinute: number | null;
  readonly p95Minute: number | null;
}

/**
 * Simulates one cell of the grid. Run i has the seed `seed + i`, whatever the settings, so that two settings see the same traffic.
 * `phis`: over-dispersions as they were calibrated, each used for an equal share of the runs.
 */
export function runCell(
  traffic: Traffic,
  settings: JudgeSettings,
  { seed, runs, minutes, counted, phis }: { seed: number; runs: number; minutes: number; counted: VerdictKind; phis: readonly JudgeSettings['phi'][] },
): CellResult {
  const ends: number[] = [];
  for (let i = 0; i < runs; i += 1) {
    const phi = phis[i % phis.length] ?? settings.phi;
    const { kind, minute } = simulateRun(seededRandom(seed + i), traffic, { ...settings, phi }, minutes);
    if (kind === counted) ends.push(minute);
  }
  ends.sort((a, b) => a - b);
  return {
    runs,
    percent: (100 * ends.length) / runs,
    medianMinute: ends[Math.floor(ends.length / 2)] ?? null,
    p95Minute: ends[Math.floor(ends.length * 0.95)] ?? null,
  };
}
