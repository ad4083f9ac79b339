import { afterAll, describe, expect, it } from 'vitest';
import { AslCycleRunner, type CycleHandlers } from '../../../local/asl/asl-cycle-runner.ts';
import { straightWay } from '../../contract/cycle-runner.ts';
import { startEmulator } from '../../support/emulator.ts';
import { emulatedMachines, type EmulatedMachines } from '../../support/emulator-machines.ts';

/** Made anew for each world, since answers are given in turn. */
type Scenario = { readonly name: string; readonly change: () => Partial<CycleHandlers>; readonly states: readonly string[] };

const inTurn = (...answers: string[]) => async (): Promise<{ next: string }> => ({ next: (answers.length > 1 ? answers.shift() : answers[0]) ?? '' });
const breaks = async (): Promise<never> => {
  throw new TypeError('odd');
};

const IMPROVED = ['Begin', 'Analyse', 'Analysed', 'ImproveEach', 'Report', 'Reported', 'Done'];
const RELEASED = ['Release', 'Released', 'Watch', 'Learn'];
const VALIDATED = ['Validate', 'Validated'];
const GENERATED = ['Generate', 'Generated'];

const SCENARIOS: readonly Scenario[] = [
  { name: 'promoted', change: () => ({}), states: ['Resume', ...GENERATED, ...VALIDATED, ...RELEASED] },
  { name: 'no remedy', change: () => ({ generate: inTurn('learn') }), states: ['Resume', ...GENERATED, 'Learn'] },
  { name: 'rejected by a check', change: () => ({ validate: inTurn('learn') }), states: ['Resume', ...GENERATED, ...VALIDATED, 'Learn'] },
  { name: 'written again after a check', change: () => ({ validate: inTurn('generate', 'release') }), states: ['Resume', ...GENERATED, ...VALIDATED, ...GENERATED, ...VALIDATED, ...RELEASED] },
  { name: 'approved', change: () => ({ validate: inTurn('approve') }), states: ['Resume', ...GENERATED, ...VALIDATED, 'Approve', 'Approved', ...RELEASED] },
  { name: 'refused by a person', change: () => ({ validate: inTurn('approve'), approval: inTurn('learn') }), states: ['Resume', ...GENERATED, ...VALIDATED, 'Approve', 'Approved', 'Learn'] },
  {
    name: 'behind another release',
    change: () => ({ release: inTurn('wait', 'wait', 'watch') }),
    states: ['Resume', ...GENERATED, ...VALIDATED, 'Release', 'Released', 'WaitForTarget', 'Release', 'Released', 'WaitForTarget', ...RELEASED],
  },
  { name: 'for code that no longer serves', change: () => ({ release: inTurn('validate', 'watch') }), states: ['Resume', ...GENERATED, ...VALIDATED, 'Release', 'Released', ...VALIDATED, ...RELEASED] },
  { name: 'broken while it is generated', change: () => ({ generate: breaks }), states: ['Resume', 'Generate', 'Abandon', 'Learn'] },
  { name: 'broken while it is validated', change: () => ({ validate: breaks }), states: ['Resume', ...GENERATED, 'Validate', 'Abandon', 'Learn'] },
  { name: 'broken while it is released', change: () => ({ release: breaks }), states: ['Resume', ...GENERATED, ...VALIDATED, 'Release', 'Abandon', 'Learn'] },
  { name: 'found while it is watched', change: () => ({ stateOf: async () => 'watching' }), states: ['Resume', 'Watch', 'Learn'] },
  { name: 'found while it waits for a person', change: () => ({ stateOf: async () => 'awaiting-approval' }), states: ['Resume', 'Approve', 'Approved', ...RELEASED] },
  { name: 'found settled', change: () => ({ stateOf: async () => 'rejected' }), states: ['Resume', 'Learn'] },
];

const CYCLES: readonly Scenario[] = [
  { name: 'with one improvement', change: () => ({}), states: IMPROVED },
  { name: 'with nothing found', change: () => ({ analyse: async () => ({ improvements: [] }) }), states: IMPROVED },
  { name: 'without an analysis', change: () => ({ analyse: breaks }), states: ['Begin', 'Analyse', 'FailCycle'] },
  { name: 'without a report', change: () => ({ report: breaks }), states: ['Begin', 'Analyse', 'Analysed', 'ImproveEach', 'Report', 'FailCycle'] },
];

/** The states as they are entered in this process; those inside the Map of a cycle are left out, as in the emulator's history. */
const enteredHere = async (machine: 'cycle' | 'improvement', id: string, change: Partial<CycleHandlers>): Promise<string[]> => {
  const entered: string[] = [];
  const { handlers } = straightWay(`${id}-of-cycle`, change);
  const runner = new AslCycleRunner(handlers, { waitForTargetMs: 1, onEntered: (execution, state) => execution === id && entered.push(state) });
  await (machine === 'cycle' ? runner.startCycle(id) : runner.startImprovement(id));
  await runner.finished(id);
  return entered.filter((state) => !['Improve', 'ImproveFailed'].includes(state));
};

const enteredThere = async (machines: EmulatedMachines, machine: 'cycle' | 'improvement', id: string, change: Partial<CycleHandlers>): Promise<string[]> => {
  machines.use(straightWay(`${id}-of-cycle`, change).handlers);
  await (machine === 'cycle' ? machines.runner.startCycle(id) : machines.runner.startImprovement(id));
  await machines.ended(machine, id);
  return machines.statesOf(machine, id);
};

const emulator = await startEmulator({ env: { SFN_WAIT_SCALE: '0' } });
const machines = 'missing' in emulator ? undefined : await emulatedMachines(emulator);
afterAll(async () => {
  await machines?.close();
  if (!('missing' in emulator)) await emulator.stop();
});

describe.skipIf(!machines)('the same file goes through the same states here and on Step Functions', () => {
  if (!machines) return;
  it.each(SCENARIOS.map((scenario, index) => ({ ...scenario, id: `imp-${index}` })))('an improvement $name', async ({ id, change, states }) => {
    const [here, there] = [await enteredHere('improvement', id, change()), await enteredThere(machines, 'improvement', id, change())];
    expect(there).toEqual(here);
    expect(here).toEqual(states);
  });

  it.each(CYCLES.map((scenario, index) => ({ ...scenario, id: `cyc-${index}` })))('a cycle $name', async ({ id, change, states }) => {
    const [here, there] = [await enteredHere('cycle', id, change()), await enteredThere(machines, 'cycle', id, change())];
    expect(there).toEqual(here);
    expect(here).toEqual(states);
  });
});
