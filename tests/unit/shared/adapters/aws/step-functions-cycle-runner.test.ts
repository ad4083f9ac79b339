import { DescribeExecutionCommand, ExecutionAlreadyExists, ExecutionDoesNotExist, InvalidToken, SendTaskSuccessCommand, SFNClient, StartExecutionCommand, StopExecutionCommand, TaskDoesNotExist, TaskTimedOut } from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stepFunctionsCycleRunner } from '../../../../../shared/adapters/aws/step-functions-cycle-runner.ts';
import { SqliteItemStore } from '../../../../../shared/adapters/local/sqlite-item-store.ts';
import { Waits } from '../../../../../shared/store/waits.ts';
import { testClock } from '../../../../support/test-clock.ts';

const machine = (name: string): string => `arn:aws:states:eu-central-1:111122223333:stateMachine:pawl-test-${name}`;
const META = { $metadata: {}, message: 'as the service says it' };

/** Only what the emulator does not do: statuses it never sets, errors it never raises. */
const running = ({ next }: { next?: string } = { next: 'learn' }) => {
  const answer = next === undefined ? undefined : { next };
  const sfn = mockClient(SFNClient);
  const waits = new Waits(new SqliteItemStore(join(mkdtempSync(join(tmpdir(), 'pawl-sfn-')), 'pawl.sqlite'), testClock()));
  const runner = stepFunctionsCycleRunner({
    client: new SFNClient({ region: 'eu-central-1' }), waits,
    machines: { cycle: machine('cycle'), improvement: machine('improvement') },
    answers: { approval: async () => answer, verdict: async () => answer, stateOf: async () => 'watching' },
  });
  return { sfn, waits, runner, started: () => sfn.commandCalls(StartExecutionCommand).map(({ args: [{ input: { name, input } }] }) => [name, JSON.parse(input ?? '') as unknown]) };
};

describe('a wait', () => {
  it.each([new TaskTimedOut(META), new InvalidToken(META), new TaskDoesNotExist(META)])('that is gone is forgotten (%s)', async (error) => {
    const { sfn, waits, runner } = running();
    sfn.on(SendTaskSuccessCommand).rejects(error);
    await waits.keep('imp-1', 'verdict', 'token');
    await runner.resume('imp-1');
    expect(await waits.of('imp-1')).toEqual({});
  });

  it('stays kept when it could not be answered, and the failure names action and code', async () => {
    const { sfn, waits, runner } = running();
    sfn.on(SendTaskSuccessCommand).rejects(Object.assign(new Error('no'), { name: 'AccessDeniedException' }));
    await waits.keep('imp-1', 'verdict', 'token');
    await expect(runner.resume('imp-1')).rejects.toThrow(expect.objectContaining({ code: 'PAWL-AWS-DENIED', message: expect.stringContaining('states:SendTaskSuccess') as string }) as Error);
    expect(await waits.of('imp-1')).toEqual({ verdict: 'token' });
  });

  it('whose answer is not there yet stays', async () => {
    const { sfn, waits, runner } = running({});
    await waits.keep('imp-1', 'verdict', 'token');
    await runner.resume('imp-1');
    await runner.resume('imp-2');
    expect([sfn.calls().length, await waits.of('imp-1')]).toEqual([0, { verdict: 'token' }]);
  });
});

describe('an improvement', () => {
  it('is started under another name after its execution timed out, with the token of the cycle that still waits', async () => {
    const { sfn, runner, started } = running();
    sfn.on(DescribeExecutionCommand).resolves({ status: 'TIMED_OUT', input: '{"improvementId":"imp-1","state":"queued","cycleToken":"T"}' }).on(StartExecutionCommand).resolves({});
    expect(await runner.startImprovement('imp-1')).toEqual({ started: true });
    expect(sfn.commandCalls(DescribeExecutionCommand)[0]?.args[0].input.executionArn).toBe('arn:aws:states:eu-central-1:111122223333:execution:pawl-test-improvement:imp-1');
    expect(started()).toEqual([['imp-1-1', { improvementId: 'imp-1', state: 'watching', cycleToken: 'T' }]]);
  });

  it('gets the execution that was claimed and never started, under the name that was claimed', async () => {
    const { sfn, waits, runner, started } = running();
    await waits.claimRestart('imp-1', 0);
    sfn.on(DescribeExecutionCommand).rejects(new ExecutionDoesNotExist(META)).on(StartExecutionCommand).resolves({});
    await runner.startImprovement('imp-1');
    expect(started().map(([name]) => name)).toEqual(['imp-1-1']);
  });

  it('is started by one of those who find it ended at the same time', async () => {
    const { sfn, runner } = running();
    sfn.on(DescribeExecutionCommand).resolves({ status: 'FAILED', input: '{}' }).on(StartExecutionCommand).resolves({});
    const answers = await Promise.all([1, 2, 3].map(() => runner.startImprovement('imp-1')));
    expect([answers.filter(({ started }) => started).length, sfn.commandCalls(StartExecutionCommand).length]).toEqual([1, 1]);
  });

  it('counts as not started when somebody started the same name a moment before', async () => {
    const { sfn, runner } = running();
    sfn.on(DescribeExecutionCommand).rejects(new ExecutionDoesNotExist(META)).on(StartExecutionCommand).rejects(new ExecutionAlreadyExists(META));
    expect(await runner.startImprovement('imp-1')).toEqual({ started: false });
  });

  it('is stopped only while it runs', async () => {
    const { sfn, runner } = running();
    sfn.on(DescribeExecutionCommand).resolvesOnce({ status: 'RUNNING', input: '{}' }).resolves({ status: 'SUCCEEDED', input: '{}' }).on(StopExecutionCommand).resolves({});
    await runner.stop('imp-1');
    await runner.stop('imp-1');
    expect(sfn.commandCalls(StopExecutionCommand)).toHaveLength(1);
  });
});

it.each([
  [{ status: 'ABORTED' as const, error: 'Stopped', cause: 'by ada' }, { status: 'broken', reason: 'Its execution imp-1 was stopped: Stopped: by ada.' }],
  [{ status: 'TIMED_OUT' as const }, { status: 'broken', reason: 'Its execution imp-1 ran out of time.' }],
  [{ status: 'PENDING_REDRIVE' as const }, { status: 'running' }],
  [{ status: 'SUCCEEDED' as const }, { status: 'succeeded' }],
])('tells how an execution stands: %j', async (described, standing) => {
  const { sfn, runner } = running();
  sfn.on(DescribeExecutionCommand).resolves(described);
  expect(await runner.standing('improvement', 'imp-1')).toEqual({ ...standing, name: 'imp-1', restarts: 0 });
});

it('gives up a cycle with what ended it, under a name of its own', async () => {
  const { sfn, runner, started } = running();
  sfn.on(DescribeExecutionCommand).resolves({ status: 'FAILED', input: 'not json' }).on(StartExecutionCommand).resolves({});
  await runner.giveUp('cycle', 'cyc-1', 'It was stopped.');
  expect(started()).toEqual([['cyc-1-1', { cycleId: 'cyc-1', state: 'given-up', error: { Error: 'ExecutionEnded', Cause: 'It was stopped.' } }]]);
});
