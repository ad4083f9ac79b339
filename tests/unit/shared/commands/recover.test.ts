import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { executionEnded } from '../../../../lambdas/trigger/execution-ended.ts';
import { recoverImprovement } from '../../../../shared/commands/recover.ts';
import { sweep } from '../../../../shared/commands/sweep.ts';
import { SqliteItemStore } from '../../../../shared/adapters/local/sqlite-item-store.ts';
import type { Improvement } from '../../../../shared/domain/improvement.ts';
import type { ExecutionStanding } from '../../../../shared/ports/executions.ts';
import { Cycles } from '../../../../shared/store/cycles.ts';
import { Improvements } from '../../../../shared/store/improvements.ts';
import { Waits } from '../../../../shared/store/waits.ts';
import { notingExecutions } from '../../../support/noting-executions.ts';
import { reportFacts } from '../../../support/report-facts.ts';
import { testClock } from '../../../support/test-clock.ts';

type Standings = Readonly<Record<string, ExecutionStanding['status']>>;

/** A cycle that runs, and the improvements asked for, created ten minutes ago. */
const world = async (improvements: Readonly<Record<string, Partial<Improvement>>>, standings: Standings, breaks: readonly string[] = []) => {
  const clock = testClock();
  const store = new SqliteItemStore(join(mkdtempSync(join(tmpdir(), 'pawl-recover-')), 'pawl.sqlite'), clock);
  const { facts } = reportFacts();
  const [template] = facts.improvements;
  if (!template) throw new Error('The fixture has no improvement.');
  const kept = { improvements: new Improvements(store), cycles: new Cycles(store), waits: new Waits(store) };
  const { endedAt: _, ...rest } = facts.cycle;
  await kept.cycles.create({ ...rest, id: 'cyc-1', trigger: 'schedule', state: 'running', startedAt: clock.now() });
  for (const [id, vary] of Object.entries(improvements)) await kept.improvements.create({ ...template, id, cycleId: 'cyc-1', state: 'queued', stateSince: clock.now(), history: [], ...vary });
  clock.advance(600_000);
  const answered: string[] = [];
  const executions = notingExecutions(standings, breaks);
  const tokens = { answer: async (token: string) => (answered.push(token), 'answered' as const) };
  return { ...kept, ...executions, answered, dependencies: { ...kept, runner: executions.runner, clock, graceMs: 120_000, tokens } };
};

const ended = (id: string, status = 'ABORTED', input: object = { improvementId: id, state: 'queued', cycleToken: 'token-of-cycle' }) => ({ detail: { name: id, status, input: JSON.stringify(input) } });

