import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addMinute, logEvidence, NO_LIKELIHOODS } from '../../../../../shared/rules/judge/rate-ratio.ts';

const binomialMass = (n: number, k: number, p: number): number => {
  let mass = (1 - p) ** n;
  for (let i = 1; i <= k; i += 1) mass *= ((n - i + 1) / i) * (p / (1 - p));
  return mass;
};

/** Exact expectation of the evidence of one minute when `canaryEvents` is binomial with the given chance. */
function expectedEvidence(events: number, chance: number, step: (canaryEvents: number) => number): number {
  let sum = 0;
  for (let k = 0; k <= events; k += 1) sum += binomialMass(events, k, chance) * Math.exp(step(k));
  return sum;
}
const evidenceOf = (events: number, canaryEvents: number, share: number, against: Parameters<typeof addMinute>[2]): number =>
  logEvidence(addMinute(NO_LIKELIHOODS, { canaryEvents, stableEvents: events - canaryEvents, share }, against));

const share = fc.double({ min: 0.02, max: 0.98, noNaN: true });
const logMargin = fc.double({ min: -1, max: 1, noNaN: true });
const direction = fc.constantFrom('harm' as const, 'gain' as const);

describe('evidence about a rate ratio', () => {
  it('has an expectation of exactly one on the boundary of the null', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 25 }), share, logMargin, direction, (events, s, m, way) => {
        const boundary = (s * Math.exp(m)) / (1 - s + s * Math.exp(m));
        const expected = expectedEvidence(events, boundary, (k) => evidenceOf(events, k, s, { logMargin: m, phi: 1, direction: way }));
        expect(expected).toBeCloseTo(1, 6);
      }),
    );
  });

  it('expects no more than one inside the null and with any dispersion of at least one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 25 }), share, logMargin, fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 1, max: 20, noNaN: true }), direction, (events, s, m, depth, phi, way) => {
        const boundary = (s * Math.exp(m)) / (1 - s + s * Math.exp(m));
        const inside = way === 'harm' ? boundary * (1 - depth) : boundary + (1 - boundary) * depth * 0.999;
        const expected = expectedEvidence(events, inside, (k) => evidenceOf(events, k, s, { logMargin: m, phi, direction: way }));
        expect(expected).toBeLessThanOrEqual(1 + 1e-9);
      }),
    );
  });

  it('grows with each canary event when asked about harm, and shrinks when asked about gain', () => {
    const at = (canaryEvents: number, way: 'harm' | 'gain') => evidenceOf(20, canaryEvents, 0.5, { logMargin: 0, phi: 1, direction: way });
    expect(at(16, 'harm')).toBeGreaterThan(at(12, 'harm'));
    expect(at(4, 'gain')).toBeGreaterThan(at(8, 'gain'));
    expect(at(20, 'harm')).toBeCloseTo(at(0, 'gain'), 9);
  });

  it('says nothing about a minute without events', () => {
    expect(addMinute(NO_LIKELIHOODS, { canaryEvents: 0, stableEvents: 0, share: 0.1 }, { logMargin: 0, phi: 1, direction: 'harm' })).toEqual(NO_LIKELIHOODS);
  });

  it('stays finite over numbers far beyond what a double can exponentiate', () => {
    let likelihoods = NO_LIKELIHOODS;
    for (let i = 0; i < 100; i += 1) likelihoods = addMinute(likelihoods, { canaryEvents: 1_000_000, stableEvents: 0, share: 0.01 }, { logMargin: 0, phi: 1, direction: 'harm' });
    expect(Number.isFinite(logEvidence(likelihoods))).toBe(true);
    expect(logEvidence(likelihoods)).toBeGreaterThan(1e6);
  });
});
