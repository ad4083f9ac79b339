import { expect, it } from 'vitest';
import { healthSteps } from '../../../../shared/commands/reads/health-memory.ts';
import { SqliteItemStore } from '../../../../shared/adapters/local/sqlite-item-store.ts';
import type { Period } from '../../../../shared/domain/period.ts';
import { Periods } from '../../../../shared/store/periods.ts';
import { TargetStates } from '../../../../shared/store/target-states.ts';
import { testClock } from '../../../support/test-clock.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Periods of a target, of which it is counted how many were read. */
class CountedPeriods extends Periods {
  read = 0;
  override async between(targetId: string, from: number, until: number): Promise<Period[]> {
    const periods = await super.between(targetId, from, until);
    this.read += periods.length;
    return periods;
  }
}

const world = async (minutes: number) => {
  const clock = testClock();
  const store = new SqliteItemStore(':memory:', clock);
  const states = new TargetStates(store);
  const minute = (startsAt: number, requests: number): Period => ({ targetId: 'orders', startsAt, seconds: 60, versions: { '1': { requests, failures: 0, timeouts: 0, coldStarts: 0, durations: {}, environments: {} } } });
  const start = clock.now() - minutes * MINUTE;
  await states.put(Array.from({ length: minutes }, (_, index) => minute(start + index * MINUTE, index)));
  const periods = new CountedPeriods(store);
  const last = async (hours: number, momentMs = 0) => (await healthSteps('orders', undefined, { from: clock.now() - hours * HOUR, until: clock.now() }, { periods, clock, momentMs })).map(({ requests }) => requests);
  return { clock, periods, last, add: (requests: number) => states.put([minute(clock.now() - MINUTE, requests)]) };
};

const range = (from: number, until: number): number[] => Array.from({ length: until - from }, (_, index) => from + index);

it('reads each period once, but for those of the last half hour, and answers what was asked for', async () => {
  const { clock, periods, last, add } = await world(48 * 60);
  expect(await last(1)).toEqual(range(2820, 2880));
  expect(periods.read).toBe(60);
  expect(await last(24)).toEqual(range(1440, 2880));
  expect(periods.read).toBeLessThan(1440 + 60);
  periods.read = 0;
  clock.advance(MINUTE);
  await add(7);
  expect(await last(24)).toEqual([...range(1441, 2880), 7]);
  expect(await last(1)).toEqual([...range(2821, 2880), 7]);
  expect(periods.read).toBeLessThan(70);
});

it('looks again after a moment only, where there is one', async () => {
  const { clock, last, add } = await world(60);
  expect((await last(1, 2000)).length).toBe(60);
  await add(7);
  clock.advance(1999);
  expect((await last(0.5, 2000)).at(-1)).toBe(59);
  clock.advance(1);
  expect((await last(0.5, 2000)).at(-1)).toBe(7);
});

it('reads once for all who ask at the same time', async () => {
  const { periods, last } = await world(600);
  const answers = await Promise.all(range(0, 8).map(() => last(10, 2000)));
  expect(answers.map((answer) => answer.length)).toEqual(Array(8).fill(600));
  expect(periods.read).toBe(600);
});

it('goes on after a read that failed', async () => {
  const { periods, last } = await world(60);
  const between = periods.between.bind(periods);
  let isAway = true;
  periods.between = async (...asked) => {
    if (!isAway) return between(...asked);
    isAway = false;
    throw new Error('The store is away.');
  };
  const [failed, after] = [last(1), last(1)];
  await expect(failed).rejects.toThrow('away');
  expect((await after).length).toBe(60);
});
