import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyTargetState, TargetState } from '../../../../../shared/domain/target-state.ts';
import { countInHour, dependencyKey, hourlyLevels, HOURS_OF_WEEK } from '../../../../../shared/rules/detection/dependency-hours.ts';
import { risenSince } from '../../../../../shared/rules/detection/risen-hours.ts';
import { noise } from '../../../../support/invocation-log.ts';
import { NOON } from '../../../../support/observed-service.ts';

const HOUR = 3_600_000;
const START = Math.floor(NOON / HOUR);
const CALL = { method: 'GET', shape: 'ledger/{}' };

const counted = (hours: readonly (readonly [hour: number, ms: number])[], requests = 12) => {
  const state = emptyTargetState('orders');
  for (const [hour, ms] of hours) for (let index = 0; index < requests; index += 1) countInHour(state, CALL, (START + hour) * HOUR + index * 1000, ms);
  return state;
};
const levelsOf = (state: TargetState): Map<number, number> => {
  const one = TargetState.parse(JSON.parse(JSON.stringify(state))).dependencies?.[dependencyKey(CALL)];
  if (one === undefined) throw new Error('nothing was counted');
  return hourlyLevels(one);
};

describe('the hours of a dependency', () => {
  it('are remembered for a week, whatever gaps there are, and survive the store', () => {
    const steps = fc.array(fc.tuple(fc.integer({ min: 1, max: 60 }), fc.double({ min: 0.1, max: 4000, noNaN: true })), { minLength: 1, maxLength: 40 });
    fc.assert(fc.property(steps, (gaps) => {
      let hour = 0;
      const hours = gaps.map(([gap, ms]) => [(hour += gap), ms] as const);
      const levels = levelsOf(counted(hours));
      const expected = hours.filter(([at]) => at > hour - HOURS_OF_WEEK);
      expect([...levels.keys()]).toEqual(expected.map(([at]) => START + at));
      for (const [at, ms] of expected) expect(Math.abs((levels.get(START + at) ?? 0) - Math.log(ms))).toBeLessThan(0.12);
    }), { numRuns: 60 });
  });

  it('with fewer than ten requests are not known', () => {
    expect(levelsOf(counted([[0, 20], [1, 20]], 9)).size).toBe(0);
  });

  it('are not changed by calls that come late', () => {
    const state = counted([[0, 20], [5, 30]]);
    const before = structuredClone(state);
    countInHour(state, CALL, (START + 4) * HOUR, 4000);
    expect(state).toEqual(before);
  });

  it('are kept of eight dependencies, the long known ones first', () => {
    const state = counted([[0, 20], [1, 20]]);
    for (let index = 0; index < 100; index += 1) countInHour(state, { method: 'GET', shape: `other/${index}` }, (START + 1) * HOUR, 20);
    expect(Object.keys(state.dependencies ?? {})).toHaveLength(8);
    expect(state.dependencies).toHaveProperty([dependencyKey(CALL)]);
  });
});

describe('a rise', () => {
  const LEAST = Math.log(1.2);
  const levels = (hours: number, level: (hour: number) => number): Map<number, number> => new Map(Array.from({ length: hours }, (_, hour) => [hour, level(hour)]));

  it('is seen from the hour in which it began', () => {
    expect(risenSince(levels(100, (hour) => (hour >= 90 ? 0.5 : 0) + 0.05 * noise(hour)), LEAST)).toMatchObject({ fromHour: 90, hours: 10 });
  });

  it('is hardly ever seen in noise with a shape of the day, over many weeks', () => {
    let seen = 0;
    for (let week = 0; week < 150; week += 1) {
      const level = (hour: number): number => 0.4 * Math.sin((hour / 24) * 2 * Math.PI) + 0.25 * (noise(hour * 1.3 + week * 997) + noise(hour * 2.9 + week * 131) - 1);
      seen += Number(risenSince(levels(168, level), LEAST) !== undefined);
    }
    expect(seen).toBeLessThanOrEqual(1);
  });

  it('is not seen in a weekday after a quiet weekend once a week is known', () => {
    const level = (hour: number): number => (Math.floor(hour / 24) % 7 >= 5 ? 0 : 0.5) + 0.05 * noise(hour);
    for (let until = 24 * 6; until < 24 * 9; until += 1) expect(risenSince(new Map([...levels(until, level)].slice(-HOURS_OF_WEEK)), LEAST)).toBeUndefined();
  });
});
