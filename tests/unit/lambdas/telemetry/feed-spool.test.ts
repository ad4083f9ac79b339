import { afterEach, beforeEach, expect, test } from 'vitest';
import { feedSpool, type FeedDependencies } from '../../../../lambdas/telemetry/feed-spool.ts';
import { AwsError } from '../../../../shared/adapters/aws/aws-error.ts';
import { SqliteItemStore } from '../../../../shared/adapters/local/sqlite-item-store.ts';
import type { Message } from '../../../../shared/ports/host.ts';
import type { MinutesQuery } from '../../../../shared/ports/metric-minutes.ts';
import type { SpoolBatch } from '../../../../shared/ports/spool.ts';
import { ORDERS } from '../../../support/observed-service.ts';
import { testClock } from '../../../support/test-clock.ts';

let store: SqliteItemStore;
beforeEach(() => {
  store = new SqliteItemStore(':memory:', testClock());
});
afterEach(() => store.close());

const setUp = (over: Partial<FeedDependencies> = {}) => {
  const clock = testClock();
  const asked: MinutesQuery[] = [];
  const batches: SpoolBatch[] = [];
  const told: Message[] = [];
  const dependencies: FeedDependencies = {
    clock,
    store,
    host: { notify: (message) => void told.push(message) },
    servings: { find: async () => ({ version: '3', since: clock.now() }) },
    spool: { put: async (batch) => void batches.push(batch) },
    minutes: {
      read: async (queries) => {
        asked.push(...queries);
        return { answers: queries.map(({ functionName, from }) => ({ functionName, minutes: [{ at: from, throttles: 2, versions: {} }] })), apiCalls: 1 };
      },
    },
    ...over,
  };
  return { clock, asked, batches, told, dependencies };
};
const targets = (...ids: string[]) => ids.map((id) => ({ ...ORDERS, id, functionName: `f-${id}` }));

test('serving versions and throttles go into the spool, and the calls are counted', async () => {
  const { dependencies, batches, told } = setUp();
  expect(await feedSpool(targets('orders'), dependencies)).toEqual({ apiCalls: 1, asked: ['f-orders'] });
  expect(batches.flatMap(({ events }) => events.map(({ kind }) => kind))).toEqual(['deployment', 'throttle']);
  expect(told).toEqual([]);
});

test('a function that two targets share is asked for once', async () => {
  const { dependencies, asked } = setUp();
  await feedSpool([{ ...ORDERS, id: 'a' }, { ...ORDERS, id: 'busy' }], dependencies);
  expect(asked).toHaveLength(1);
});

test('CloudWatch that is throttled is told, and keeps nothing from going on', async () => {
  const { dependencies, told } = setUp({ minutes: { read: async () => Promise.reject(new AwsError('PAWL-AWS-THROTTLED', 'cloudwatch:GetMetricData: slow down')) } });
  expect(await feedSpool(targets('orders'), dependencies)).toEqual({ apiCalls: 0, asked: [] });
  expect(told).toMatchObject([{ level: 'warning', code: 'PAWL-TELEMETRY-020', text: expect.stringContaining('slow down') }]);
});

test('a serving version that cannot be read is told, and throttles are fetched all the same', async () => {
  const { dependencies, told, batches } = setUp({ servings: { find: async () => Promise.reject(new Error('no table')) } });
  await feedSpool(targets('orders'), dependencies);
  expect(told).toHaveLength(1);
  expect(batches.flatMap(({ events }) => events.map(({ kind }) => kind))).toEqual(['throttle']);
});

test('a function that was answered in part is named', async () => {
  const { dependencies, told } = setUp({ minutes: { read: async (queries) => ({ answers: queries.map(({ functionName }) => ({ functionName, minutes: [] })), apiCalls: 1 }) } });
  await feedSpool(targets('orders'), dependencies);
  expect(told).toMatchObject([{ text: expect.stringContaining('f-orders') }]);
});
