import { describe, expect, it } from 'vitest';
import { costOfCycle } from '../../../../lambdas/reporting/cost.ts';
import { buildCycleReport } from '../../../../lambdas/reporting/cycle-report.ts';
import { SqliteItemStore } from '../../../../shared/adapters/local/sqlite-item-store.ts';
import type { Cycle } from '../../../../shared/domain/cycle.ts';
import { CostLedger } from '../../../../shared/store/cost-ledger.ts';
import { testClock } from '../../../support/test-clock.ts';

const HOUR = 3_600_000;
const START = Date.UTC(2026, 10, 21, 12);
const CYCLE: Cycle = {
  id: 'cyc-1', targetIds: ['orders', 'stock'], trigger: 'schedule', cause: 'test', emergency: false, windowHours: 24, maxImprovements: 3, dryRun: false, state: 'running', startedAt: START,
  telemetryAnalyzed: { metrics: 0, logs: 0, events: 0 }, opportunityIds: [], improvementIds: [], phaseMs: {},
};

const ledgerWith = async (...entries: readonly [account: string, at: number, cloudwatchCalls: number, microUsd: number][]): Promise<CostLedger> => {
  const ledger = new CostLedger(new SqliteItemStore(':memory:', testClock(START)));
  for (const [index, [account, at, cloudwatchCalls, microUsd]] of entries.entries()) await ledger.add({ account, at, counts: { cloudwatchCalls, cents: microUsd }, price: ({ cents = 0 }) => cents }, String(index));
  return ledger;
};

describe('what a cycle consumed', () => {
  it('is what the telemetry of its targets took in its window, and nobody else’s', async () => {
    const ledger = await ledgerWith(['orders', START - 2 * HOUR, 1.5, 300], ['stock', START - 20 * HOUR, 0.7, 200], ['orders', START - 30 * HOUR, 9, 9000], ['other', START - HOUR, 9, 9000], ['stock', START + 5 * HOUR, 9, 9000]);
    const cost = await costOfCycle(ledger, () => START + HOUR)(CYCLE);
    // A call asks for many targets: each has its share of it.
    expect(cost).toEqual({ whole: { llmTokens: 0, llmCostMicroUsd: 0, cloudwatchApiCalls: 3, telemetryMicroUsd: 500 }, byImprovement: {} });
  });

  it('stands in its report under the names of the requirements', async () => {
    const cost = await costOfCycle(await ledgerWith(['orders', START - HOUR, 4, 250]), () => START + HOUR)(CYCLE);
    const report = buildCycleReport({ cycle: CYCLE, improvements: [], releases: [], opportunities: [], lessons: [], experience: [], cost, now: START + HOUR });
    expect(report.cost).toEqual({ llm_tokens: 0, llm_cost_usd: 0, cloudwatch_api_calls: 4, telemetry_cost_usd: 0.00025 });
  });
});
