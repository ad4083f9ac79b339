import { expect, it } from 'vitest';
import { SqliteItemStore } from '../../../../shared/adapters/local/sqlite-item-store.ts';
import { modelSpendingLines, readModelSpending } from '../../../../shared/commands/model-spending.ts';
import { modelsFrom, ModelsInput, NO_MODELS } from '../../../../shared/config/models.ts';
import { Budgets } from '../../../../shared/store/budgets.ts';
import { NOON, reservation } from '../../../support/reservation.ts';
import { testClock } from '../../../support/test-clock.ts';

const clock = testClock(NOON);
const models = modelsFrom(ModelsInput.parse({ providers: { one: { kind: 'bedrock', weeklyTokens: 5000 } }, pool: [{ id: 'm', provider: 'one' }], budgets: { perDay: { usd: 2 } } }));

it('tells what models took today and this week beside what they may', async () => {
  const budgets = new Budgets(new SqliteItemStore(':memory:', clock));
  await budgets.reserve(reservation('a', { worst: { tokens: 1200, microUsd: 340_000 }, windows: [{ id: 'day#2026-11-22', limit: {}, keptUntil: NOON + 1000 }] }));
  const spending = await readModelSpending({ models, budgets, clock });
  expect(spending).toEqual({ models: ['one/m'], today: { tokens: 1200, microUsd: 340_000, mostTokens: undefined, mostMicroUsd: 2_000_000 }, quotas: [{ id: 'provider/one', usedTokens: 1200, mostTokens: 5000 }] });
  expect(modelSpendingLines(spending)).toEqual(['Models: one/m. Today $0.34 of $2.00 and 1,200 tokens.', '  provider/one: 1,200 of 5,000 tokens in seven days']);
});

it('says when no model is configured', async () => {
  expect(modelSpendingLines(await readModelSpending({ models: NO_MODELS, budgets: new Budgets(new SqliteItemStore(':memory:', clock)), clock }))).toEqual(['No model is configured: recipes only.']);
});
