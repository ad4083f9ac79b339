import type { Cycle } from '../../shared/domain/cycle.ts';
import type { Instant } from '../../shared/domain/instant.ts';
import type { Budgets } from '../../shared/store/budgets.ts';
import type { CostLedger } from '../../shared/store/cost-ledger.ts';
import { cycleAccount, improvementAccount } from '../../shared/store/model-accounts.ts';

/** What a cycle or one improvement consumed. Money is integer micro-dollars. `telemetryMicroUsd`: of a cycle that stands on billed telemetry. */
export type Cost = { readonly llmTokens: number; readonly llmCostMicroUsd: number; readonly cloudwatchApiCalls: number; readonly telemetryMicroUsd?: number };

export const NO_COST: Cost = { llmTokens: 0, llmCostMicroUsd: 0, cloudwatchApiCalls: 0 };

/** `whole` is the cycle's, which may be more than its improvements' together (polling, attempts that came to nothing). */
export type CycleCost = { readonly whole: Cost; readonly byImprovement: { readonly [improvementId: string]: Cost | undefined } };

/** For where nothing costs anything: one machine without a model. */
export const NO_CYCLE_COST: CycleCost = { whole: NO_COST, byImprovement: {} };

const HOUR_MS = 3_600_000;

export type CostSources = {
  /** Absent where telemetry is not billed. */
  readonly ledger?: Pick<CostLedger, 'between'> | undefined;
  readonly budgets: Pick<Budgets, 'spentIn'>;
  readonly now: () => Instant;
};

/**
 * What a cycle consumed. Models: by the accounts of the cycle and of each of its improvements, in which a call that never came back counts as the most
 * that it can have cost. Telemetry: by the ledger, what its targets' took in the window that it looked at, up to its end. Calls are counted in shares,
 * since one call asks for many targets; a part of one is one.
 */
export const costOfCycle = ({ ledger, budgets, now }: CostSources) => async (cycle: Cycle): Promise<CycleCost> => {
  const spent = async (account: string): Promise<Cost> => {
    const { tokens, microUsd } = await budgets.spentIn(account);
    return { ...NO_COST, llmTokens: tokens, llmCostMicroUsd: microUsd };
  };
  const byImprovement = Object.fromEntries(await Promise.all(cycle.improvementIds.map(async (id) => [id, await spent(improvementAccount(id))] as const)));
  const own = await spent(cycleAccount(cycle.id));
  // An improvement of another cycle that was asked for anew in this one has spent before: the larger sum leaves nothing out.
  const ofAll = Object.values(byImprovement).reduce((sum, { llmTokens, llmCostMicroUsd }) => ({ ...NO_COST, llmTokens: sum.llmTokens + llmTokens, llmCostMicroUsd: sum.llmCostMicroUsd + llmCostMicroUsd }), NO_COST);
  const models: Cost = { ...NO_COST, llmTokens: Math.max(own.llmTokens, ofAll.llmTokens), llmCostMicroUsd: Math.max(own.llmCostMicroUsd, ofAll.llmCostMicroUsd) };
  return { whole: { ...models, ...(ledger === undefined ? {} : await telemetryOf(cycle, ledger, now)) }, byImprovement };
};

const telemetryOf = async ({ targetIds, startedAt, endedAt, windowHours }: Cycle, ledger: Pick<CostLedger, 'between'>, now: () => Instant): Promise<Pick<Cost, 'cloudwatchApiCalls' | 'telemetryMicroUsd'>> => {
  let calls = 0;
  let telemetryMicroUsd = 0;
  for (const targetId of targetIds) {
    const { counts, microUsd } = await ledger.between(targetId, startedAt - windowHours * HOUR_MS, endedAt ?? now());
    calls += counts['cloudwatchCalls'] ?? 0;
    telemetryMicroUsd += microUsd;
  }
  return { cloudwatchApiCalls: Math.ceil(calls - 1e-6), telemetryMicroUsd };
};
