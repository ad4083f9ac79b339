import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALERT_THRESHOLD, AnomalyDetector } from '../../../../../../shared/rules/detection/anomaly/anomaly-detector.ts';
import { AnomalyState } from '../../../../../../shared/domain/anomaly-state.ts';
import { seededRandom } from '../../../../../../lab/judge/random.ts';

const MINUTE_MS = 60_000;
const START_MS = Date.UTC(2026, 0, 5);
const atOf = (i: number, spacingMs = 5 * MINUTE_MS): number => START_MS + i * spacingMs;

/** Feeds `values` and gives the largest score among the last `last` points. */
function highest(values: readonly number[], last: number, spacingMs?: number): number {
  const detector = AnomalyDetector.restore(undefined);
  const scores = values.map((value, i) => detector.feed(atOf(i, spacingMs), value).score);
  return Math.max(...scores.slice(-last));
}
const noisy = (points: number, value: (i: number) => number, seed = 1): number[] => {
  const random = seededRandom(seed);
  return Array.from({ length: points }, (_, i) => value(i) + random.normal());
};

const anyValue = fc.oneof(fc.double(), fc.double({ min: -1e-300, max: 1e-300 }), fc.constantFrom(0, 1, -1, 1e308, -1e308, Number.NaN, Number.POSITIVE_INFINITY, Number.MIN_VALUE), fc.integer({ min: 0, max: 5 }));
const anySeries = fc.array(fc.tuple(fc.integer({ min: -1, max: 90 }), anyValue), { minLength: 1, maxLength: 250 });

