import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cycle } from '../../../../../shared/domain/cycle.ts';
import { EXPOSED, ImprovementState, SETTLED } from '../../../../../shared/domain/improvement.ts';
import { recoveryOfCycle, recoveryOfImprovement, type ImprovementStanding } from '../../../../../shared/rules/recovery/recovery-of.ts';

const GRACE_MS = 120_000;

describe('an improvement', () => {
  const standing: ImprovementStanding = { state: 'validating', sinceMs: GRACE_MS, execution: { status: 'broken', restarts: 0 }, cycleRuns: false, graceMs: GRACE_MS };

  it.each<[string, Partial<ImprovementStanding>, string]>([
    ['is given up when its execution broke before it was exposed', {}, 'give-up'],
    ['is given up when its execution was stopped while a person was asked', { state: 'awaiting-approval' }, 'give-up'],
    ['goes on when its execution broke while it is watched', { state: 'watching' }, 'start'],
    ['goes on when its execution broke while it is being exposed', { state: 'releasing' }, 'start'],
    ['goes on when its execution broke while it is being reverted', { state: 'reverting' }, 'start'],
    ['gets another execution when its lesson broke', { state: 'promoted' }, 'start'],
    ['is left alone when its lesson broke again and again', { state: 'promoted', execution: { status: 'broken', restarts: 3 } }, 'nothing'],
    ['gets an execution that whoever created it did not start', { state: 'queued', execution: { status: 'none', restarts: 0 } }, 'start'],
    ['is left to its cycle, which starts it', { state: 'queued', execution: { status: 'none', restarts: 0 }, cycleRuns: true }, 'nothing'],
    ['is left to whoever created it a moment ago', { state: 'queued', execution: { status: 'none', restarts: 0 }, sinceMs: GRACE_MS - 1 }, 'nothing'],
    ['is reverted with an execution, also when its first one ended long ago', { state: 'reverting', execution: { status: 'succeeded', restarts: 0 } }, 'start'],
    ['is left alone when it came to its end', { state: 'rejected', execution: { status: 'succeeded', restarts: 0 } }, 'nothing'],
  ])('%s', (_, vary, recovery) => {
    expect(recoveryOfImprovement({ ...standing, ...vary })).toBe(recovery);
  });

  const anyStanding = fc.record({
    state: fc.constantFrom(...ImprovementState.options),
    sinceMs: fc.nat(10 * GRACE_MS),
    execution: fc.record({ status: fc.constantFrom('none', 'running', 'succeeded', 'broken' as const), restarts: fc.nat(10) }),
    cycleRuns: fc.boolean(),
    graceMs: fc.constant(GRACE_MS),
  });

  it('is never given up while a candidate of it may serve, nor when it has settled', () => {
    fc.assert(fc.property(anyStanding, (any) => ![...EXPOSED, ...SETTLED, 'reverting'].includes(any.state) || recoveryOfImprovement(any) !== 'give-up'));
  });

  it('never gets a second execution beside one that runs', () => {
    fc.assert(fc.property(anyStanding, (any) => recoveryOfImprovement({ ...any, execution: { ...any.execution, status: 'running' } }) === 'nothing'));
  });

  it('is never left alone for ever while it is open and nothing runs', () => {
    fc.assert(
      fc.property(anyStanding, (any) => {
        fc.pre(!SETTLED.includes(any.state) && any.execution.status !== 'running');
        return recoveryOfImprovement({ ...any, sinceMs: GRACE_MS, cycleRuns: false }) !== 'nothing';
      }),
    );
  });
});

describe('a cycle', () => {
  const of = (status: 'none' | 'running' | 'succeeded' | 'broken', { sinceMs = GRACE_MS, ...cycle }: Partial<Cycle> & { sinceMs?: number } = {}) =>
    recoveryOfCycle({ cycle: { state: 'running', trigger: 'schedule', ...cycle }, sinceMs, execution: { status, restarts: 0 }, graceMs: GRACE_MS });

  it('fails when its execution broke or ended without a report', () => {
    expect([of('broken'), of('broken', { sinceMs: 0 }), of('succeeded')]).toEqual(['give-up', 'give-up', 'give-up']);
  });

  it('gets the execution that whoever created it did not start, after a while', () => {
    expect([of('none', { sinceMs: GRACE_MS - 1 }), of('none')]).toEqual(['nothing', 'start']);
  });

  it('is left alone while it runs, when it is over, and when it only carries a report', () => {
    expect([of('running'), of('broken', { state: 'completed' }), of('broken', { state: 'failed' }), of('none', { trigger: 'proposal' }), of('none', { trigger: 'deployment' })]).toEqual(Array(5).fill('nothing'));
  });
});
