import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Finding } from '../../../../../../shared/domain/opportunity.ts';
import { DETECTION_THRESHOLDS } from '../../../../../../shared/rules/detection/detector.ts';
import { detectSuperLinearWork } from '../../../../../../shared/rules/detection/detectors/super-linear-work.ts';
import { noise, type SimulatedInvocation } from '../../../../../support/invocation-log.ts';
import { healthyCalls, observed, windowOf } from '../../../../../support/observed-service.ts';

/** Sizes spread evenly in their logarithm between `from` and `to`. */
const sizeOf = (number: number, from: number, to: number): number => Math.round(from * (to / from) ** noise(number * 2.3));

const found = (ownMs: (size: number, number: number) => number, sizes: { from: number; to: number } = { from: 100, to: 20_000 }, vary: (number: number, size: number) => Partial<SimulatedInvocation> = () => ({}), count = 1500): Finding[] => {
  const state = observed(count, (number) => {
    const size = sizeOf(number, sizes.from, sizes.to);
    return { inputBytes: size, calls: healthyCalls(number), durationMs: 15 + ownMs(size, number) * Math.exp(0.6 * (noise(number * 5.1) - 0.5)), ...vary(number, size) };
  });
  return detectSuperLinearWork(windowOf(state), DETECTION_THRESHOLDS).map((finding) => Finding.parse(finding));
};

describe('super-linear work', () => {
  it('is found with its exponent when time grows with the square of the input', () => {
    const findings = found((size) => (size / 1000) ** 2);
    expect(findings).toMatchObject([{ kind: 'super-linear-work', evidence: { kind: 'growth', route: 'GET /orders/{}', measuredIn: 'bytes' } }]);
    const [finding] = findings;
    if (finding?.evidence.kind !== 'growth') throw new Error('no evidence of growth');
    const { exponent, sizes } = finding.evidence;
    expect(exponent.low).toBeGreaterThan(1.3);
    expect(exponent.low).toBeLessThan(2);
    expect(exponent.high).toBeGreaterThan(1.9);
    expect(sizes.length).toBeGreaterThanOrEqual(5);
    expect(sizes.map(({ size }) => size)).toEqual(sizes.map(({ size }) => size).toSorted((a, b) => a - b));
    expect(finding.gainPercent).toBeGreaterThan(40);
    expect(finding.confidence).toBeGreaterThan(0.6);
  });

  it('is measured in items where the probe counts them', () => {
    expect(found((size) => (size / 1000) ** 2, undefined, (_, size) => ({ items: Math.ceil(size / 50), inputBytes: 0 }))).toMatchObject([{ evidence: { measuredIn: 'items' } }]);
  });

  it('is not found in linear work, with whatever fixed part', () => {
    fc.assert(fc.property(fc.constantFrom(0, 1, 5, 30), fc.double({ min: 0.5, max: 10, noNaN: true }), (fixed, slope) => {
      expect(found((size) => fixed + (slope * size) / 1000, undefined, undefined, 600)).toEqual([]);
    }), { numRuns: 8 });
  });

  it('is not found in sorting', () => {
    expect(found((size) => (size * Math.log2(size)) / 10_000)).toEqual([]);
  });

  it('is not found where all inputs are of about one size', () => {
    expect(found((size) => (size / 1000) ** 2, { from: 1000, to: 4000 })).toEqual([]);
  });

  it('is not found where calls take the time: that is another pattern', () => {
    const waiting = (number: number, size: number): Partial<SimulatedInvocation> => {
      const ms = (size / 1000) ** 2;
      return { calls: [...healthyCalls(number), { shape: 'GET slow/{}', at: 'index.mjs:9:9 slow', startMs: 16, durationMs: ms }], durationMs: 20 + ms + noise(number) };
    };
    expect(found(() => 1, undefined, waiting)).toEqual([]);
  });

  it('is not found after a handful of requests', () => {
    expect(found((size) => (size / 1000) ** 2, undefined, undefined, 60)).toEqual([]);
  });
});
