import { expect, test } from 'vitest';
import { tellServing } from '../../../../lambdas/telemetry/tell-serving.ts';
import { spoolPages } from '../../../../shared/adapters/aws/spool-pages.ts';
import { spoolWriter } from '../../../../shared/adapters/aws/spool-writer.ts';
import type { Serving } from '../../../../shared/domain/emergency.ts';
import { emptyTargetState, type TargetState } from '../../../../shared/domain/target-state.ts';
import { FOLD_DEFAULTS } from '../../../../shared/rules/detection/fold-settings.ts';
import { foldPage } from '../../../../shared/rules/detection/fold.ts';
import { memorySpool } from '../../../support/memory-spool.ts';
import { ORDERS } from '../../../support/observed-service.ts';
import { testClock } from '../../../support/test-clock.ts';

/** The alias, the spool and the fold, minute by minute. */
const setUp = () => {
  const clock = testClock();
  const objects = memorySpool(clock);
  const telemetry = spoolPages({ objects, clock, notify: () => undefined });
  let serving: Serving | undefined;
  let state: TargetState = emptyTargetState('orders');
  return {
    objects,
    see: (version: string) => (serving = { version, since: clock.now() }),
    folded: () => state.servingVersion,
    minute: async () => {
      const { told } = await tellServing([ORDERS], { servings: { find: async () => serving }, states: { get: async () => ({ state }) }, spool: spoolWriter({ objects, clock }) });
      const page = await telemetry.read('orders', state.cursor, 1000);
      ({ state } = foldPage(state, page, FOLD_DEFAULTS));
      clock.advance(60_000);
      return { told, events: page.events };
    },
  };
};

test('a version that serves anew is told until it is folded, and read once', async () => {
  const { see, folded, minute, objects } = setUp();
  see('3');
  const minutes = [await minute(), await minute(), await minute()];
  expect(folded()).toBe('3');
  // In the second minute it is told again, since the first was not read yet.
  expect(minutes.map(({ told }) => told.length)).toEqual([1, 1, 0]);
  expect(minutes.flatMap(({ events }) => events)).toHaveLength(1);
  see('4');
  for (let index = 0; index < 3; index += 1) await minute();
  expect(folded()).toBe('4');
  see('3');
  for (let index = 0; index < 3; index += 1) await minute();
  expect(folded()).toBe('3');
  const { size } = objects.stored;
  await minute();
  expect(objects.stored.size).toBe(size);
});

test('nothing is told of a target whose alias was not seen yet', async () => {
  expect((await setUp().minute()).told).toEqual([]);
});
