import type { Clock } from '../ports/clock.ts';
import type { CycleRunner } from '../ports/cycle-runner.ts';
import type { Executions, ExecutionStanding } from '../ports/executions.ts';
import { hasExecution, recoveryOfCycle, recoveryOfImprovement, type Recovery } from '../rules/recovery/recovery-of.ts';
import type { Cycles } from '../store/cycles.ts';
import type { Improvements } from '../store/improvements.ts';

/** Whoever creates something starts its execution at once; after this long nobody will. */
export const START_GRACE_MS = 60_000;

export type RecoverDependencies = {
  readonly improvements: Pick<Improvements, 'find'>;
  readonly cycles: Pick<Cycles, 'find'>;
  readonly runner: CycleRunner & Executions;
  readonly clock: Clock;
  /** How long whoever created something may take to start its execution, in milliseconds. */
  readonly graceMs: number;
};

/** Sees to it that an improvement has an execution as long as it needs one. Asked twice, it does the same once. */
export const recoverImprovement = async (improvementId: string, { improvements, cycles, runner, clock, graceMs }: RecoverDependencies): Promise<Recovery> => {
  const execution = await runner.standing('improvement', improvementId);
  const improvement = await improvements.find(improvementId);
  if (!improvement) return 'nothing';
  const cycle = improvement.cycleId === undefined ? undefined : await cycles.find(improvement.cycleId);
  const recovery = recoveryOfImprovement({
    state: improvement.state, sinceMs: clock.now() - improvement.stateSince, execution, graceMs,
    cycleRuns: improvement.origin === 'opportunity' && cycle?.state === 'running' && hasExecution(cycle),
  });
  if (recovery === 'start') await runner.startImprovement(improvementId);
  if (recovery === 'give-up') await runner.giveUp('improvement', improvementId, reasonFor(execution));
  return recovery;
};

/** Sees to it that a cycle that runs has an execution, or ends as failed. */
export const recoverCycle = async (cycleId: string, { cycles, runner, clock, graceMs }: RecoverDependencies): Promise<Recovery> => {
  const execution = await runner.standing('cycle', cycleId);
  const cycle = await cycles.find(cycleId);
  if (!cycle) return 'nothing';
  const recovery = recoveryOfCycle({ cycle, sinceMs: clock.now() - cycle.startedAt, execution, graceMs });
  if (recovery === 'start') await runner.startCycle(cycleId);
  if (recovery === 'give-up') await runner.giveUp('cycle', cycleId, reasonFor(execution));
  return recovery;
};

const reasonFor = (execution: ExecutionStanding): string => (execution.status === 'broken' ? execution.reason : `Its execution ${execution.name} ended without an end of its own.`);