describe('the anomaly detector', () => {
  it('goes on with the very same scores after being stored and restored', () => {
    fc.assert(fc.property(anySeries, fc.nat(250), fc.boolean(), (series, cut, relearns) => {
      const straight = AnomalyDetector.restore(undefined);
      let stored = AnomalyDetector.restore(undefined);
      let atMs = START_MS;
      for (const [i, [minutes, value]] of series.entries()) {
        atMs += minutes * MINUTE_MS;
        if (i === cut) {
          if (relearns) for (const detector of [straight, stored]) detector.relearn();
          stored = AnomalyDetector.restore(AnomalyState.parse(JSON.parse(JSON.stringify(stored.state()))));
        }
        expect(stored.feed(atMs, value)).toEqual(straight.feed(atMs, value));
      }
      expect(stored.state()).toEqual(straight.state());
    }), { numRuns: 60 });
  });

  it('keeps scores within 0–1, its expectation finite and its state small, whatever it is fed', () => {
    fc.assert(fc.property(anySeries, fc.integer({ min: 1, max: 8 }), (series, times) => {
      const detector = AnomalyDetector.restore(undefined);
      let atMs = START_MS;
      for (let time = 0; time < times; time += 1) {
        for (const [minutes, value] of series) {
          atMs += minutes * MINUTE_MS;
          const told = detector.feed(atMs, value);
          expect(told.score).toBeGreaterThanOrEqual(0);
          expect(told.score).toBeLessThanOrEqual(1);
          expect([told.expected, told.low, told.high, told.deviation].every(Number.isFinite)).toBe(true);
          expect(told.low).toBeLessThanOrEqual(told.high);
        }
      }
      expect(JSON.stringify(detector.state()).length).toBeLessThanOrEqual(2600);
    }), { numRuns: 60 });
  });

  it('learns nothing from a point it has seen, from one out of order, or from a value that is none', () => {
    const detector = AnomalyDetector.restore(undefined);
    for (const [i, value] of noisy(100, () => 20).entries()) detector.feed(atOf(i), value);
    const before = detector.state();
    for (const [atMs, value] of [[atOf(99), 5000], [atOf(3), 5000], [atOf(100), Number.NaN], [atOf(100), Number.NEGATIVE_INFINITY], [Number.NaN, 20]] as const) {
      expect(detector.feed(atMs, value).score).toBe(0);
    }
    expect(detector.state()).toEqual(before);
  });

  it('begins anew from a state that another version wrote', () => {
    const detector = AnomalyDetector.restore({ version: 1, lastMs: atOf(5), origin: 3, memory: 'AAAA' });
    expect(detector.feed(atOf(0), 7)).toMatchObject({ score: 0, expected: 7 });
  });

  it.each([
    ['a single spike', noisy(2000, (i) => (i === 1999 ? 120 : 100)), 1],
    ['a dip', noisy(2000, (i) => (i === 1999 ? 80 : 100)), 1],
    ['a jump of the level by six spreads, within 12 points', noisy(2012, (i) => (i >= 2000 ? 106 : 100)), 12],
    ['a shift by two spreads, less than the noise, within a hundred points', noisy(2100, (i) => (i >= 2000 ? 102 : 100)), 100],
    ['a missing daily peak, within its four hours', noisy(10 * 288, (i) => (i % 288 >= 120 && i % 288 < 168 && i < 9 * 288 ? 150 : 100)).slice(0, 9 * 288 + 168), 48],
    ['a value that stops moving, within 60 points', noisy(2060, () => 100).map((value, i) => (i >= 2000 ? 100.5 : value)), 60],
    ['jitter ten times as wide, within two hours', noisy(2024, () => 0, 3).map((value, i) => 100 + value * (i >= 2000 ? 10 : 1)), 24],
  ])('alerts at %s', (_, values, last) => {
    expect(highest(values.slice(0, -last), 500)).toBeLessThan(ALERT_THRESHOLD);
    expect(highest(values, last)).toBeGreaterThanOrEqual(ALERT_THRESHOLD);
  });

  it('alerts in calm noise less than once in 1,000 points', () => {
    let alerts = 0;
    for (let seed = 0; seed < 5; seed += 1) {
      const detector = AnomalyDetector.restore(undefined);
      for (const [i, value] of noisy(10_000, (i) => 100 + 20 * (seed % 2) * Math.sin((2 * Math.PI * i) / 288), seed).entries()) if (detector.feed(atOf(i), value).score >= ALERT_THRESHOLD) alerts += 1;
    }
    expect(alerts).toBeLessThan(50);
  });

  it('tells an outage at its first point, and at most twice more in the next 300', () => {
    const detector = AnomalyDetector.restore(undefined);
    const scores = noisy(2300, (i) => (i >= 2000 ? 300 : 100)).map((value, i) => detector.feed(atOf(i), value).score);
    const alerts = scores.flatMap((score, i) => (i >= 2000 && score >= ALERT_THRESHOLD ? [i] : []));
    expect(alerts[0]).toBe(2000);
    expect(alerts.length).toBeLessThanOrEqual(3);
  });

  it('expects the usual value of the hour, in a band that holds about 99 % of the points', () => {
    const detector = AnomalyDetector.restore(undefined);
    const usual = (i: number): number => 100 + (i % 288 < 144 ? 50 : 0);
    let outside = 0;
    for (const [i, value] of noisy(30 * 288, usual).entries()) {
      const { low, high, expected } = detector.feed(atOf(i), value);
      if (i < 20 * 288) continue;
      if (value < low || value > high) outside += 1;
      expect(Math.abs(expected - usual(i))).toBeLessThan(2);
    }
    expect(outside / (10 * 288)).toBeGreaterThan(0.001);
    expect(outside / (10 * 288)).toBeLessThan(0.03);
  });

  it('takes a deployment\'s new level as the usual one when told to learn anew, and keeps the shape of the day', () => {
    const usual = (i: number): number => 100 + (i % 288 < 144 ? 50 : 0) + (i >= 20 * 288 + 72 ? 30 : 0);
    const detector = AnomalyDetector.restore(undefined);
    const errors: number[] = [];
    for (const [i, value] of noisy(21 * 288, usual).entries()) {
      if (i === 20 * 288 + 72) detector.relearn();
      const { expected } = detector.feed(atOf(i), value);
      if (i >= 20 * 288 + 72 + 60) errors.push(Math.abs(expected - usual(i)));
    }
    expect(Math.max(...errors)).toBeLessThan(10);
  });
});
