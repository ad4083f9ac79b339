import { expect, it } from 'vitest';
import { SqliteItemStore } from '../../../../shared/adapters/local/sqlite-item-store.ts';
import { discoveredIn } from '../../../../shared/commands/discovered-in.ts';
import type { MetricStates } from '../../../../shared/domain/metric-state.ts';
import { MetricWatch } from '../../../../shared/rules/detection/metrics/metric-watch.ts';
import { keys } from '../../../../shared/store/keys.ts';
import { Discoveries } from '../../../../shared/store/discoveries.ts';
import { testClock } from '../../../support/test-clock.ts';

const MONDAY = Date.UTC(2026, 10, 16);

/** Memory that has been at nine tenths for `minutes`, after an hour at a half. */
const exhausted = (minutes: number): MetricStates => {
  const watch = MetricWatch.restore('memoryUtilisation', undefined);
  for (let minute = 0; minute < 60 + minutes; minute += 1) watch.feed(MONDAY + minute * 60_000, minute < 60 ? 0.5 : 0.9, 100);
  return { memoryUtilisation: watch.state() };
};

const open = (targetsWatched: number) => {
  const store = new SqliteItemStore(':memory:', testClock());
  const discoveries = new Discoveries(store);
  const counted = { updates: 0 };
  const counting = { update: async (change: Parameters<Discoveries['update']>[0]) => ((counted.updates += 1), discoveries.update(change)) };
  return { store, discoveries, counted, discovered: discoveredIn({ discoveries: counting, targetsWatched: () => targetsWatched, clock: testClock(MONDAY) }) };
};

it('a target whose metrics are well costs no look at the store', async () => {
  const { counted, discovered } = open(1000);
  expect((await discovered('orders', exhausted(0)))('memoryUtilisation', 0, 60)).toBe(false);
  expect(counted.updates).toBe(0);
});

it('an episode is discovered once and stays so, also when two look at the same time', async () => {
  const { discoveries, discovered } = open(10);
  const metrics = exhausted(15);
  const since = metrics.memoryUtilisation?.since ?? 0;
  const [first, second] = await Promise.all([discovered('orders', metrics), discovered('orders', metrics)]);
  expect([first('memoryUtilisation', since, 0), second('memoryUtilisation', since, 0), first('memoryUtilisation', since + 1, 60)]).toEqual([true, true, false]);
  expect(await discoveries.get()).toMatchObject({ discoveries: 1 });
  await discovered('orders', exhausted(16));
  expect(await discoveries.get()).toMatchObject({ discoveries: 1 });
});

it('the more is watched, the more evidence it takes', async () => {
  const metrics = exhausted(7);
  const since = metrics.memoryUtilisation?.since ?? 0;
  const believed = async (targets: number): Promise<boolean> => (await open(targets).discovered('orders', metrics))('memoryUtilisation', since, 0);
  expect([await believed(1), await believed(100_000)]).toEqual([true, false]);
});

it('what another version counted and this one cannot read is counted anew', async () => {
  const { store, discoveries, discovered } = open(10);
  await store.write([{ kind: 'put', key: keys.discoveries(), body: { episodes: 'many' }, when: 'absent' }]);
  const metrics = exhausted(15);
  expect((await discovered('orders', metrics))('memoryUtilisation', metrics.memoryUtilisation?.since ?? 0, 0)).toBe(true);
  expect(await discoveries.get()).toMatchObject({ discoveries: 1 });
});
