import { describe, expect, it } from 'vitest';
import { collectAll } from '../../../../lambdas/telemetry/collect-all.ts';
import { collect, MOST_PERIODS_A_WRITE, UnknownTargetError, type CollectDependencies } from '../../../../lambdas/telemetry/collect.ts';
import type { Period } from '../../../../shared/domain/period.ts';
import type { LogLine } from '../../../../shared/domain/signal.ts';
import type { Target } from '../../../../shared/domain/target.ts';
import type { TargetState } from '../../../../shared/domain/target-state.ts';
import { FOLD_DEFAULTS } from '../../../../shared/rules/detection/fold-settings.ts';
import { invocationLines } from '../../../support/invocation-log.ts';
import { healthyInvocation, NOON, ORDERS } from '../../../support/observed-service.ts';

/** A small world: a log, a store in memory with versions, a clock at the log's end. */
const world = (lines: readonly LogLine[], pageSize = 500, over: Partial<CollectDependencies> = {}) => {
  const stored = new Map<string, { state: TargetState; version: number }>();
  const periods: Period[] = [];
  const ahead: Period[] = [];
  const now = (lines.at(-1)?.at ?? NOON) + 1000;
  const dependencies: CollectDependencies = {
    targets: { get: async (id): Promise<Target | undefined> => (id === 'missing' ? undefined : { ...ORDERS, id, functionName: id }) },
    states: {
      get: async (id) => structuredClone(stored.get(id)),
      save: async (state, complete, version) => {
        if (stored.get(state.targetId)?.version !== version) return false;
        stored.set(state.targetId, { state: structuredClone(state), version: (version ?? 0) + 1 });
        periods.push(...complete);
        return true;
      },
    },
    periods: { put: async (some) => void ahead.push(...some) },
    knowledge: { of: async () => ({ lessons: [], known: [], busyKeys: [] }) },
    telemetry: {
      read: async (functionName, cursor) => {
        if (functionName === 'broken') throw new Error('its log is gone');
        const from = Number(cursor ?? 0);
        const page = lines.slice(from, from + pageSize);
        const end = from + page.length;
        return { lines: page, events: [], next: String(end), completeUntil: lines[end]?.at ?? now, caughtUp: end >= lines.length };
      },
    },
    clock: { now: () => now, sleep: async () => undefined },
    ids: { next: (prefix) => `${prefix}-1`, derived: (prefix, cause) => `${prefix}-${cause}` },
    settingsOf: () => ({ ...FOLD_DEFAULTS, periodSeconds: 1, sliceSeconds: 10, pointSeconds: 2 }),
    windowHours: 24,
    ...over,
  };
  return { dependencies, stored, periods, ahead };
};

const log = (count: number, vary: (number: number) => object = () => ({})): LogLine[] =>
  Array.from({ length: count }, (_, number) => invocationLines({ ...healthyInvocation(number), ...vary(number) })).flat().sort((a, b) => a.at - b.at);

const looping = (number: number): object => ({ durationMs: 70, calls: Array.from({ length: 6 }, (_, at) => ({ shape: 'GET c/{}', at: 'index.mjs:2:1 f', startMs: 1 + at * 10, durationMs: 9, key: `${number}-${at}` })) });

