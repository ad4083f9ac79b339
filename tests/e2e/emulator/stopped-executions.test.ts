import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { executionEnded } from '../../../lambdas/trigger/execution-ended.ts';
import type { CycleHandlers } from '../../../local/asl/asl-cycle-runner.ts';
import { SqliteItemStore } from '../../../shared/adapters/local/sqlite-item-store.ts';
import { systemClock } from '../../../shared/adapters/local/system-clock.ts';
import { sweep } from '../../../shared/commands/sweep.ts';
import type { ImprovementState } from '../../../shared/domain/improvement.ts';
import { Cycles } from '../../../shared/store/cycles.ts';
import { Improvements } from '../../../shared/store/improvements.ts';
import { waitAnswers } from '../../../shared/store/wait-answers.ts';
import { startEmulator } from '../../support/emulator.ts';
import { emulatedMachines, type EmulatedMachines } from '../../support/emulator-machines.ts';
import { reportFacts } from '../../support/report-facts.ts';

type Stage = 'generate' | 'validate' | 'approve' | 'release' | 'watch';

/** An improvement on its way through a real store, which stands still at `stage` until `goOn` is called. */
const world = async (machines: EmulatedMachines, id: string, stage: Stage) => {
  const store = new SqliteItemStore(join(mkdtempSync(join(tmpdir(), 'pawl-stopped-')), 'pawl.sqlite'), systemClock);
  const [improvements, cycles] = [new Improvements(store), new Cycles(store)];
  const { facts } = reportFacts();
  const [template] = facts.improvements;
  if (!template) throw new Error('The fixture has no improvement.');
  await improvements.create({ ...template, id, cycleId: `cyc-${id}`, state: 'queued', stateSince: systemClock.now(), history: [] });
  const { endedAt: _, ...cycle } = facts.cycle;
  await cycles.create({ ...cycle, id: `cyc-${id}`, trigger: 'schedule', state: 'running', startedAt: systemClock.now(), improvementIds: [id] });

  const enter = (state: ImprovementState) => improvements.transition(id, state, { by: 'test', at: systemClock.now() });
  const { promise: gate, resolve: goOn } = Promise.withResolvers<void>();
  const reached: string[] = [];
  const reach = async (what: Stage): Promise<void> => {
    reached.push(what);
    if (what === stage) await gate;
  };
  const answers = waitAnswers(improvements);
  const handlers: CycleHandlers = {
    ...answers,
    approval: async (asked) => (reached.push('approve'), answers.approval(asked)),
    verdict: async (asked) => (reached.push('watch'), answers.verdict(asked)),
    analyse: async () => ({ improvements: [{ improvementId: id, state: 'queued' }] }),
    generate: async () => {
      await enter('generating');
      await reach('generate');
      return { next: (await enter('validating')).ok ? 'validate' : 'learn' };
    },
    validate: async () => {
      await reach('validate');
      if (stage === 'approve') await enter('awaiting-approval');
      return { next: stage === 'approve' ? 'approve' : 'release' };
    },
    release: async () => {
      await enter('releasing');
      await reach('release');
      await enter('watching');
      return { next: 'watch' };
    },
    abandon: async () => (await enter('failed'), { next: 'learn' }),
    learn: async () => ({ next: 'done' }),
    report: async () => cycles.update(`cyc-${id}`, (held) => ({ ...held, state: 'completed' })),
    failCycle: async ({ error }) => cycles.update(`cyc-${id}`, (held) => ({ ...held, state: 'failed', failure: JSON.stringify(error) })),
  };
  const dependencies = { improvements, cycles, waits: machines.waits, runner: machines.runner, tokens: machines.tokens, clock: systemClock, graceMs: 60_000 };
  return { improvements, cycles, enter, goOn, reached, handlers, dependencies };
};

const settle = async ({ enter }: Awaited<ReturnType<typeof world>>): Promise<void> => {
  await enter('rolling-back');
  await enter('rolled-back');
};

const emulator = await startEmulator({ env: { SFN_WAIT_SCALE: '0' } });
const machines = 'missing' in emulator ? undefined : await emulatedMachines(emulator);
afterAll(async () => {
  await machines?.close();
  if (!('missing' in emulator)) await emulator.stop();
});

