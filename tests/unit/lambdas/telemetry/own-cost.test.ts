import { expect, test } from 'vitest';
import { microUsdOf } from '../../../../lambdas/telemetry/look-spending.ts';
import { keepOwnCost } from '../../../../lambdas/telemetry/own-cost.ts';
import { SqliteItemStore } from '../../../../shared/adapters/local/sqlite-item-store.ts';
import { CostLedger, SHARED } from '../../../../shared/store/cost-ledger.ts';
import { testClock } from '../../../support/test-clock.ts';

const clock = testClock();
const environment = { AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '1024' };
const unaccounted = { readUnits: 4, writeUnits: 0 };

test('a tick’s own time and reads are counted once, however often it is told of', async () => {
  const ledger = new CostLedger(new SqliteItemStore(':memory:', clock));
  const tick = { begunAt: clock.now() - 500, unaccounted };
  for (let time = 0; time < 2; time += 1) await keepOwnCost(tick, { ledger, clock, environment, host: { notify: () => undefined } });
  const { counts, microUsd } = await ledger.between(SHARED, clock.now() - 1000, clock.now() + 1);
  expect(counts).toEqual({ lambdaRequests: 1, lambdaGbSeconds: 0.5, dynamoReads: 6, dynamoWrites: 1 });
  expect(microUsd).toBe(Math.round(microUsdOf(counts)));
});

test('a ledger that cannot be written fails nothing', async () => {
  const told: string[] = [];
  await keepOwnCost({ begunAt: 0, unaccounted }, { ledger: { add: async () => Promise.reject(new Error('no table')) }, clock, environment, host: { notify: ({ code }) => void told.push(code) } });
  expect(told).toEqual(['PAWL-TELEMETRY-030']);
});
