import * as z from 'zod';
import type { CycleRunner } from '../../shared/ports/cycle-runner.ts';
import type { KeptWaits } from '../../shared/ports/kept-waits.ts';
import type { TaskTokens } from '../../shared/ports/task-tokens.ts';

export const AwaitApprovalInput = z.object({ improvementId: z.string(), taskToken: z.string().min(1), cycleToken: z.string() });
export type AwaitApprovalInput = z.infer<typeof AwaitApprovalInput>;

export type AwaitApprovalDependencies = { readonly waits: Pick<KeptWaits, 'keep'>; readonly tokens: TaskTokens; readonly runner: Pick<CycleRunner, 'resume'> };

/**
 * Keeps the token of an execution that waits for a person, and lets the cycle go on to its report meanwhile. A person may have answered
 * a moment before the token was kept, and found nothing to resume: so the question is asked once more afterwards.
 */
export const awaitApproval = async ({ improvementId, taskToken, cycleToken }: AwaitApprovalInput, { waits, tokens, runner }: AwaitApprovalDependencies): Promise<{ waiting: true }> => {
  await waits.keep(improvementId, 'approval', taskToken);
  if (cycleToken !== '') await tokens.answer(cycleToken, { improvementId });
  await runner.resume(improvementId);
  return { waiting: true };
};
