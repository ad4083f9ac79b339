import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { meteredStore, newStoreMeter, type StoreMeter } from '../../lambdas/telemetry/metered-store.ts';
import { SqliteItemStore } from '../../shared/adapters/local/sqlite-item-store.ts';
import { PRESETS } from '../../shared/config/presets.ts';
import type { Settings } from '../../shared/config/settings.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import { CostLedger } from '../../shared/store/cost-ledger.ts';
import { analyzeFleet } from '../scale/analyze-fleet.ts';
import { fleetOf, kindOf, settleFleet } from '../scale/fleet.ts';
import { learnedState, minutesOfLines, type Learned } from '../scale/learned-state.ts';
import { lookAtFleet } from '../scale/look-at-fleet.ts';
import { measured, type Taken } from '../scale/measure.ts';
import type { Bench } from './bench.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const NOON = Date.UTC(2026, 10, 21, 12);
const HOURS_A_MONTH = 730;
/** Requests a minute, and minutes between two looks. */
const PER_MINUTE = 60;
const LOOK_MINUTES = 5;
/** Assumed, as by the bench of costs: one a second. */
const DELIVERIES_A_MINUTE = 60;
const SIZES = [1, 10, 100, 1000] as const;
const WARM_UP = 30;
/** One target's own day is simulated with fewer requests than it has afterwards: enough for every metric's point. */
const LEARNING = { perMinute: 24, days: 2 } as const;
const SETTINGS: Settings = { ...PRESETS.basic, tenants: {}, monitoringExtensionSeconds: 3600, postWatchSeconds: 3600 };

/** Log lines of one look, and the deliveries that they came in. */
type Logged = { readonly lines: ReturnType<typeof minutesOfLines>; readonly batches: number };
type Kinds = { readonly faulty: readonly Learned[]; readonly healthy: readonly Learned[] };
type Row = { readonly targets: number; readonly telemetry: Taken<{ lines: number }>; readonly analysis: Taken<{ opportunities: number }>; readonly again: Taken<unknown>; readonly looked: StoreMeter; readonly analysed: StoreMeter };

const moving = (): Clock & { set(at: number): void } => {
  let at = NOON;
  return { now: () => at, sleep: async () => undefined, set: (next) => (at = next) };
};

const withStore = async <Result>(clock: Clock, work: (store: SqliteItemStore, file: string) => Promise<Result>): Promise<Result> => {
  const folder = mkdtempSync(join(tmpdir(), 'pawl-scale-'));
  const store = new SqliteItemStore(join(folder, 'pawl.sqlite'), clock);
  try {
    return await work(store, join(folder, 'pawl.sqlite'));
  } finally {
    store.close();
    rmSync(folder, { recursive: true, force: true });
  }
};

const operations = ({ gets, queries, writes }: StoreMeter): number => gets + queries + writes;

/** One look and two analyses of so many targets: the second as the next cycle would, with everything known already. */
const rowOf = async (count: number, kinds: Kinds, lines: ReadonlyMap<Learned, Logged>): Promise<Row & { stateBytes: number; fileBytes: number }> => {
  const clock = moving();
  return withStore(clock, async (store, file) => {
    const fleet = fleetOf(count);
    const { stateBytes } = await settleFleet(store, fleet, kinds);
    const places = new Map((await fleet.targets.all()).map(({ functionName }, index) => [functionName, lines.get(kindOf(index, kinds) ?? kinds.healthy[0] as Learned)]));
    const [looked, analysed] = [newStoreMeter(), newStoreMeter()];
    clock.set(NOON + LOOK_MINUTES * MINUTE_MS + 40_000);
    const telemetry = await measured(async () => lookAtFleet(meteredStore(store, looked), fleet, (name) => places.get(name) ?? { lines: [], batches: 0 }, { clock, settings: SETTINGS, everything: true, begin: NOON }));
    if (telemetry.result.failed.length > 0) throw telemetry.result.failed[0];
    const analysis = await measured(async () => analyzeFleet(meteredStore(store, analysed), fleet, 1, { clock, settings: SETTINGS }));
    if (analysis.result.problems.length > 0) throw new Error(analysis.result.problems[0]);
    const again = await measured(async () => analyzeFleet(store, fleet, 2, { clock, settings: SETTINGS }));
    return { targets: count, telemetry, analysis, again, looked, analysed, stateBytes, fileBytes: statSync(file).size };
  });
};

/** What one target costs a month by its own books: two hours of ticks, each minute one. `perMinute` 0: a target at rest. */
const monthOf = async (kinds: Kinds, perMinute: number): Promise<{ usd: number; deliveriesUsd: number }> => {
  const clock = moving();
  return withStore(clock, async (store) => {
    const fleet = fleetOf(1);
    await settleFleet(store, fleet, kinds);
    const [{ id } = { id: '' }] = await fleet.targets.all();
    const settle = perMinute === 0 ? 7 * HOUR_MS : 2 * HOUR_MS;
    const begin = NOON + settle;
    const logged = (_: string, from: number, until: number): Logged =>
      perMinute === 0 ? { lines: [], batches: 0 } : { lines: minutesOfLines(from, until, perMinute, (from / MINUTE_MS) * perMinute, { seed: 1, isFaulty: false }), batches: ((until - from) / MINUTE_MS) * DELIVERIES_A_MINUTE };
    for (let at = NOON + MINUTE_MS; at <= begin + 2 * HOUR_MS; at += MINUTE_MS) {
      clock.set(at + 40_000);
      await lookAtFleet(store, fleet, logged, { clock, settings: SETTINGS, everything: false, begin: NOON });
    }
    const { microUsd, counts } = await new CostLedger(store).between(id, begin, begin + 2 * HOUR_MS);
    const perMonth = HOURS_A_MONTH / 2 / 1e6;
    const deliveries = (counts['s3Gets'] ?? 0) * (5 + 0.4 + 0.2 + 0.133_334);
    return { usd: microUsd * perMonth, deliveriesUsd: deliveries * perMonth };
  });
};

