import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { counted, duration, estimate, microUsd, milliseconds, number, percent, rough } from '../../../dashboard/src/components/numbers.ts';
import { stepsOf } from '../../../dashboard/src/components/steps-of.ts';
import { absolute, relative } from '../../../dashboard/src/components/time-words.ts';
import { flattened } from '../../../dashboard/src/pages/settings/flattened.ts';
import { ImprovementState } from '../../../shared/domain/improvement.ts';

const MINUTE = 60_000;
const NOW = 1_780_000_000_000;

describe('numbers', () => {
  it('have as many digits as they are worth, and their unit', () => {
    expect([number(1234.5), number(41.26), number(0.001234), number(-3e-16), percent(0.0042), milliseconds(182.4), milliseconds(12_400)]).toEqual(['1,235', '41.3', '0.00123', '0', '0.42 %', '182 ms', '12.4 s']);
    expect([microUsd(0), microUsd(41_200), microUsd(1_250), microUsd(12_345_600)]).toEqual(['$0.00', '$0.04', '$0.0013', '$12.35']);
    expect([counted(1, 'target'), counted(0, 'target'), counted(2, 'opportunity', 'opportunities')]).toEqual(['1 target', '0 targets', '2 opportunities']);
    expect(estimate({ value: 0.31, low: 0.28, high: 0.34 }, percent)).toBe('31 % (28 % to 34 %)');
  });

  it('do not pretend to know an estimate to the last digit', () => {
    expect([rough(127_451_287), rough(-146_519), rough(4_898_676), rough(1234), rough(0.5)]).toEqual(['127M', '-147K', '4.9M', '1,234', '0.5']);
  });

  it('say a length of time in its two largest units', () => {
    expect([duration(0), duration(200_000), duration(86_400_000 + 5000), duration(100 * 3_600_000), duration(-5)]).toEqual(['0 s', '3 min 20 s', '1 d', '4 d 4 h', '0 s']);
  });
});

describe('times', () => {
  it('are said from where one stands', () => {
    expect([NOW - 2000, NOW - 40_000, NOW - 4 * MINUTE, NOW + 125 * MINUTE, NOW - 80 * 3_600_000].map((at) => relative(at, NOW))).toEqual(['just now', '40 s ago', '4 min ago', 'in 2 h', '3 d ago']);
  });

  it('are on the clock with year, second and zone', () => {
    expect(absolute(NOW)).toMatch(/^2026-0\d-\d\d[ ,]+\d\d:\d\d:\d\d \S+/);
  });
});

describe('the line from queued to promoted', () => {
  it('has one place where the improvement is, whatever its state, with everything before it done', () => {
    for (const state of ImprovementState.options) {
      const places = stepsOf(state).map(({ place }) => place);
      expect(places).toHaveLength(6);
      expect(places.filter((place) => place === 'here')).toHaveLength(1);
      expect(places.slice(0, places.indexOf('here')).every((place) => place === 'done')).toBe(true);
    }
  });

  it('ends where the improvement left it, and says how', () => {
    const steps = stepsOf('rejected', ['queued', 'generating', 'validating', 'awaiting-approval', 'rejected']);
    expect(steps.find(({ place }) => place === 'here')).toMatchObject({ name: 'Rejected' });
    expect(steps.map(({ place }) => place)).toEqual(['done', 'done', 'done', 'here', 'to-come', 'to-come']);
    expect(stepsOf('failed', ['queued', 'generating']).findIndex(({ place }) => place === 'here')).toBe(1);
    expect(stepsOf('reverted', ['queued', 'watching', 'promoted', 'reverted']).findIndex(({ place }) => place === 'here')).toBe(5);
  });
});

describe('the line of an improvement whose way is known', () => {
  it('shows no yes where nobody had to give one', () => {
    expect(stepsOf('promoted', ['queued', 'generating', 'validating', 'releasing', 'watching', 'promoting', 'promoted']).map(({ name, place }) => `${name} ${place}`)).toEqual(['Queued done', 'Remedy done', 'Checks done', 'Approval skipped', 'Canary done', 'Promoted here']);
  });
});

describe('settings as lines', () => {
  it('have their path, and short lists in one line', () => {
    expect(flattened({ a: { b: 1, c: ['x', 'y'] }, d: [{ e: true }], f: null, g: [] })).toEqual([['a.b', '1'], ['a.c', 'x, y'], ['d[0].e', 'true'], ['g', 'none']]);
  });

  it('come to an end for any settings', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => {
      for (const [, text] of flattened(value)) expect(typeof text).toBe('string');
    }));
  });
});
