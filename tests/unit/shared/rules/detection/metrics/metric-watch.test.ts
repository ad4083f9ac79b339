import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../../../lab/judge/random.ts';
import { MetricName, MetricState, MetricStates } from '../../../../../../shared/domain/metric-state.ts';
import { emptyTargetState, TargetState } from '../../../../../../shared/domain/target-state.ts';
import { bandOf } from '../../../../../../shared/rules/detection/metrics/band-of.ts';
import { MetricWatch } from '../../../../../../shared/rules/detection/metrics/metric-watch.ts';
import { evidenceNeeded } from '../../../../../../shared/rules/discovery/evidence-needed.ts';

const MONDAY = Date.UTC(2026, 10, 16);
const MINUTE_MS = 60_000;
const DAY = 1440;
const NEEDED = evidenceNeeded({ metricsWatched: 1000, discoveries: 0 });

/** Requests of an ordinary service: twice as many by day as by night. */
const latencyAt = (minute: number, random = seededRandom(minute + 1)): number => 100 * Math.exp(0.2 * Math.sin((2 * Math.PI * minute) / DAY) + 0.04 * random.normal());
/** Two weeks and a day: each hour of the week has been seen with a day before it to compare. */
const LEARNT = 15 * DAY;
const at = (minute: number): number => MONDAY + minute * MINUTE_MS;

const taught = (name: MetricName, minutes: number, valueAt: (minute: number) => number): MetricWatch => {
  const watch = MetricWatch.restore(name, undefined);
  for (let minute = 0; minute < minutes; minute += 1) watch.feed(at(minute), valueAt(minute), 600);
  return watch;
};
const STATE = taught('latencyP95Ms', LEARNT, (minute) => latencyAt(minute)).state();

/** Minutes until a change is found when the values of the state go on as `valueAt`; undefined when they never are. */
const foundAfter = (state: MetricState, name: MetricName, from: number, valueAt: (minute: number) => number, minutes = 60): number | undefined => {
  const watch = MetricWatch.restore(name, state);
  for (let minute = from; minute < from + minutes; minute += 1) {
    watch.feed(at(minute), valueAt(minute), 600);
    if (watch.evidence >= NEEDED && watch.change()?.matters === true) return minute - from + 1;
  }
  return undefined;
};

describe('a metric that is watched', () => {
  it('is found a quarter slower within a quarter of an hour, at any hour', () => {
    for (const from of [LEARNT + 1, LEARNT + 100, LEARNT + 500, LEARNT + DAY - 60]) expect(foundAfter(STATE, 'latencyP95Ms', from, (minute) => 1.25 * latencyAt(minute))).toBeLessThanOrEqual(15);
  });

  it('tells since when and by how much', () => {
    const watch = MetricWatch.restore('latencyP95Ms', STATE);
    const from = LEARNT + 300;
    for (let minute = LEARNT; minute < from + 15; minute += 1) watch.feed(at(minute), latencyAt(minute) * (minute < from ? 1 : 1.4), 600);
    const change = watch.change();
    expect(Math.abs((change?.since ?? 0) - at(from))).toBeLessThanOrEqual(2 * MINUTE_MS);
    expect(Math.exp(change?.size ?? 0)).toBeGreaterThan(1.3);
    expect(Math.exp(change?.size ?? 0)).toBeLessThan(1.5);
  });

  it('is not found for one wild minute, an improvement, a tenth more, or what every day brings', () => {
    const from = LEARNT + 300;
    const calm = [(minute: number) => latencyAt(minute) * (minute === from + 3 ? 50 : 1), (minute: number) => 0.5 * latencyAt(minute), (minute: number) => 1.08 * latencyAt(minute), (minute: number) => latencyAt(minute)];
    for (const valueAt of calm) expect(foundAfter(STATE, 'latencyP95Ms', from, valueAt, 600)).toBeUndefined();
  });

  it('does not take a degradation for the norm while it lasts, all day', () => {
    const watch = MetricWatch.restore('latencyP95Ms', STATE);
    for (let minute = LEARNT; minute < (LEARNT + DAY); minute += 1) watch.feed(at(minute), 1.4 * latencyAt(minute), 600);
    expect(watch.change()?.matters).toBe(true);
    expect(watch.bandAt(at((LEARNT + DAY))).expected).toBeLessThan(115);
  });

  it('takes the level after a deployment for the norm, and finds a later worsening', () => {
    const watch = MetricWatch.restore('latencyP95Ms', STATE);
    watch.relearn();
    const restored = (factor: (minute: number) => number, from: number) => foundAfter(watch.state(), 'latencyP95Ms', from, (minute) => factor(minute) * latencyAt(minute), 600);
    expect(restored(() => 1.5, LEARNT + 1)).toBeUndefined();
    expect(restored((minute) => (minute < LEARNT + 180 ? 1.5 : 2), LEARNT + 1)).toBeLessThanOrEqual(180 + 15);
  });

  it('of traffic is not found at night, and is when a third of the usual traffic of the hour is gone', () => {
    const requestsAt = (minute: number, factor = 1): number => seededRandom(minute + 7).poisson(factor * 600 * Math.exp(0.7 * Math.sin((2 * Math.PI * minute) / DAY)));
    const state = taught('requestsPerMinute', LEARNT, (minute) => requestsAt(minute)).state();
    expect(foundAfter(state, 'requestsPerMinute', LEARNT, (minute) => requestsAt(minute), DAY)).toBeUndefined();
    expect(foundAfter(state, 'requestsPerMinute', LEARNT + 700, (minute) => requestsAt(minute, 0.65))).toBeLessThanOrEqual(15);
  });

  it('starts its evidence anew after two hours of silence, and keeps what it learnt', () => {
    const watch = MetricWatch.restore('latencyP95Ms', STATE);
    for (let minute = LEARNT; minute < LEARNT + 30; minute += 1) watch.feed(at(minute), 2 * latencyAt(minute), 600);
    expect(watch.evidence).toBeGreaterThan(NEEDED);
    watch.feed(at(LEARNT + 300), latencyAt(LEARNT + 300), 600);
    expect(watch.evidence).toBe(0);
    expect(watch.bandAt(at((LEARNT + DAY))).expected).toBeGreaterThan(90);
  });
});

