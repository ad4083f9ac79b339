import * as z from 'zod';
import { recoverCycle, recoverImprovement, type RecoverDependencies } from '../../shared/commands/recover.ts';
import type { TaskTokens } from '../../shared/ports/task-tokens.ts';
import type { Recovery } from '../../shared/rules/recovery/recovery-of.ts';

/** EventBridge's "Step Functions Execution Status Change". `input` is the execution's own, as text; absent when it was too long to send. */
export const ExecutionEnded = z.object({ detail: z.object({ name: z.string(), status: z.string(), input: z.string().nullish() }) });
export type ExecutionEnded = z.infer<typeof ExecutionEnded>;

export type ExecutionEndedDependencies = RecoverDependencies & { readonly tokens: TaskTokens };

const CycleInput = z.object({ cycleId: z.string() });
const ImprovementInput = z.object({ improvementId: z.string(), cycleToken: z.string().catch('') });

/** What keeps breaking is left to the minute's sweep, so that it costs one execution a minute and not one a second. */
const MOST_PROMPT_RESTARTS = 5;

/**
 * An execution failed, ran out of time or was stopped. What was not exposed yet is abandoned, what is exposed gets another execution to
 * wait for the end of its watch, a cycle is failed with the reason, and its improvements go on. Told twice, it does it once.
 */
export const executionEnded = async ({ detail }: ExecutionEnded, dependencies: ExecutionEndedDependencies): Promise<{ recovery: Recovery }> => {
  if (!['FAILED', 'TIMED_OUT', 'ABORTED'].includes(detail.status)) return { recovery: 'nothing' };
  const input = jsonOf(detail.input ?? '');
  const cycle = CycleInput.safeParse(input);
  const improvement = ImprovementInput.safeParse(input);
  const [machine, id] = cycle.success ? (['cycle', cycle.data.cycleId] as const) : (['improvement', improvement.data?.improvementId] as const);
  if (id === undefined) return { recovery: 'nothing' };
  if ((await dependencies.runner.standing(machine, id)).restarts >= MOST_PROMPT_RESTARTS) return { recovery: 'nothing' };
  if (machine === 'cycle') return { recovery: await recoverCycle(id, dependencies) };
  const recovery = await recoverImprovement(id, dependencies);
  const cycleToken = improvement.data?.cycleToken ?? '';
  // Settled, and its lesson cannot be learned: its cycle need not wait for that.
  if (recovery === 'nothing' && cycleToken !== '' && (await dependencies.runner.standing('improvement', id)).status === 'broken') await dependencies.tokens.answer(cycleToken, { improvementId: id });
  return { recovery };
};

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
