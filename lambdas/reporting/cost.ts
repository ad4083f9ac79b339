import type { Cycle } from '../../shared/domain/cycle.ts';
import type { Instant } from '../../shared/domain/instant.ts';
import type { CostLedger } from '../../shared/store/cost-ledger.ts';

/** What a cycle or one improvement consumed. Money is integer micro-dollars. `telemetryMicroUsd`: of a cycle that stands on billed telemetry. */
export type Cost = { readonly llmTokens: number; readonly llmCostMicroUsd: number; readonly cloudwatchApiCalls: number; readonly telemetryMicroUsd?: number };

export const NO_COST: Cost = { llmTokens: 0, llmCostMicroUsd: 0, cloudwatchApiCalls: 0 };

/** `whole` is the cycle's, which may be more than its improvements' together (polling, attempts that came to nothing). */
export type CycleCost = { readonly whole: Cost; readonly byImprovement: { readonly [improvementId: string]: Cost | undefined } };

/** For where nothing costs anything: one machine without a model. */
export const NO_CYCLE_COST: CycleCost = { whole: NO_COST, byImprovement: {} };

const HOUR_MS = 3_600_000;

/**
 * What a cycle consumed, by the ledger: what its targets' telemetry took in the window that it looked at, up to its end. Calls are counted
 * in shares, since one call asks for many targets; a part of one is one.
 */
export const costOfCycle = (ledger: Pick<CostLedger, 'between'>, now: () => Instant) => async ({ targetIds, startedAt, endedAt, windowHours }: Cycle): Promise<CycleCost> => {
  let calls = 0;
  let telemetryMicroUsd = 0;
  for (const targetId of targetIds) {
    const { counts, microUsd } = await ledger.between(targetId, startedAt - windowHours * HOUR_MS, endedAt ?? now());
    calls += counts['cloudwatchCalls'] ?? 0;
    telemetryMicroUsd += microUsd;
  }
  return { whole: { ...NO_COST, cloudwatchApiCalls: Math.ceil(calls - 1e-6), telemetryMicroUsd }, byImprovement: {} };
};
