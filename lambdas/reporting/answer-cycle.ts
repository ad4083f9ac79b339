import { SETTLED } from '../../shared/domain/improvement.ts';
import type { TaskTokens } from '../../shared/ports/task-tokens.ts';
import type { Improvements } from '../../shared/store/improvements.ts';

export type AnswerCycleDependencies = { readonly improvements: Pick<Improvements, 'get'>; readonly tokens: TaskTokens };

/**
 * Tells the cycle that waits for this improvement that it has settled. What came to its lesson unsettled (its execution broke while it
 * was exposed) is started again with the same token, and answers then. `cycleToken` is empty when no cycle waits.
 */
export const answerCycle = async ({ improvementId, cycleToken }: { improvementId: string; cycleToken: string }, { improvements, tokens }: AnswerCycleDependencies): Promise<void> => {
  if (cycleToken === '' || !SETTLED.includes((await improvements.get(improvementId)).state)) return;
  await tokens.answer(cycleToken, { improvementId });
};