describe.skipIf(!machines)('an execution that somebody stops', () => {
  if (!machines) return;
  const { runner, until, ended, statesOf, statusOf } = machines;

  it.each<Stage>(['generate', 'validate', 'approve'])('at "%s" ends its improvement as failed, and the cycle reports', async (stage) => {
    const id = `imp-stop-${stage}`;
    const made = await world(machines, id, stage);
    machines.use(made.handlers, (event) => executionEnded(event, made.dependencies));
    await runner.startCycle(`cyc-${id}`);
    await until(`"${stage}"`, async () => made.reached.includes(stage));
    await runner.stop(id);
    expect(await ended('improvement', id)).toBe('ABORTED');
    await until('the execution that gives it up', async () => (await statusOf('improvement', `${id}-1`)) === 'SUCCEEDED');
    expect(await statesOf('improvement', `${id}-1`)).toEqual(['Resume', 'Abandon', 'Learn']);
    made.goOn();
    expect((await made.improvements.get(id)).state).toBe('failed');
    expect(await ended('cycle', `cyc-${id}`)).toBe('SUCCEEDED');
    expect((await made.cycles.get(`cyc-${id}`)).state).toBe('completed');
  });

  it.each<Stage>(['release', 'watch'])('at "%s" is followed by one that waits for the end of the watch, and the cycle waits with it', async (stage) => {
    const id = `imp-stop-${stage}`;
    const made = await world(machines, id, stage);
    machines.use(made.handlers, (event) => executionEnded(event, made.dependencies));
    await runner.startCycle(`cyc-${id}`);
    await until(`"${stage}"`, async () => made.reached.includes(stage));
    const watches = made.reached.filter((what) => what === 'watch').length;
    await runner.stop(id);
    await until('the second watch', async () => made.reached.filter((what) => what === 'watch').length > watches);
    made.goOn();
    await until('the watch', async () => (await made.improvements.get(id)).state === 'watching');
    expect(await statusOf('cycle', `cyc-${id}`)).toBe('RUNNING');
    await settle(made);
    await until('its end', async () => {
      await runner.resume(id);
      return (await statusOf('improvement', `${id}-1`)) === 'SUCCEEDED';
    });
    expect(await statesOf('improvement', `${id}-1`)).toEqual(['Resume', 'Watch', 'Learn']);
    expect(await ended('cycle', `cyc-${id}`)).toBe('SUCCEEDED');
  });

  it('of a cycle fails the cycle with the reason, and its improvement goes on', async () => {
    const id = 'imp-of-stopped';
    const made = await world(machines, id, 'generate');
    machines.use(made.handlers, (event) => executionEnded(event, made.dependencies));
    await runner.startCycle(`cyc-${id}`);
    await until('the improvement', async () => made.reached.includes('generate'));
    await machines.stopCycle(`cyc-${id}`);
    await until('the failed cycle', async () => (await made.cycles.get(`cyc-${id}`)).state === 'failed');
    expect((await made.cycles.get(`cyc-${id}`)).failure).toContain('was stopped');
    made.goOn();
    await until('the watch', async () => (await made.improvements.get(id)).state === 'watching');
    await settle(made);
    await until('its end', async () => {
      await runner.resume(id);
      return (await statusOf('improvement', id)) === 'SUCCEEDED';
    });
  });

  it('is found by the sweep when nobody tells of it, and its answered wait too', async () => {
    const id = 'imp-untold';
    const made = await world(machines, id, 'watch');
    machines.use(made.handlers);
    await runner.startCycle(`cyc-${id}`);
    await until('the watch', async () => made.reached.includes('watch'));
    await runner.stop(id);
    await ended('improvement', id);
    expect((await sweep(made.dependencies)).started).toEqual([id]);
    await until('the second watch', async () => made.reached.filter((what) => what === 'watch').length > 1);
    expect((await sweep(made.dependencies)).started).toEqual([]);
    await settle(made);
    await until('the kept wait', async () => (await machines.waits.of(id)).verdict !== undefined);
    await sweep(made.dependencies);
    expect(await ended('improvement', `${id}-1`)).toBe('SUCCEEDED');
    expect(await machines.waits.waiting()).not.toContain(id);
  });
});