describe('collecting', () => {
  it('reads pages until it has caught up, and every request is in one period', async () => {
    const { dependencies, periods, stored } = world(log(400), 300);
    const collected = await collect({ targetId: 'orders' }, dependencies);
    expect(collected).toMatchObject({ pages: 6, lines: 1600, caughtUp: true, critical: [] });
    expect(periods.reduce((sum, period) => sum + (period.versions['1']?.requests ?? 0), 0)).toBe(400);
    expect(stored.get('orders')?.state.cursor).toBe('1600');
  });

  it('goes on where it left off', async () => {
    const { dependencies } = world(log(100));
    await collect({ targetId: 'orders' }, dependencies);
    expect(await collect({ targetId: 'orders' }, dependencies)).toMatchObject({ lines: 0, periods: 0, caughtUp: true });
  });

  it('reads a bounded number of pages in one look', async () => {
    const { dependencies } = world(log(100), 10);
    const first = await collect({ targetId: 'orders' }, dependencies);
    expect(first).toMatchObject({ pages: 20, lines: 200, caughtUp: false });
    expect(await collect({ targetId: 'orders' }, dependencies)).toMatchObject({ lines: 200, caughtUp: true });
  });

  it('writes what it has read when time is nearly over, and the next look goes on from there', async () => {
    const { dependencies } = world(log(100), 10);
    let pages = 0;
    const telemetry: typeof dependencies.telemetry = { read: async (...asked) => ((pages += 1), dependencies.telemetry.read(...asked)) };
    expect(await collect({ targetId: 'orders' }, { ...dependencies, telemetry, isLate: () => pages >= 3 })).toMatchObject({ pages: 3, lines: 30, caughtUp: false });
    const rest = [await collect({ targetId: 'orders' }, dependencies), await collect({ targetId: 'orders' }, dependencies)];
    expect(rest.map(({ lines }) => lines)).toEqual([200, 170]);
  });

  it('gives way to a rival that wrote first, without writing anything', async () => {
    const { dependencies, periods } = world(log(100));
    const states = { ...dependencies.states, save: async () => false };
    expect(await collect({ targetId: 'orders' }, { ...dependencies, states })).toMatchObject({ pages: 0, caughtUp: false, critical: [] });
    expect(periods).toEqual([]);
  });

  it('writes periods that do not fit into one write ahead of the state, in order', async () => {
    const { dependencies, periods, ahead } = world(log(260, (number) => ({ at: NOON + number * 1000 })), 5000);
    await collect({ targetId: 'orders' }, dependencies);
    expect(periods).toHaveLength(MOST_PERIODS_A_WRITE);
    const starts = [...ahead, ...periods].map(({ startsAt }) => startsAt);
    expect(starts).toEqual(starts.toSorted((a, b) => a - b));
    expect(new Set(starts).size).toBe(260);
  });

  it('tells what is critical, so that a cycle can start at once', async () => {
    const { dependencies } = world(log(300, looping));
    expect((await collect({ targetId: 'orders' }, dependencies)).critical).toMatchObject([{ kind: 'n-plus-one', priority: 'critical', targetId: 'orders' }]);
  });

  it('does not call critical what is under way already', async () => {
    const { dependencies } = world(log(300, looping));
    const first = await collect({ targetId: 'orders' }, dependencies);
    const busyKeys = first.critical.map(({ key }) => key);
    expect(await collect({ targetId: 'orders' }, { ...dependencies, knowledge: { of: async () => ({ lessons: [], known: [], busyKeys }) } })).toMatchObject({ critical: [] });
  });

  it('names a target that does not exist', async () => {
    await expect(collect({ targetId: 'missing' }, world([]).dependencies)).rejects.toThrow(UnknownTargetError);
  });

  it('does not let one slow target keep the others waiting, and answers in their order', async () => {
    const { dependencies } = world(log(10));
    const read: string[] = [];
    const { promise: others, resolve } = Promise.withResolvers<undefined>();
    const telemetry: typeof dependencies.telemetry = {
      read: async (...asked) => {
        read.push(asked[0]);
        if (read.length === 2) resolve(undefined);
        if (read.length === 1) await others;
        return dependencies.telemetry.read(...asked);
      },
    };
    const results = await collectAll(['orders', 'shop'], async (targetId) => collect({ targetId }, { ...dependencies, telemetry }));
    expect(results.map(({ targetId, ok }) => [targetId, ok])).toEqual([['orders', true], ['shop', true]]);
  });

  it('leaves the other targets alone when one has a fault', async () => {
    const { dependencies } = world(log(10));
    const results = await collectAll(['orders', 'broken', 'missing', 'shop'], async (targetId) => collect({ targetId }, dependencies));
    expect(results.map(({ targetId, ok }) => [targetId, ok])).toEqual([['orders', true], ['broken', false], ['missing', false], ['shop', true]]);
  });
});
