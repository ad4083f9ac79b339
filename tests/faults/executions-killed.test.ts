import { DescribeExecutionCommand, ExecutionAlreadyExists, ExecutionDoesNotExist, SendTaskSuccessCommand, type SFNClient, StartExecutionCommand, TaskTimedOut } from '@aws-sdk/client-sfn';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { awaitApproval } from '../../lambdas/validation/await-approval.ts';
import { stepFunctionsCycleRunner } from '../../shared/adapters/aws/step-functions-cycle-runner.ts';
import { stepFunctionsTaskTokens } from '../../shared/adapters/aws/step-functions-task-tokens.ts';
import { SqliteItemStore } from '../../shared/adapters/local/sqlite-item-store.ts';
import type { Change, ItemStore } from '../../shared/ports/item-store.ts';
import { Waits } from '../../shared/store/waits.ts';
import { testClock } from '../support/test-clock.ts';

const META = { $metadata: {}, message: 'as the service says it' };
const machine = (name: string): string => `arn:aws:states:us-east-1:000000000000:stateMachine:${name}`;

/** Step Functions as far as a runner can tell: names that are used once, tokens that are answered once. */
class FakeStates {
  readonly executions = new Map<string, { status: 'RUNNING' | 'ABORTED' | 'SUCCEEDED'; input: string }>();
  readonly open = new Set<string>();
  readonly answers: [string, unknown][] = [];

  send(command: unknown): object {
    if (command instanceof StartExecutionCommand) return this.#start(command.input.name ?? '', command.input.input ?? '');
    if (command instanceof DescribeExecutionCommand) return this.#describe(command.input.executionArn?.split(':').at(-1) ?? '');
    if (command instanceof SendTaskSuccessCommand) return this.#answer(command.input.taskToken ?? '', command.input.output ?? '');
    throw new Error('not here');
  }

  #start(name: string, input: string): object {
    const held = this.executions.get(name);
    if (held && (held.status !== 'RUNNING' || held.input !== input)) throw new ExecutionAlreadyExists(META);
    this.executions.set(name, held ?? { status: 'RUNNING', input });
    return {};
  }

  #describe(name: string): object {
    const held = this.executions.get(name);
    if (!held) throw new ExecutionDoesNotExist(META);
    return held;
  }

  #answer(token: string, output: string): object {
    if (!this.open.delete(token)) throw new TaskTimedOut(META);
    this.answers.push([token, JSON.parse(output)]);
    return {};
  }
}

/** Lets `calls` changing calls through and dies at the next: before it has its effect, or after. */
const killer = (calls: number, when: 'before' | 'after') => {
  let left = calls;
  let killed = false;
  return {
    wasKilled: () => killed,
    around: async <Answer>(effect: () => Answer | Promise<Answer>): Promise<Answer> => {
      left -= 1;
      const dies = left === -1;
      killed ||= dies;
      if (dies && when === 'before') throw new Error('killed');
      const answer = await effect();
      if (dies) throw new Error('killed');
      return answer;
    },
  };
};

/** An improvement whose execution was stopped while a person was asked: started again, asked again, answered, each step by whoever does it on AWS. */
const run = async (calls: number, when: 'before' | 'after') => {
  const death = killer(calls, when);
  const states = new FakeStates();
  states.executions.set('imp-1', { status: 'ABORTED', input: '{"cycleToken":"C"}' });
  states.open.add('C');
  const inner = new SqliteItemStore(join(mkdtempSync(join(tmpdir(), 'pawl-killed-')), 'pawl.sqlite'), testClock());
  const store: ItemStore = { get: (key) => inner.get(key), query: (query) => inner.query(query), write: (changes: readonly Change[]) => death.around(() => inner.write(changes)) };
  const client = { send: async (command: unknown) => (command instanceof DescribeExecutionCommand ? states.send(command) : death.around(() => states.send(command))) } as unknown as SFNClient;
  const waits = new Waits(store);
  let approved = false;
  const runner = stepFunctionsCycleRunner({
    client, waits, machines: { cycle: machine('cycle'), improvement: machine('improvement') },
    answers: { approval: async () => (approved ? { next: 'release' } : undefined), verdict: async () => undefined, stateOf: async () => 'awaiting-approval' },
  });
  const tokens = stepFunctionsTaskTokens({ client });
  /** Lambda's retry, or the next minute's sweep. */
  const again = async (step: () => Promise<unknown>): Promise<void> => {
    try {
      await step();
    } catch (error) {
      if (!(error instanceof Error) || !error.message.includes('killed')) throw error;
      await step();
    }
  };

  await again(() => runner.startImprovement('imp-1'));
  await again(() => runner.startImprovement('imp-1'));
  states.open.add('T');
  await again(() => awaitApproval({ improvementId: 'imp-1', taskToken: 'T', cycleToken: 'C' }, { waits, tokens, runner }));
  approved = true;
  await again(() => runner.resume('imp-1'));
  await again(() => runner.resume('imp-1'));
  return { states, waiting: await waits.waiting(), wasKilled: death.wasKilled() };
};

const CHANGING_CALLS = 6;

describe('whoever coordinates is killed', () => {
  it('at no other changing call than those tried below', async () => {
    expect([(await run(CHANGING_CALLS - 1, 'after')).wasKilled, (await run(CHANGING_CALLS, 'after')).wasKilled]).toEqual([true, false]);
  });

  it.each(Array.from({ length: CHANGING_CALLS }, (_, call) => (['before', 'after'] as const).map((when) => ({ call, when }))).flat())(
    '$when changing call $call: one execution follows, each token is answered once, nothing is left waiting',
    async ({ call, when }) => {
      const { states, waiting } = await run(call, when);
      expect([...states.executions.keys()]).toEqual(['imp-1', 'imp-1-1']);
      expect(JSON.parse(states.executions.get('imp-1-1')?.input ?? '')).toMatchObject({ cycleToken: 'C', state: 'awaiting-approval' });
      expect(states.answers).toEqual([['C', { improvementId: 'imp-1' }], ['T', { next: 'release' }]]);
      expect(waiting).toEqual([]);
    },
  );
});
