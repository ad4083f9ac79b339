import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrivals, rateAt } from '../../../../local/load/arrivals.ts';
import { seededRandom } from '../../../../local/load/seeded-random.ts';

function arrivalsUntil(seconds: number, ratePerSecond: number, season: { amplitude: number; periodSeconds: number }): number[] {
  const next = arrivals(ratePerSecond, season, seededRandom(5));
  const times: number[] = [];
  for (let time = next(); time < seconds; time = next()) times.push(time);
  return times;
}

describe('arrivals', () => {
  it('come at the rate that was asked for', () => {
    const { length } = arrivalsUntil(200, 100, { amplitude: 0, periodSeconds: 60 });

    expect(Math.abs(length - 20_000)).toBeLessThan(600);
  });

  it('spread as a Poisson process does: the variance of the counts is about their mean', () => {
    const counts = Array.from({ length: 400 }, () => 0);
    for (const time of arrivalsUntil(400, 50, { amplitude: 0, periodSeconds: 60 })) counts[Math.floor(time)] = (counts[Math.floor(time)] ?? 0) + 1;
    const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
    const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / counts.length;

    expect(variance / mean).toBeGreaterThan(0.75);
    expect(variance / mean).toBeLessThan(1.3);
  });

  it('follow the season: more in the first half of the period than in the second', () => {
    const times = arrivalsUntil(600, 100, { amplitude: 0.5, periodSeconds: 60 });
    const firstHalves = times.filter((time) => time % 60 < 30).length;

    expect(firstHalves / (times.length - firstHalves)).toBeGreaterThan(1.6);
    expect(rateAt(15, 100, { amplitude: 0.5, periodSeconds: 60 })).toBeCloseTo(150);
    expect(rateAt(45, 100, { amplitude: 0.5, periodSeconds: 60 })).toBeCloseTo(50);
  });

  it('never go back in time', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.double({ min: 0, max: 1, noNaN: true }), fc.integer(), (rate, amplitude, seed) => {
        const next = arrivals(rate, { amplitude, periodSeconds: 10 }, seededRandom(seed));
        let before = 0;
        for (let index = 0; index < 50; index += 1) {
          const time = next();
          expect(time).toBeGreaterThanOrEqual(before);
          before = time;
        }
      }),
      { numRuns: 50 },
    );
  });
});
