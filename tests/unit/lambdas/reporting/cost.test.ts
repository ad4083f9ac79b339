import { describe, expect, it } from 'vitest';
import { costOfCycle } from '../../../../lambdas/reporting/cost.ts';
import { buildCycleReport } from '../../../../lambdas/reporting/cycle-report.ts';
import { SqliteItemStore } from '../../../../shared/adapters/local/sqlite-item-store.ts';
import type { Cycle } from '../../../../shared/domain/cycle.ts';
import { Budgets } from '../../../../shared/store/budgets.ts';
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

const budgetsNow = () => new Budgets(new SqliteItemStore(':memory:', testClock(START)));
const spend = async (budgets: Budgets, improvementId: string, tokens: number, microUsd: number) => {
  const windows = [`improvement#${improvementId}`, 'cycle#cyc-1', 'day#2026-11-21'].map((id) => ({ id, limit: {}, keptUntil: START + 24 * HOUR }));
  await budgets.reserve({ callId: `${improvementId}-${tokens}`, worst: { tokens: 1000, microUsd: 9000 }, windows, quotas: [], at: START });
  await budgets.settle(`${improvementId}-${tokens}`, { tokens, microUsd }, START);
};

describe('what a cycle consumed', () => {
  it('is what the telemetry of its targets took in its window, and nobody else’s', async () => {
    const ledger = await ledgerWith(['orders', START - 2 * HOUR, 1.5, 300], ['stock', START - 20 * HOUR, 0.7, 200], ['orders', START - 30 * HOUR, 9, 9000], ['other', START - HOUR, 9, 9000], ['stock', START + 5 * HOUR, 9, 9000]);
    const cost = await costOfCycle({ ledger, budgets: budgetsNow(), now: () => START + HOUR })(CYCLE);
    // A call asks for many targets: each has its share of it.
    expect(cost).toEqual({ whole: { llmTokens: 0, llmCostMicroUsd: 0, cloudwatchApiCalls: 3, telemetryMicroUsd: 500 }, byImprovement: {} });
  });

  it('stands in its report under the names of the requirements', async () => {
    const cost = await costOfCycle({ ledger: await ledgerWith(['orders', START - HOUR, 4, 250]), budgets: budgetsNow(), now: () => START + HOUR })(CYCLE);
    const report = buildCycleReport({ cycle: CYCLE, improvements: [], releases: [], opportunities: [], lessons: [], experience: [], cost, now: START + HOUR });
    expect(report.cost).toEqual({ llm_tokens: 0, llm_cost_usd: 0, cloudwatch_api_calls: 4, telemetry_cost_usd: 0.00025 });
  });

  it('is what models took for each improvement, and for the cycle with those that came to nothing', async () => {
    const budgets = budgetsNow();
    await spend(budgets, 'imp-1', 400, 2100);
    await spend(budgets, 'imp-1', 300, 1500);
    await spend(budgets, 'imp-2', 50, 10);
    await spend(budgets, 'imp-gone', 7, 3);
    const cost = await costOfCycle({ budgets, now: () => START })({ ...CYCLE, improvementIds: ['imp-1', 'imp-2', 'imp-3'] });
    expect(cost).toEqual({
      whole: { llmTokens: 757, llmCostMicroUsd: 3613, cloudwatchApiCalls: 0 },
      byImprovement: { 'imp-1': { llmTokens: 700, llmCostMicroUsd: 3600, cloudwatchApiCalls: 0 }, 'imp-2': { llmTokens: 50, llmCostMicroUsd: 10, cloudwatchApiCalls: 0 }, 'imp-3': { llmTokens: 0, llmCostMicroUsd: 0, cloudwatchApiCalls: 0 } },
    });
    const report = buildCycleReport({ cycle: CYCLE, improvements: [], releases: [], opportunities: [], lessons: [], experience: [], cost, now: START });
    expect(report.cost).toMatchObject({ llm_tokens: 757, llm_cost_usd: 0.003613 });
  });
});
