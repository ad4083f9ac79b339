import { type SFNClient } from '@aws-sdk/client-sfn';
import type { CycleRunner } from '../../ports/cycle-runner.ts';
import type { Executions, MachineName } from '../../ports/executions.ts';
import { WAIT_KINDS, type KeptWaits, type WaitKind } from '../../ports/kept-waits.ts';
import { stepFunctionsExecution, type Described } from './step-functions-execution.ts';
import { stepFunctionsTaskTokens } from './step-functions-task-tokens.ts';

/** What the store knows of an improvement: whether a wait of it is over, and how, and where it stands. */
export type Answers = { readonly [Kind in WaitKind]: (improvementId: string) => Promise<{ readonly next: string } | undefined> } & {
  readonly stateOf: (improvementId: string) => Promise<string>;
};

export type StepFunctionsCycleRunnerOptions = {
  readonly client: SFNClient;
  /** ARNs of the two state machines. */
  readonly machines: { readonly [Name in MachineName]: string };
  readonly waits: KeptWaits;
  readonly answers: Answers;
};

/** The last execution that there is. `next` is the name for another one: claimed already when whoever claimed it did not come to start it. */
type Last = { readonly name: string; readonly restarts: number; readonly described: Described | undefined; readonly next: { readonly name: string; readonly isClaimed: boolean } };

const nameOf = (id: string, restarts: number): string => (restarts === 0 ? id : `${id}-${restarts}`);

/**
 * `CycleRunner` on Step Functions. The first execution of an id is named after it, whoever starts it; later ones get a number, counted in
 * the store, because a name can be used again only after 90 days. So one cause starts one execution, however many ask.
 */
export const stepFunctionsCycleRunner = ({ client, machines, waits, answers }: StepFunctionsCycleRunnerOptions): CycleRunner & Executions => {
  const tokens = stepFunctionsTaskTokens({ client });
  const { describe, start, stop } = stepFunctionsExecution(client);

  const lastOf = async (machine: MachineName, id: string): Promise<Last> => {
    const restarts = await waits.restarts(id);
    for (let restart = restarts; restart >= 0; restart -= 1) {
      const name = nameOf(id, restart);
      const described = await describe(machines[machine], name);
      if (described) return { name, restarts, described, next: restart === restarts ? { name: nameOf(id, restarts + 1), isClaimed: false } : { name: nameOf(id, restarts), isClaimed: true } };
    }
    return { name: id, restarts, described: undefined, next: { name: nameOf(id, restarts), isClaimed: true } };
  };

  /** Starts the next execution of this id, unless one is running. `cycleToken` of the one before is handed on: its cycle still waits. */
  const startNext = async (machine: MachineName, id: string, inputOf: (cycleToken: string) => Promise<object>): Promise<{ started: boolean }> => {
    const { restarts, described, next } = await lastOf(machine, id);
    if (described?.status === 'RUNNING') return { started: false };
    const input = await inputOf(described?.cycleToken ?? '');
    if (!next.isClaimed && !(await waits.claimRestart(id, restarts))) return { started: false };
    return start(machines[machine], next.name, input);
  };

  return {
    startCycle: (cycleId) => start(machines.cycle, cycleId, { cycleId, state: 'running' }),

    startImprovement: (improvementId) => startNext('improvement', improvementId, async (cycleToken) => ({ improvementId, state: await answers.stateOf(improvementId), cycleToken })),

    resume: async (improvementId) => {
      const waiting = await waits.of(improvementId);
      for (const kind of WAIT_KINDS) {
        const token = waiting[kind];
        const answer = token === undefined ? undefined : await answers[kind](improvementId);
        if (token === undefined || !answer) continue;
        // Forgotten after it is answered: a crash in between asks a second time, and finds it gone.
        await tokens.answer(token, { next: answer.next });
        await waits.forget(improvementId, kind, token);
      }
    },

    stop: async (improvementId) => {
      const { name, described } = await lastOf('improvement', improvementId);
      if (described?.status === 'RUNNING') await stop(machines.improvement, name);
    },

    standing: async (machine, id) => {
      const { name, restarts, described } = await lastOf(machine, id);
      if (!described) return { status: 'none', name, restarts };
      if (described.status === 'RUNNING' || described.status === 'PENDING_REDRIVE') return { status: 'running', name, restarts };
      if (described.status === 'SUCCEEDED') return { status: 'succeeded', name, restarts };
      return { status: 'broken', name, restarts, reason: described.reason };
    },

    giveUp: (machine, id, reason) =>
      startNext(machine, id, async (cycleToken) => ({
        ...(machine === 'cycle' ? { cycleId: id } : { improvementId: id, cycleToken }),
        state: 'given-up',
        error: { Error: 'ExecutionEnded', Cause: reason },
      })),
  };
};
