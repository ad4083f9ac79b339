import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HOSTILE } from '../../lab/hostile/hostile-lines.ts';
import { collect, type CollectDependencies } from '../../lambdas/telemetry/collect.ts';
import { SqliteItemStore } from '../../shared/adapters/local/sqlite-item-store.ts';
import type { LogLine } from '../../shared/domain/signal.ts';
import type { Target } from '../../shared/domain/target.ts';
import type { TargetState } from '../../shared/domain/target-state.ts';
import { FOLD_DEFAULTS } from '../../shared/rules/detection/fold-settings.ts';
import { TargetStates } from '../../shared/store/target-states.ts';
import { invocationLines, requestIdOf } from '../support/invocation-log.ts';
import { healthyInvocation, NOON, ORDERS } from '../support/observed-service.ts';
import { testClock } from '../support/test-clock.ts';

const MOST_BYTES = 200_000;
const HONEST = 150;
const HONEST_ERRORS = 30;
const PAGE = 4_000;

/** How many hostile lines of a kind; the others by the thousand. */
const MANY: Readonly<Record<string, number>> = { 'distinct templates': 100_000, 'distinct errors': 10_000, versions: 10_000, 'lines of 10 MB': 12, 'texts that make patterns slow': 300, 'deeply nested JSON': 12, 'routes, callers, caches, shapes': 400, binary: 600 };

/** An honest service: requests with the probe's record, a line of its log each, and one error in five. */
const honest = (): LogLine[] =>
  Array.from({ length: HONEST }, (_, number) => {
    const lines = invocationLines({ ...healthyInvocation(number), at: NOON + number * 300, environment: 'honest' });
    const also = { at: NOON + number * 300 - 5, stream: '2026/11/21/[1]honest' };
    const said = { ...also, id: `${number}-said`, message: `2026-11-21T12:00:00.000Z\t${requestIdOf(number)}\tINFO\torder ${number} shipped` };
    const failed = { ...also, id: `${number}-failed`, message: `2026-11-21T12:00:00.000Z\t${requestIdOf(number)}\tERROR\tRangeError: no order ${number}\n    at load (/var/task/index.mjs:9:1)` };
    return [...lines.slice(0, 1), said, ...(number % 5 === 0 ? [failed] : []), ...lines.slice(1)];
  }).flat();

const beset = (name: string): LogLine[] => {
  const kind = HOSTILE.find((one) => one.name === name);
  if (kind === undefined) return honest();
  const count = MANY[name] ?? 1000;
  const wicked = Array.from({ length: count }, (_, number): LogLine => {
    // After the first honest ones, as a service goes wrong that was well.
    const at = NOON + 3000 + Math.floor((number / count) * (HONEST * 300 - 6000));
    return { id: `h${number}`, at, stream: '2026/11/21/[1]env', ...kind.line(number, at) };
  });
  // As delivered: by the place in the log, whatever moment a line claims.
  const order = [...honest().map((line) => ({ line, at: line.at })), ...wicked.map((line, number) => ({ line, at: NOON + 3000 + Math.floor((number / count) * (HONEST * 300 - 6000)) }))];
  return order.sort((a, b) => a.at - b.at).map(({ line }) => line);
};

describe('hostile telemetry', () => {
  const open: SqliteItemStore[] = [];
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pawl-hostile-'));
  });
  afterAll(async () => {
    for (const store of open) store.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Looks at all targets in turn until all of them have caught up; each has its own log in one store. */
  const watch = async (name: string, logs: Readonly<Record<string, readonly LogLine[]>>): Promise<Record<string, TargetState>> => {
    const clock = testClock();
    const store = new SqliteItemStore(join(folder, `${name.replaceAll(/\W/g, '-')}.sqlite`), clock);
    open.push(store);
    const states = new TargetStates(store);
    const end = NOON + 60_000;
    const dependencies: CollectDependencies = {
      targets: { get: async (id): Promise<Target> => ({ ...ORDERS, id, functionName: id }) },
      states, periods: states, clock,
      knowledge: { of: async () => ({ lessons: [], known: [], busyKeys: [] }) },
      telemetry: {
        read: async (functionName, cursor) => {
          const lines = logs[functionName] ?? [];
          const from = Number(cursor ?? 0);
          const page = lines.slice(from, from + PAGE);
          const caughtUp = from + page.length >= lines.length;
          return { lines: page, events: [], next: String(from + page.length), completeUntil: caughtUp ? end : NOON + Math.floor(((from + page.length) / lines.length) * HONEST * 300), caughtUp };
        },
      },
      ids: { next: (prefix) => `${prefix}-1`, derived: (prefix, cause) => `${prefix}-${cause}` },
      settingsOf: () => ({ ...FOLD_DEFAULTS, periodSeconds: 5, sliceSeconds: 60 }),
      windowHours: 24,
    };
    const waiting = new Set(Object.keys(logs));
    while (waiting.size > 0) for (const targetId of waiting) if ((await collect({ targetId }, dependencies)).caughtUp) waiting.delete(targetId);
    const found = await Promise.all(Object.keys(logs).map(async (id) => [id, (await states.get(id))?.state] as const));
    return Object.fromEntries(found.flatMap(([id, state]) => (state === undefined ? [] : [[id, state]])));
  };

  const sum = (state: TargetState | undefined, of: (version: TargetState['slices'][number]['versions'][string]) => number): number =>
    (state?.slices ?? []).flatMap(({ versions }) => (versions['1'] === undefined ? [] : [of(versions['1'])])).reduce((total, one) => total + one, 0);
  const errorsCounted = (state: TargetState | undefined): number => {
    const id = Object.entries(state?.errors ?? {}).find(([, { name, template }]) => name === 'RangeError' && template === 'no order <*>')?.[0] ?? '';
    return sum(state, ({ errors }) => errors[id] ?? 0);
  };

  let alone: Record<string, TargetState> = {};
  beforeAll(async () => {
    alone = await watch('alone', { before: honest(), zafter: honest() });
  });

  test.each(HOSTILE.map(({ name }) => name))('%s: the state stays small, honest lines count, and other targets know nothing of it', async (name) => {
    const states = await watch(name, { before: honest(), hostile: beset(name), zafter: honest() });
    expect(states['before']).toEqual(alone['before']);
    expect(states['zafter']).toEqual(alone['zafter']);

    const state = states['hostile'];
    expect(Buffer.byteLength(JSON.stringify(state))).toBeLessThan(MOST_BYTES);
    expect(sum(state, ({ requests }) => requests)).toBe(HONEST);
    expect(errorsCounted(state)).toBe(HONEST_ERRORS);
    const shipped = state?.patterns.known.find(({ form }) => /^order .*shipped/s.test(form));
    expect(shipped?.hours.counts.reduce((total, count) => total + count, 0)).toBe(HONEST);
  });

  test('what is left out is counted', async () => {
    const { hostile } = await watch('counted', { hostile: beset('clocks that run wrong') });
    expect(hostile?.ignored.skewed).toBeGreaterThan(500);
    const { again } = await watch('again', { again: beset('ids delivered again') });
    expect(again?.ignored.duplicates).toBe(999);
  });
});