describe('what is kept of a metric', () => {
  const anyValue = fc.oneof(fc.double({ min: 0, max: 1000, noNaN: true }), fc.constantFrom(0, -1, 1e308, -1e308, 1e-300, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY));
  const anyPoints = fc.array(fc.record({ minutes: fc.integer({ min: -5, max: 4000 }), value: anyValue, requests: fc.integer({ min: 0, max: 1_000_000 }) }), { maxLength: 120 });

  it('goes on with the very same results after a restart at any point, whatever comes', () => {
    fc.assert(fc.property(fc.constantFrom(...MetricName.options), anyPoints, fc.nat(), (name, points, cut) => {
      const through = MetricWatch.restore(name, undefined);
      let restarted = MetricWatch.restore(name, undefined);
      let time = MONDAY;
      for (const [index, { minutes, value, requests }] of points.entries()) {
        time += minutes * MINUTE_MS;
        if (index === cut % (points.length + 1)) restarted = MetricWatch.restore(name, MetricState.parse(JSON.parse(JSON.stringify(restarted.state()))));
        through.feed(time, value, requests);
        restarted.feed(time, value, requests);
      }
      expect(restarted.state()).toEqual(through.state());
      expect(JSON.stringify(through.state()).length).toBeLessThanOrEqual(4096);
      expect(MetricState.safeParse(through.state()).success).toBe(true);
    }), { numRuns: 60 });
  });

  it('is not changed by a replay or by a late point, which is counted', () => {
    const watch = MetricWatch.restore('latencyP95Ms', STATE);
    for (let minute = (LEARNT - DAY); minute < LEARNT; minute += 1) watch.feed(at(minute), 5000, 600);
    expect(watch.state()).toEqual({ ...STATE, late: DAY });
  });

  it('starts anew where another version or damage left something unreadable, and nothing else is lost', () => {
    const old = { latency: { points: 3, level: 1, spread: 1, fast: 1, alarm: 0, hours: {} }, failures: {}, requests: {} };
    expect(MetricStates.parse(old)).toEqual({});
    const whole = { ...emptyTargetState('orders'), metrics: { latencyP95Ms: STATE } };
    expect(TargetState.parse({ ...whole, metrics: old, point: { from: 3, requests: 1, served: 1, failures: 0, durations: {} } })).toMatchObject({ targetId: 'orders', metrics: {} });
    expect(MetricStates.parse({ latencyP95Ms: STATE, failureRate: { ...STATE, evidence: 'much' } }).latencyP95Ms).toEqual(STATE);
    fc.assert(fc.property(fc.base64String({ maxLength: 1600 }), (text) => {
      const watch = MetricWatch.restore('latencyP95Ms', { ...STATE, expectation: text, recent: text, trend: text });
      for (let minute = LEARNT; minute < LEARNT + 20; minute += 1) watch.feed(at(minute), latencyAt(minute), 600);
      expect(MetricState.safeParse(watch.state()).success).toBe(true);
    }));
  });

  it('fits sixty kilobytes for twenty metrics', () => {
    expect(20 * JSON.stringify(STATE).length).toBeLessThan(60_000);
  });

  it('gives a band that holds nearly all healthy points, of any day', () => {
    const band = bandOf(STATE, 'latencyP95Ms');
    let outside = 0;
    for (let minute = (LEARNT - 2 * DAY); minute < LEARNT; minute += 1) {
      const { low, high, expected } = band(at(minute));
      expect(low).toBeLessThan(expected);
      outside += Number(latencyAt(minute) < low || latencyAt(minute) > high);
    }
    expect(outside / (2 * DAY)).toBeLessThan(0.03);
  });
});
