import { expect, test } from 'vitest';
import { analyzeFleet } from '../../../../lab/scale/analyze-fleet.ts';
import { fleetOf, settleFleet } from '../../../../lab/scale/fleet.ts';
import { learnedState, minutesOfLines } from '../../../../lab/scale/learned-state.ts';
import { lookAtFleet } from '../../../../lab/scale/look-at-fleet.ts';
import { meteredStore, newStoreMeter } from '../../../../lambdas/telemetry/metered-store.ts';
import { SqliteItemStore } from '../../../../shared/adapters/local/sqlite-item-store.ts';
import { PRESETS } from '../../../../shared/config/presets.ts';
import type { Settings } from '../../../../shared/config/settings.ts';
import { TargetStates } from '../../../../shared/store/target-states.ts';
import { testClock } from '../../../support/test-clock.ts';

const MINUTE = 60_000;
const NOON = Date.UTC(2026, 10, 21, 12);
const SETTINGS: Settings = { ...PRESETS.basic, tenants: {}, monitoringExtensionSeconds: 3600, postWatchSeconds: 3600 };
const learned = (isFaulty: boolean) => learnedState('learned', { until: NOON, days: 0.1, perMinute: 24, service: { seed: 1, isFaulty } });
const kinds = { healthy: [learned(false)], faulty: [learned(true)] };
const lines = minutesOfLines(NOON, NOON + 5 * MINUTE, 24, 1_000_000, { seed: 2, isFaulty: false });

const lookAndAnalyze = async (count: number) => {
  const clock = testClock(NOON + 5 * MINUTE + 40_000);
  const store = new SqliteItemStore(':memory:', clock);
  const meter = newStoreMeter();
  const counted = meteredStore(store, meter);
  const fleet = fleetOf(count);
  await settleFleet(store, fleet, kinds);
  const looked = await lookAtFleet(counted, fleet, () => ({ lines, batches: 5 }), { clock, settings: SETTINGS, everything: true, begin: NOON });
  const analysed = await analyzeFleet(counted, fleet, 1, { clock, settings: SETTINGS });
  const { state } = (await new TargetStates(store).get('target-0000')) ?? {};
  return { looked, analysed, state, operations: meter.gets + meter.queries + meter.writes };
};

test('a simulated fleet is looked at and analysed by the real functions: every line once, something found on each tenth target', async () => {
  const { looked, analysed, state } = await lookAndAnalyze(10);
  expect(looked).toEqual({ lines: 10 * lines.length, failed: [] });
  expect(analysed.problems).toEqual([]);
  expect(analysed.opportunities).toBeGreaterThanOrEqual(1);
  expect(state?.recentLines.length).toBeGreaterThan(100);
  expect(Object.keys(state?.metrics ?? {}).length).toBeGreaterThan(5);
});

test('operations of the store grow with the targets, and no faster', async () => {
  const [ten, twenty] = [await lookAndAnalyze(10), await lookAndAnalyze(20)];
  expect(twenty.operations).toBeLessThanOrEqual(2 * ten.operations);
});
