import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { pollMinutes } from '../../../../lambdas/telemetry/poll-minutes.ts';
import { SqliteItemStore } from '../../../../shared/adapters/local/sqlite-item-store.ts';
import type { FunctionMinutes, MinutesQuery } from '../../../../shared/ports/metric-minutes.ts';
import type { SpoolBatch } from '../../../../shared/ports/spool.ts';
import { testClock } from '../../../support/test-clock.ts';

const MINUTE = 60_000;
const NOON = Date.UTC(2026, 10, 21, 12);
const ORDERS = 'orders';

describe('polling minutes', () => {
  let store: SqliteItemStore;
  beforeEach(() => {
    store = new SqliteItemStore(':memory:', testClock(NOON));
  });
  afterEach(() => store.close());

  const setUp = (throttlesOf: (functionName: string, at: number) => number | undefined = () => 0) => {
    const clock = testClock(NOON);
    const asked: MinutesQuery[] = [];
    const batches: SpoolBatch[] = [];
    const dependencies = {
      clock,
      store,
      spool: { put: async (batch: SpoolBatch) => void batches.push(batch) },
      minutes: {
        read: async (queries: readonly MinutesQuery[]) => {
          asked.push(...queries);
          const answers = queries.map(({ functionName, from, to }): FunctionMinutes => {
            const minutes = [];
            for (let at = from; at < to; at += MINUTE) {
              const throttles = throttlesOf(functionName, at);
              if (throttles === undefined) break;
              minutes.push({ at, throttles, versions: {} });
            }
            return { functionName, minutes };
          });
          return { answers, apiCalls: queries.length === 0 ? 0 : 1 };
        },
      },
    };
    return { clock, asked, batches, look: async (...functions: string[]) => pollMinutes(functions, dependencies), dependencies };
  };
  const minutesAsked = (asked: readonly MinutesQuery[]) => asked.map(({ from, to }) => [(from - NOON) / MINUTE, (to - NOON) / MINUTE]);

  test('each minute is asked for once, as many together as have passed since the last look', async () => {
    const { clock, asked, look } = setUp();
    for (let round = 0; round <= 3; round += 1) {
      await look(ORDERS);
      await look(ORDERS);
      clock.advance(5 * MINUTE);
    }
    expect(minutesAsked(asked)).toEqual([[-7, -2], [-2, 3], [3, 8], [8, 13]]);
  });

  test('a function that is looked at each minute is asked for each minute, once that has settled', async () => {
    const { clock, asked, look } = setUp();
    for (let minute = 0; minute < 3; minute += 1) {
      await look(ORDERS);
      clock.advance(MINUTE);
    }
    expect(minutesAsked(asked)).toEqual([[-7, -2], [-2, -1], [-1, 0]]);
  });

  test('requests turned away become events of their minute, with an id that follows from it', async () => {
    const { batches, look } = setUp((_, at) => (at === NOON - 3 * MINUTE ? 12 : 0));
    expect(await look(ORDERS)).toEqual({ throttles: 12, apiCalls: 1, asked: ['orders'], unanswered: [] });
    const at = NOON - 3 * MINUTE;
    expect(batches).toEqual([{ functionName: 'orders', lines: [], events: [{ kind: 'throttle', id: `throttle orders ${at}`, at, count: 12 }] }]);
  });

  test('minutes that were not answered are asked for again, and are no zeros', async () => {
    let known = false;
    const { clock, asked, batches, look } = setUp((_, at) => (known || at < NOON - 5 * MINUTE ? 1 : undefined));
    await look(ORDERS);
    known = true;
    clock.advance(2 * MINUTE);
    await look(ORDERS);
    expect(minutesAsked(asked)).toEqual([[-7, -2], [-5, 0]]);
    expect(batches.flatMap(({ events }) => events).map(({ at }) => (at - NOON) / MINUTE)).toEqual([-7, -6, -5, -4, -3, -2, -1]);
  });

  test('a function without any answer is named; the others go on', async () => {
    const { look, batches } = setUp((functionName) => (functionName === 'stock' ? undefined : 1));
    expect((await look(ORDERS, 'stock')).unanswered).toEqual(['stock']);
    expect(batches.map(({ functionName }) => functionName)).toEqual(['orders']);
  });

  test('killed after the events were kept, the next look keeps the same events under the same ids', async () => {
    const { batches, look, dependencies } = setUp(() => 1);
    const write = store.write.bind(store);
    store.write = async () => Promise.reject(new Error('killed'));
    await expect(pollMinutes([ORDERS], dependencies)).rejects.toThrow('killed');
    store.write = write;
    await look(ORDERS);
    expect(batches[1]).toEqual(batches[0]);
  });

  test('after a long pause only the last hour is made up for', async () => {
    const { clock, asked, look } = setUp();
    await look(ORDERS);
    clock.advance(24 * 60 * MINUTE);
    await look(ORDERS);
    expect((asked[1]?.to ?? 0) - (asked[1]?.from ?? 0)).toBe(60 * MINUTE);
  });
});
