/** What a cycle or one improvement consumed. Money is integer micro-dollars. On one machine nothing calls CloudWatch. */
export type Cost = { readonly llmTokens: number; readonly llmCostMicroUsd: number; readonly cloudwatchApiCalls: number };

export const NO_COST: Cost = { llmTokens: 0, llmCostMicroUsd: 0, cloudwatchApiCalls: 0 };

/** `whole` is the cycle's, which may be more than its improvements' together (polling, attempts that came to nothing). */
export type CycleCost = { readonly whole: Cost; readonly byImprovement: { readonly [improvementId: string]: Cost | undefined } };

/** For where nothing costs anything: one machine without a model. */
export const NO_CYCLE_COST: CycleCost = { whole: NO_COST, byImprovement: {} };
