import { describe, expect, it } from 'vitest';
import { calibrateAsShipped, calibrateByReplays } from '../../../../lab/judge/calibrate.ts';
import { GRID_ROWS, trafficOfRow } from '../../../../lab/judge/grid-rows.ts';
import { seededRandom } from '../../../../lab/judge/random.ts';
import { mannWhitneyRule, seriesOf, windowRule } from '../../../../lab/judge/rivals.ts';
import { runCell } from '../../../../lab/judge/run-cell.ts';
import type { Traffic } from '../../../../lab/judge/traffic.ts';
import { NOISE, trafficOf } from '../../../../lab/judge/traffic.ts';
import { Minute } from '../../../../shared/rules/judge/minute.ts';
import { settingsOf } from '../../../support/judge/minutes.ts';

const identical: Traffic = { requestsPerMinute: 600, noise: NOISE.clean, canaryLatency: 1, canaryFailures: 0.001, stableFailures: 0.001, margin: 0.1, claim: null };
const counting = (counted: 'promote' | 'roll-back', runs = 100, minutes = 60) => ({ seed: 11, runs, minutes, counted, phis: [] });

describe('simulated traffic', () => {
  it('has 5 % of the stable requests above the p95, fewer above the margin, and the canary at its weight', () => {
    const source = trafficOf(seededRandom(1), { ...identical, requestsPerMinute: 6000, claim: { on: 'latency', gain: 0.3 } });
    const sums = { canary: 0, stable: 0, slow: 0, slowMargin: 0, slowClaim: 0 };
    for (let i = 0; i < 200; i += 1) {
      const minute = source.minute(i, 0.1);
      expect(Minute.safeParse(minute).success).toBe(true);
      sums.canary += minute.canary.requests;
      sums.stable += minute.stable.requests;
      sums.slow += minute.stable.slow;
      sums.slowMargin += minute.stable.slowMargin;
      sums.slowClaim += minute.stable.slowClaim;
    }
    expect(sums.canary / (sums.canary + sums.stable)).toBeCloseTo(0.1, 2);
    expect(sums.slow / sums.stable).toBeCloseTo(0.05, 2);
    expect(sums.slowMargin).toBeLessThan(sums.slow);
    expect(sums.slowClaim).toBeGreaterThan(sums.slow);
  });
});

describe('calibration', () => {
  it('finds the bursts of harsh traffic in replays and in what a product sees of itself', () => {
    const harsh = { ...identical, noise: NOISE.harsh };
    const clean = calibrateByReplays(1, identical, settingsOf());
    expect(clean.failures).toBe(2);
    expect(clean.latency).toBeLessThan(1.3);
    for (const phi of [calibrateByReplays(1, harsh, settingsOf()), calibrateAsShipped(1, harsh, settingsOf())]) {
      expect(phi.failures).toBeGreaterThan(5);
      expect(phi.latency).toBeGreaterThan(2.5);
    }
  });
});

describe('simulated releases', () => {
  it('keep identical versions, promote a true gain, and roll back harm, each in nearly every run', () => {
    const never = settingsOf({ promotionEvidence: 1e300 });
    expect(runCell(identical, never, counting('roll-back')).percent).toBeLessThanOrEqual(2);
    const claim = { on: 'latency', gain: 0.3 } as const;
    expect(runCell({ ...identical, claim, canaryLatency: 0.7 }, settingsOf({ claim }), counting('promote')).percent).toBeGreaterThanOrEqual(98);
    expect(runCell({ ...identical, claim }, settingsOf({ claim }), counting('promote')).percent).toBeLessThanOrEqual(2);
    const harm = runCell({ ...identical, canaryLatency: 1.5 }, settingsOf(), counting('roll-back'));
    expect(harm.percent).toBeGreaterThanOrEqual(98);
    expect(harm.medianMinute).toBeGreaterThan(5);
  });

  it('give the same result from the same seed', () => {
    const [row] = GRID_ROWS;
    if (row === undefined) throw new Error('the grid is empty');
    const once = () => runCell(trafficOfRow(row, 'nuisance'), settingsOf({ margin: 0.05 }), counting('roll-back', 20));
    expect(once()).toEqual(once());
  });
});

describe('rivals', () => {
  const failing = (traffic: Traffic, rule: typeof windowRule) =>
    Array.from({ length: 30 }, (_, i) => rule(seriesOf(seededRandom(i), traffic, { minutes: 60, burnInMinutes: 5, weight: 0.1 }))).filter(Boolean).length;

  it('roll back identical versions when each minute is compared, and not by Mann-Whitney', () => {
    expect(failing(identical, windowRule)).toBe(30);
    expect(failing(identical, mannWhitneyRule)).toBeLessThanOrEqual(2);
  });

  it('see a latency half as high again by Mann-Whitney', () => {
    expect(failing({ ...identical, canaryLatency: 1.5 }, mannWhitneyRule)).toBe(30);
  });
});
