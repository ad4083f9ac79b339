import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failureDifferenceStep, pastFailureRate, projectOnNull } from '../../../../../shared/rules/judge/failure-difference.ts';

const POINTS = 0.005;
const masses = (n: number, p: number): number[] => {
  const all = [(1 - p) ** n];
  for (let k = 1; k <= n; k += 1) all.push((all[k - 1] ?? 0) * ((n - k + 1) / k) * (p / (1 - p)));
  return all;
};

/** Exact expectation over both binomials of exp(step). */
function expectation(sizes: { canary: number; stable: number }, rates: { canary: number; stable: number }, test: { pastRate: number; phi: number; points: number }): number {
  const canaryMass = masses(sizes.canary, rates.canary);
  const stableMass = masses(sizes.stable, rates.stable);
  let sum = 0;
  for (let x = 0; x <= sizes.canary; x += 1) {
    for (let y = 0; y <= sizes.stable; y += 1) {
      const step = failureDifferenceStep({ canary: { requests: sizes.canary, failures: x }, stable: { requests: sizes.stable, failures: y } }, test);
      sum += (canaryMass[x] ?? 0) * (stableMass[y] ?? 0) * Math.exp(step);
    }
  }
  return sum;
}

describe('the exact test of an absolute difference of failure rates', () => {
  it('expects no more than one anywhere in the null, whatever rate it bets on', () => {
    const size = fc.integer({ min: 1, max: 12 });
    const rate = fc.double({ min: 0.0005, max: 0.9, noNaN: true });
    fc.assert(
      fc.property(size, size, rate, rate, fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0.005, 0.05, 0.2), fc.constantFrom(1, 2, 7), (canary, stable, pastRate, stableRate, beyond, points, phi) => {
        const low = Math.min(stableRate, 0.99 - points);
        const canaryRate = low + points + beyond * (0.999 - low - points);
        expect(expectation({ canary, stable }, { canary: canaryRate, stable: low }, { pastRate, points, phi })).toBeLessThanOrEqual(1 + 1e-7);
      }),
      { numRuns: 150 },
    );
  });

  it('projects on the point of the boundary that is nearest in Kullback-Leibler divergence', () => {
    const rate = 0.01;
    const divergence = (q: number): number => rate * Math.log(rate / q) + (1 - rate) * Math.log((1 - rate) / (1 - q));
    const total = (stableRate: number): number => 300 * divergence(stableRate + POINTS) + 700 * divergence(stableRate);
    const best = projectOnNull(rate, POINTS, 300, 700);
    expect(total(best)).toBeLessThanOrEqual(total(best * 1.01));
    expect(total(best)).toBeLessThanOrEqual(total(best * 0.99));
  });

  it('gathers evidence from two versions that fail equally rarely, and loses it to a canary that fails 1 % of the time', () => {
    const test = { pastRate: 0.001, points: POINTS, phi: 2 };
    const alike = failureDifferenceStep({ canary: { requests: 3000, failures: 3 }, stable: { requests: 3000, failures: 3 } }, test);
    const worse = failureDifferenceStep({ canary: { requests: 3000, failures: 30 }, stable: { requests: 3000, failures: 3 } }, test);
    expect(alike).toBeGreaterThan(Math.log(20));
    expect(worse).toBeLessThan(-10);
  });

  it('never bets on a rate of zero or one', () => {
    expect(pastFailureRate({ requests: 0, failures: 0 })).toBe(0.001);
    expect(pastFailureRate({ requests: 1e6, failures: 1e6 })).toBeLessThan(1);
    expect(Number.isFinite(failureDifferenceStep({ canary: { requests: 10, failures: 10 }, stable: { requests: 10, failures: 10 } }, { pastRate: 0.9999, points: POINTS, phi: 1 }))).toBe(true);
  });
});
