import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyTargetState } from '../../../../../shared/domain/target-state.ts';
import { boundState } from '../../../../../shared/rules/detection/bound-state.ts';
import { countCaller, estimateCallers, mergeCallers, NO_CALLERS } from '../../../../../shared/rules/detection/callers.ts';
import { FOLD_DEFAULTS } from '../../../../../shared/rules/detection/fold-settings.ts';
import { quietSlice, sliceAt, versionIn } from '../../../../../shared/rules/detection/slice-window.ts';
import { countMs, countNumber, gainAtP95, quantileOfMs, quantileOfNumbers, tallyTotal } from '../../../../../shared/rules/detection/tally.ts';
import { NOON } from '../../../../support/observed-service.ts';

describe('the bound of the state', () => {
  it('leaves a state of ordinary size alone', () => {
    const state = { ...emptyTargetState('orders'), slices: [quietSlice(0, 10)] };
    const before = structuredClone(state);
    boundState(state);
    expect(state).toEqual(before);
  });

  it('lets the oldest slices go first, then what is not needed to go on', () => {
    const heavy = (from: number) => ({ ...quietSlice(from, from + 1), versions: Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`v${from}-${index}`, versionIn(quietSlice(0, 1), 'x')])) });
    const state = { ...emptyTargetState('orders'), slices: Array.from({ length: 60 }, (_, index) => heavy(index)), openRequests: Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`r${index}`, { at: 1, failed: false, timedOut: false, clustered: false }])) };
    boundState(state);
    expect(JSON.stringify(state).length).toBeLessThanOrEqual(180_000);
    expect(state.slices.at(-1)?.from).toBe(59);
    expect(Object.keys(state.openRequests)).toHaveLength(100);
  });

  it('counts bytes, not characters', () => {
    const state = { ...emptyTargetState('orders'), openRequests: Object.fromEntries(Array.from({ length: 1500 }, (_, index) => [`${'\u{20AC}'.repeat(20)}${index}`, { at: 1, failed: false, timedOut: false, clustered: false }])) };
    expect(JSON.stringify(state).length).toBeLessThan(180_000);
    boundState(state);
    expect(Buffer.byteLength(JSON.stringify(state))).toBeLessThanOrEqual(180_000);
  });
});

describe('the window', () => {
  it('holds a day in some fifteen slices, newest finest, and loses no request of it', () => {
    const state = emptyTargetState('orders');
    const step = 60_000;
    const until = NOON + 20 * 3_600_000;
    for (let at = NOON; at < until; at += step) versionIn(sliceAt(state, at, FOLD_DEFAULTS), '1').requests += 1;
    expect(state.slices.length).toBeLessThan(20);
    expect(state.slices.reduce((sum, slice) => sum + (slice.versions['1']?.requests ?? 0), 0)).toBe(20 * 60);
    const widths = state.slices.map((slice) => slice.to - slice.from);
    expect(widths).toEqual(widths.toSorted((a, b) => b - a));
    expect(widths.at(-1)).toBe(600_000);
    expect(state.slices.every((slice, index) => index === 0 || slice.from >= (state.slices[index - 1]?.to ?? 0))).toBe(true);
  });

  it('forgets what is older than the retention', () => {
    const state = emptyTargetState('orders');
    sliceAt(state, NOON, FOLD_DEFAULTS);
    sliceAt(state, NOON + 25 * 3_600_000, FOLD_DEFAULTS);
    expect(state.slices).toHaveLength(1);
  });
});

describe('tallies', () => {
  it('give quantiles of durations to within ten per cent', () => {
    fc.assert(fc.property(fc.array(fc.double({ min: 0.1, max: 60_000, noNaN: true }), { minLength: 1, maxLength: 200 }), fc.constantFrom(0.5, 0.95), (values, q) => {
      const tally = {};
      for (const value of values) countMs(tally, value);
      const exact = values.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(q * values.length) - 1)] ?? 0;
      expect(quantileOfMs(tally, q) / exact).toBeGreaterThan(0.9);
      expect(quantileOfMs(tally, q) / exact).toBeLessThan(1.11);
    }));
  });

  it('give small numbers exactly and large ones within a fifth', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 10_000 }), (value) => {
      const tally = {};
      countNumber(tally, value);
      const told = quantileOfNumbers(tally, 0.5);
      expect(value <= 20 ? told === value : told >= value * 0.99 && told <= value * 1.22).toBe(true);
    }));
  });

  it('move the p95 only as far as the affected requests reach into it', () => {
    const all = {};
    const slow = {};
    for (let index = 0; index < 1000; index += 1) countMs(all, 10);
    for (let index = 0; index < 300; index += 1) {
      countMs(all, 100);
      countMs(slow, 100);
    }
    expect(gainAtP95(all, slow, 0.5)).toBeCloseTo(50, -1);
    expect(gainAtP95(all, {}, 0.5)).toBe(0);
    expect(tallyTotal(all)).toBe(1300);
  });
});

describe('distinct callers', () => {
  it.each([0, 1, 10, 300, 20_000])('%i are counted to within a quarter', (count) => {
    let registers = NO_CALLERS;
    for (let caller = 0; caller < count; caller += 1) registers = countCaller(countCaller(registers, `caller ${caller}`), `caller ${caller}`);
    expect(Math.abs(estimateCallers(registers) - count)).toBeLessThanOrEqual(count / 4);
  });

  it('of two counts are those of either', () => {
    fc.assert(fc.property(fc.array(fc.string()), fc.array(fc.string()), (a, b) => {
      const count = (callers: readonly string[]): string => callers.reduce(countCaller, NO_CALLERS);
      expect(mergeCallers(count(a), count(b))).toBe(count([...a, ...b]));
    }));
  });
});
