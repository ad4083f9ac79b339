import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { difference, reductionPercent } from '../../../../lambdas/reporting/estimate-difference.ts';
import { wilsonInterval } from '../../../../shared/rules/judge/wilson-interval.ts';

const wilson = (events: number, requests: number) => {
  const { rate, low, high } = wilsonInterval(events, requests, 1);
  return { value: rate, low, high };
};

// The worked examples of Newcombe (1998), table II, method 10.
it.each([
  [56, 70, 48, 80, 0.0524, 0.3339],
  [9, 10, 3, 10, 0.1705, 0.809],
  [5, 56, 0, 29, -0.0381, 0.1926],
  [10, 10, 0, 10, 0.6075, 1],
])("gives Newcombe's published interval for %i/%i against %i/%i", (a, m, b, n, low, high) => {
  const estimate = difference(wilson(a, m), wilson(b, n));
  expect(estimate.value).toBeCloseTo(a / m - b / n, 10);
  expect(estimate.low).toBeCloseTo(low, 3);
  expect(estimate.high).toBeCloseTo(high, 3);
});

const estimate = fc.tuple(fc.double({ min: 0.1, max: 1000, noNaN: true }), fc.double({ min: 0.01, max: 0.9, noNaN: true }), fc.double({ min: 0.01, max: 3, noNaN: true })).map(([value, below, above]) => ({ value, low: value * (1 - below), high: value * (1 + above) }));

it('always holds its own value, and turns its sign round with its sides', () => {
  fc.assert(
    fc.property(estimate, estimate, (a, b) => {
      const forth = difference(a, b);
      const back = difference(b, a);
      expect(forth.low).toBeLessThanOrEqual(forth.value);
      expect(forth.high).toBeGreaterThanOrEqual(forth.value);
      expect(back.low).toBeCloseTo(-forth.high, 8);
      const reduction = reductionPercent(a, b);
      expect(reduction.low).toBeLessThanOrEqual(reduction.value);
      expect(reduction.high).toBeGreaterThanOrEqual(reduction.value);
      expect(reduction.high).toBeLessThan(100);
    }),
  );
});

it('states a reduction in percent of where it started', () => {
  const exact = (value: number) => ({ value, low: value, high: value });
  expect(reductionPercent(exact(200), exact(80)).value).toBeCloseTo(60, 10);
  expect(reductionPercent(exact(100), exact(150)).value).toBeCloseTo(-50, 10);
});