const kindsFor = (quick: boolean): Kinds => {
  const learned = (seed: number, isFaulty: boolean): Learned => learnedState('learned', { until: NOON, days: quick ? 1 : LEARNING.days, perMinute: LEARNING.perMinute, service: { seed, isFaulty } });
  return { healthy: (quick ? [1] : [1, 2, 3]).map((seed) => learned(seed, false)), faulty: [learned(9, true)] };
};

/** What telemetry and analysis take for one target and for a thousand: on the store of one machine, on one processor, everything but the network. */
export const bench: Bench = {
  name: 'scale',
  run: async ({ print, quick }) => {
    const kinds = kindsFor(quick);
    const lines = new Map([...kinds.healthy, ...kinds.faulty].map((learned, index) => [learned, { lines: minutesOfLines(NOON, NOON + LOOK_MINUTES * MINUTE_MS, PER_MINUTE, 10_000_000, { seed: 20 + index, isFaulty: kinds.faulty.includes(learned) }), batches: LOOK_MINUTES * DELIVERIES_A_MINUTE }]));
    const rows: Awaited<ReturnType<typeof rowOf>>[] = [];
    // Otherwise the small fleets pay for the compiler, and the large ones look better than they are.
    await rowOf(WARM_UP, kinds, lines);
    print(['targets', 'telemetry s', 'analysis s', 'again s', 'ms a target', 'on the wall s', 'store ops a target', 'KB stored a target', 'MB heap', 'found'].map((name) => name.padStart(19)).join(''));
    for (const count of quick ? SIZES.slice(0, 3) : SIZES) {
      const row = await rowOf(count, kinds, lines);
      rows.push(row);
      const { telemetry, analysis, again, looked, analysed } = row;
      print([
        count, telemetry.cpuSeconds.toFixed(2), analysis.cpuSeconds.toFixed(2), again.cpuSeconds.toFixed(2), ((analysis.cpuSeconds / count) * 1000).toFixed(1), `${telemetry.wallSeconds.toFixed(1)} + ${analysis.wallSeconds.toFixed(1)}`,
        `${(operations(looked) / count).toFixed(1)} + ${(operations(analysed) / count).toFixed(1)}`, (looked.bytesWritten / count / 1024).toFixed(1), Math.max(telemetry.mostHeapMb, analysis.mostHeapMb).toFixed(0), analysis.result.opportunities,
      ].map((text) => String(text).padStart(19)).join(''));
    }
    const [rest, busy] = [await monthOf(kinds, 0), await monthOf(kinds, PER_MINUTE)];
    const last = rows.at(-1);
    const ten = rows.find(({ targets }) => targets === 10);
    if (last === undefined || ten === undefined) throw new Error('No fleet was measured.');
    print(`Processor time of one thread. A look: ${LOOK_MINUTES} minutes at ${PER_MINUTE} requests a minute, ${Math.round(last.telemetry.result.lines / last.targets)} lines. State of a target: ${Math.round(last.stateBytes / last.targets / 1024)} KB as JSON.`);
    print(`By the ledger a target costs $${rest.usd.toFixed(3)} a month at rest, $${(busy.usd - busy.deliveriesUsd).toFixed(2)} at ${PER_MINUTE} requests a minute, and there $${busy.deliveriesUsd.toFixed(2)} for deliveries of its log (one a second is assumed).`);
    const perTarget = (row: Row): number => row.analysis.cpuSeconds / row.targets;
    return {
      figures: {
        [`analysisSeconds${last.targets}`]: last.analysis.cpuSeconds,
        secondsPerTargetRatio: perTarget(last) / perTarget(ten),
        [`telemetrySeconds${last.targets}`]: last.telemetry.cpuSeconds,
        storeOpsPerTarget: (operations(last.looked) + operations(last.analysed)) / last.targets,
        storeOpsPerTargetRatio: (operations(last.looked) + operations(last.analysed)) / last.targets / ((operations(ten.looked) + operations(ten.analysed)) / ten.targets),
        bytesPerTarget: last.looked.bytesWritten / last.targets,
        mostHeapMb: Math.max(last.telemetry.mostHeapMb, last.analysis.mostHeapMb),
        usdPerTargetMonth: rest.usd,
        usdPerTargetMonthBusy: busy.usd,
      },
      settings: { sizes: rows.map(({ targets }) => targets), perMinute: PER_MINUTE, lookMinutes: LOOK_MINUTES, learned: LEARNING, faultyShare: 0.1, quick },
    };
  },
};
