import * as z from 'zod';
import type { CycleRunner } from '../../shared/ports/cycle-runner.ts';
import type { KeptWaits } from '../../shared/ports/kept-waits.ts';

export const AwaitVerdictInput = z.object({ improvementId: z.string(), taskToken: z.string().min(1) });
export type AwaitVerdictInput = z.infer<typeof AwaitVerdictInput>;

export type AwaitVerdictDependencies = { readonly waits: Pick<KeptWaits, 'keep'>; readonly runner: Pick<CycleRunner, 'resume'> };

/** Keeps the token of an execution that waits for the end of a watch. The watch may be over already: so it asks once more afterwards. */
export const awaitVerdict = async ({ improvementId, taskToken }: AwaitVerdictInput, { waits, runner }: AwaitVerdictDependencies): Promise<{ waiting: true }> => {
  await waits.keep(improvementId, 'verdict', taskToken);
  await runner.resume(improvementId);
  return { waiting: true };
};