describe('an execution that ended', () => {
  it('ends an improvement that is not exposed, for the reason, once however often it is told', async () => {
    const { asked, dependencies } = await world({ 'imp-1': { state: 'validating' } }, { 'imp-1': 'broken' });
    await executionEnded(ended('imp-1'), dependencies);
    await executionEnded(ended('imp-1'), dependencies);
    expect(asked).toEqual(['give up improvement because imp-1 was stopped: imp-1']);
  });

  it('is followed by one that waits for the end of the watch of what is exposed', async () => {
    const { asked, dependencies } = await world({ 'imp-1': { state: 'watching' } }, { 'imp-1': 'broken' });
    expect(await executionEnded(ended('imp-1', 'TIMED_OUT'), dependencies)).toEqual({ recovery: 'start' });
    expect(asked).toEqual(['start imp-1']);
  });

  it('fails its cycle, and leaves the improvements to their own executions', async () => {
    const { asked, dependencies } = await world({ 'imp-1': { state: 'watching' } }, { 'cyc-1': 'broken', 'imp-1': 'running' });
    await executionEnded(ended('cyc-1', 'FAILED', { cycleId: 'cyc-1', state: 'running' }), dependencies);
    expect(asked).toEqual(['give up cycle because cyc-1 was stopped: cyc-1']);
  });

  it('does nothing when it ended well, is nobody of ours, or said nothing of itself', async () => {
    const { asked, dependencies } = await world({ 'imp-1': { state: 'watching' } }, { 'imp-1': 'broken' });
    await executionEnded(ended('imp-1', 'SUCCEEDED'), dependencies);
    await executionEnded(ended('imp-9'), dependencies);
    await executionEnded({ detail: { name: 'imp-1', status: 'FAILED', input: null } }, dependencies);
    await executionEnded({ detail: { name: 'imp-1', status: 'FAILED', input: 'no JSON' } }, dependencies);
    expect(asked).toEqual([]);
  });

  it('is left to the sweep when it broke too often to be hurried', async () => {
    const { asked, set, dependencies } = await world({ 'imp-1': { state: 'watching' } }, {});
    set('imp-1', 'broken', 5);
    await executionEnded(ended('imp-1'), dependencies);
    expect(asked).toEqual([]);
    await sweep(dependencies);
    expect(asked).toContain('start imp-1');
  });

  it('lets the cycle go on when the lesson of what settled cannot be learned', async () => {
    const { asked, answered, set, dependencies } = await world({ 'imp-1': { state: 'promoted' } }, {});
    set('imp-1', 'broken', 3);
    await executionEnded(ended('imp-1', 'FAILED'), dependencies);
    expect([asked, answered]).toEqual([[], ['token-of-cycle']]);
  });
});

describe('a sweep', () => {
  it('answers waits, starts what lost its execution, gives up what broke, and leaves the rest', async () => {
    const { asked, waits, dependencies } = await world(
      { 'imp-1': { state: 'watching' }, 'imp-2': { state: 'generating' }, 'imp-3': { state: 'watching' }, 'imp-4': { state: 'promoted' } },
      { 'cyc-1': 'running', 'imp-1': 'broken', 'imp-2': 'broken', 'imp-3': 'running', 'imp-4': 'succeeded' },
    );
    await waits.keep('imp-4', 'verdict', 'token');
    expect(await sweep(dependencies)).toEqual({ started: ['imp-1'], givenUp: ['imp-2'], failed: [] });
    expect(asked).toEqual(['resume imp-4', 'start imp-1', 'give up improvement because imp-2 was stopped: imp-2']);
    asked.length = 0;
    expect(await sweep(dependencies)).toEqual({ started: [], givenUp: [], failed: [] });
    expect(asked).toEqual(['resume imp-4']);
  });

  it('fails a cycle whose execution is gone', async () => {
    const { asked, dependencies } = await world({}, { 'cyc-1': 'broken' });
    expect((await sweep(dependencies)).givenUp).toEqual(['cyc-1']);
    expect(asked).toEqual(['give up cycle because cyc-1 was stopped: cyc-1']);
  });

  it('goes on with the others when one cannot be asked about', async () => {
    const { dependencies } = await world({ 'imp-1': { state: 'watching' }, 'imp-2': { state: 'watching' } }, { 'cyc-1': 'running', 'imp-1': 'broken', 'imp-2': 'broken' }, ['imp-1']);
    const { started, failed } = await sweep(dependencies);
    expect([started, failed.map(({ id }) => id)]).toEqual([['imp-2'], ['imp-1']]);
  });
});

it('leaves the first execution of an improvement to the cycle that is about to start it', async () => {
  const { asked, cycles, dependencies } = await world({ 'imp-1': {}, 'imp-2': { origin: 'proposal' } }, {});
  expect(await recoverImprovement('imp-1', dependencies)).toBe('nothing');
  expect(await recoverImprovement('imp-2', dependencies)).toBe('start');
  await cycles.update('cyc-1', (cycle) => ({ ...cycle, state: 'completed' }));
  expect(await recoverImprovement('imp-1', dependencies)).toBe('start');
  expect(asked).toEqual(['start imp-2', 'start imp-1']);
});
