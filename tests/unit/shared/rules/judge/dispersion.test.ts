import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../../lab/judge/random.ts';
import { addHalves, Dispersion, environmentHalf, initialDispersion, mergeDispersion, phiFrom } from '../../../../../shared/rules/judge/dispersion.ts';

/** A week of minutes of two halves: `burst` requests fail together; slow requests drift by `drift` for twenty minutes at a time. */
function week({ burst, drift }: { burst: number; drift: number }): Dispersion {
  const random = seededRandom(7);
  let state = initialDispersion();
  let lean = 0;
  for (let minute = 0; minute < 10_080; minute += 1) {
    if (minute % 20 === 0) lean = drift * random.normal();
    const half = (factor: number) => ({ requests: 500, failures: burst * random.poisson(2 / burst), slow: random.binomial(500, 0.05 * factor) });
    state = addHalves(state, minute, half(Math.exp(lean)), half(Math.exp(-lean)));
  }
  return state;
}

describe('over-dispersion of a target', () => {
  it('is the floor where requests fail and dawdle independently', () => {
    expect(phiFrom(week({ burst: 1, drift: 0 })).failures).toBe(2);
    expect(phiFrom(week({ burst: 1, drift: 0 })).latency).toBeLessThan(1.15);
    expect(phiFrom(initialDispersion())).toEqual({ failures: 2, latency: 1 });
  });

  it('is about the size of the bursts where failures come in bursts of one size', () => {
    const { failures } = phiFrom(week({ burst: 6, drift: 0 }));
    expect(failures).toBeGreaterThan(5.5);
    expect(failures).toBeLessThan(7.5);
  });

  it('sees drift that is small in each minute but lasts', () => {
    const { latency } = phiFrom(week({ burst: 1, drift: 0.1 }));
    // 20 minutes of 50 slow requests that lean by 10 %: about 1 + 20 · 50 · 0.1² = 11.
    expect(latency).toBeGreaterThan(5);
    expect(latency).toBeLessThan(16);
  });

  it('takes the largest of its sources', () => {
    const bursty = week({ burst: 6, drift: 0 });
    expect(phiFrom(initialDispersion(), bursty)).toEqual(phiFrom(bursty));
  });

  it('says the same of two merged halves of a history as of its parts, about', () => {
    const one = week({ burst: 6, drift: 0 });
    const both = phiFrom(mergeDispersion(one, one));
    expect(Math.abs(both.failures / phiFrom(one).failures - 1)).toBeLessThan(0.1);
  });

  it('counts a minute once and survives JSON', () => {
    const half = { requests: 100, failures: 3, slow: 9 };
    const state = addHalves(initialDispersion(), 5, half, { requests: 90, failures: 0, slow: 2 });
    expect(addHalves(state, 5, half, half)).toBe(state);
    expect(Dispersion.parse(JSON.parse(JSON.stringify(state)))).toEqual(state);
    expect(addHalves(state, 6, half, { requests: 0, failures: 0, slow: 0 })).toEqual({ ...state, lastMinute: 6 });
  });

  it('puts an environment always in the same half, and about as many in each', () => {
    fc.assert(fc.property(fc.string(), (id) => environmentHalf(id) === environmentHalf(id)));
    const inA = Array.from({ length: 2000 }, (_, i) => environmentHalf(`2026/07/31/[12]${i.toString(16).padStart(32, '0')}`)).filter((half) => half === 'a').length;
    expect(inA).toBeGreaterThan(850);
    expect(inA).toBeLessThan(1150);
  });
});
