import type { ModelsConfig } from '../config/models.ts';
import type { Clock } from '../ports/clock.ts';
import type { Budgets } from '../store/budgets.ts';
import { dayAccount } from '../store/model-accounts.ts';
import { usedInWeek } from '../store/quotas.ts';

/** What is configured, and how much of it is spent. Money in micro-dollars. */
export type ModelSpending = {
  readonly models: readonly string[];
  readonly today: { readonly tokens: number; readonly microUsd: number; readonly mostTokens?: number | undefined; readonly mostMicroUsd?: number | undefined };
  readonly quotas: readonly { readonly id: string; readonly usedTokens: number; readonly mostTokens: number }[];
};

/** What models took today (UTC) and in the last seven days, beside what they may. `undefined` where none is configured. */
export const readModelSpending = async ({ models, budgets, clock }: { readonly models: ModelsConfig; readonly budgets: Pick<Budgets, 'spentIn' | 'quota'>; readonly clock: Pick<Clock, 'now'> }): Promise<ModelSpending | undefined> => {
  if (models.pool.length === 0) return undefined;
  const now = clock.now();
  const { tokens, microUsd } = await budgets.spentIn(dayAccount(now));
  const { perDay } = models.budgets;
  return {
    models: models.pool.map(({ provider, id }) => `${provider}/${id}`),
    today: { tokens, microUsd, mostTokens: perDay.tokens, mostMicroUsd: perDay.microUsd },
    quotas: await Promise.all(Object.entries(models.quotas).map(async ([id, mostTokens]) => ({ id, usedTokens: usedInWeek(await budgets.quota(id), now), mostTokens }))),
  };
};

const counted = new Intl.NumberFormat('en-US');

/** The same in lines for a terminal. */
export const modelSpendingLines = (spending: ModelSpending | undefined): string[] => {
  if (spending === undefined) return ['No model is configured: recipes only.'];
  const { models, today, quotas } = spending;
  const usd = (microUsd: number): string => `$${(microUsd / 1e6).toFixed(2)}`;
  const of = (most: string | undefined): string => (most === undefined ? '' : ` of ${most}`);
  return [
    `Models: ${models.join(', ')}. Today ${usd(today.microUsd)}${of(today.mostMicroUsd === undefined ? undefined : usd(today.mostMicroUsd))} and ${counted.format(today.tokens)}${of(today.mostTokens === undefined ? undefined : counted.format(today.mostTokens))} tokens.`,
    ...quotas.map(({ id, usedTokens, mostTokens }) => `  ${id}: ${counted.format(usedTokens)} of ${counted.format(mostTokens)} tokens in seven days`),
  ];
};
