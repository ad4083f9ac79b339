import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { StateMachine } from 'aws-local-stepfunctions';
import { describe, expect, it } from 'vitest';
import { ImprovementState } from '../../shared/domain/improvement.ts';

type State = { Type: string; Next?: string; Default?: string; Choices?: { Next: string; StringEquals?: string }[]; Catch?: { Next: string }[]; TimeoutSeconds?: number };
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
