import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { StateMachine } from 'aws-local-stepfunctions';
import { describe, expect, it } from 'vitest';
import { ImprovementState } from '../../shared/domain/improvement.ts';

type State = { Type: string; Next?: string; Default?: string; Choices?: { Next: string; StringEquals?: string }[]; Catch?: { Next: string }[]; TimeoutSeconds?: number; Seconds?: number; Resource?: string; Retry?: { ErrorEquals: string[]; IntervalSeconds: number; MaxAttempts: number }[]; ItemProcessor?: Machine };
/** The package has no types of its own. */
const validate = createRequire(import.meta.url)('asl-validator') as (definition: unknown) => { isValid: boolean; errors: unknown[] };
type Machine = { StartAt: string; States: Record<string, State> };

const textOf = (file: string): string => readFileSync(new URL(`../../infra/${file}`, import.meta.url), 'utf8').replaceAll(/\$\{(\w+)\}/g, 'arn:aws:lambda:us-east-1:000000000000:function:$1');
const machineOf = (file: string): Machine => JSON.parse(textOf(file)) as Machine;

describe.each(['cycle.asl.json', 'improvement.asl.json'])('%s', (file) => {
  it('is a valid state machine', () => {
    const { isValid, errors } = validate(JSON.parse(textOf(file)));
    expect({ isValid, errors }).toEqual({ isValid: true, errors: [] });
  });

  it('is one that the machine in this process can run', () => {
    const definition = JSON.parse(textOf(file)) as ConstructorParameters<typeof StateMachine>[0];
    // Context paths ($$) are fine for the service; the library's own check of paths does not know them.
    expect(() => new StateMachine(definition, { validationOptions: { checkPaths: false, checkArn: false } })).not.toThrow();
  });

  it('bounds each of its tasks in time, and lets none fail unheard but the last resort', () => {
    const tasks = Object.entries(machineOf(file).States).filter(([, { Type }]) => Type === 'Task');
    expect(tasks.filter(([, { TimeoutSeconds }]) => !((TimeoutSeconds ?? 0) > 0)).map(([name]) => name)).toEqual([]);
    expect(tasks.filter(([, { Catch }]) => Catch === undefined).map(([name]) => name).toSorted()).toEqual(file.startsWith('cycle') ? ['FailCycle'] : ['Abandon', 'Learn']);
  });

  it('tries again what Lambda or Step Functions could not do for a moment, and nothing that our functions say', () => {
    const { States } = machineOf(file);
    const tasks = [States, ...Object.values(States).map(({ ItemProcessor }) => ItemProcessor?.States ?? {})].flatMap((states) => Object.entries(states)).filter(([, { Type }]) => Type === 'Task');
    const retried = tasks.map(([name, { Retry = [] }]) => ({ name, errors: Retry.flatMap(({ ErrorEquals }) => ErrorEquals), once: Retry.length === 1 && Retry.every(({ MaxAttempts, IntervalSeconds }) => MaxAttempts <= 5 && IntervalSeconds <= 5) }));
    expect(retried.filter(({ errors, once }) => !once || errors.length < 4 || errors.some((error) => !/^(Lambda|StepFunctions)\.\w+$/.test(error) || error === 'Lambda.Unknown'))).toEqual([]);
  });

  it('can wait for a switch over a week: an execution ends with 25,000 events, and each round is a task, a choice and a wait', () => {
    const waits = Object.entries(machineOf(file).States).filter(([name]) => name.startsWith('WaitTo'));
    expect(waits.filter(([, { Seconds = 0 }]) => (Seconds * 25_000) / 9 < 9 * 86_400)).toEqual([]);
    expect(waits.length).toBeGreaterThan(1);
  });

  it('reaches every state', () => {
    const { StartAt, States } = machineOf(file);
    const reached = new Set<string>();
    const open = [StartAt];
    for (let name = open.pop(); name !== undefined; name = open.pop()) {
      if (reached.has(name)) continue;
      reached.add(name);
      const { Next, Default, Choices = [], Catch = [] } = States[name] ?? { Type: '' };
      open.push(...[Next, Default, ...Choices.map((choice) => choice.Next), ...Catch.map((caught) => caught.Next)].filter((next) => next !== undefined));
    }
    expect([...reached].toSorted()).toEqual(Object.keys(States).toSorted());
  });
});

it('an improvement resumes from every state that is not settled', () => {
  const { Choices = [] } = machineOf('improvement.asl.json').States['Resume'] ?? { Type: '' };
  const resumed = new Set(Choices.map(({ StringEquals }) => StringEquals));
  const settled = ImprovementState.options.filter((state) => !resumed.has(state));
  expect(settled.toSorted()).toEqual(['abstained', 'failed', 'inconclusive', 'promoted', 'rejected', 'reverted', 'rolled-back', 'superseded']);
});

it('tries a function again that Lambda throttled, and gives up what keeps being throttled', async () => {
  const definition = JSON.parse(textOf('improvement.asl.json')) as ConstructorParameters<typeof StateMachine>[0];
  const throttled = Object.assign(new Error('Rate exceeded'), { name: 'Lambda.TooManyRequestsException' });
  const run = async (failures: number): Promise<string[]> => {
    const asked: string[] = [];
    const answers = (name: string, next: string) => async () => {
      asked.push(name);
      if (name === 'Generate' && asked.length <= failures) throw throttled;
      return { next };
    };
    await new StateMachine(definition, { validationOptions: { noValidate: true } }).run({ improvementId: 'imp-1', state: 'queued', cycleToken: '' }, {
      overrides: { taskResourceLocalHandlers: { Generate: answers('Generate', 'learn'), Abandon: answers('Abandon', 'learn'), Learn: answers('Learn', 'done') }, retryIntervalOverrides: { Generate: 1 } },
    }).result;
    return asked;
  };
  expect(await run(2)).toEqual(['Generate', 'Generate', 'Generate', 'Learn']);
  expect(await run(9)).toEqual([...Array<string>(5).fill('Generate'), 'Abandon', 'Learn']);
});
