import { describe, expect, it } from 'vitest';
import { approve } from '../../../../shared/commands/approve.ts';
import { reject } from '../../../../shared/commands/reject.ts';
import { policyFor, Approvals } from '../../../../shared/domain/approval-policy.ts';
import type { Caller } from '../../../../shared/domain/caller.ts';
import type { ValidationReport } from '../../../../shared/domain/check.ts';
import type { Improvement } from '../../../../shared/domain/improvement.ts';
import type { Target } from '../../../../shared/domain/target.ts';
import { branchOf } from '../../../../shared/release/branch-of.ts';
import { commandsOn } from '../../../support/release-commands.ts';
import { releaseFixture } from '../../../support/release-fixture.ts';
import { patchOn, targetOf } from '../../../../lab/faults/release-world.ts';

const REPORT: ValidationReport = { passed: true, checks: [], quality: 0.9, testsPassed: 4, isolation: 'sandbox', digest: 'digest-1' };

const RESIZED = { path: 'serverless.yml', before: 'functions:\n  a:\n    handler: a.b\n    memorySize: 1024\n', after: 'functions:\n  a:\n    handler: a.b\n    memorySize: 512\n' };

/** `imp-1` of Ada's waits for a yes; its branch is there to look at. */
const waiting = async (change: Partial<Improvement> = {}, vary: Partial<Target> = {}, approvals: object = {}) => {
  const fixture = await releaseFixture({ until: 'validated' });
  const { world, dependencies: { improvements }, clock, baseCommit } = fixture;
  await improvements.transition('imp-1', 'awaiting-approval', { by: 'validation', at: clock.now(), set: { report: REPORT, proposedBy: 'ada', ...change } });
  const repository = world.source(targetOf(world.root, 'orders').repository.location);
  await repository.commit({ branch: branchOf('imp-1'), parent: baseCommit, files: patchOn(baseCommit).files, message: 'x', author: 'Pawl', at: 0 });
  return { ...fixture, ...commandsOn(world, { vary: { autonomy: { recipe: 'approve', model: 'approve', person: 'approve' }, ...vary }, settings: { approvalPolicy: policyFor(Approvals.parse(approvals), undefined) } }), repository };
};
const person = (name: string): Caller => ({ name, kind: 'person', door: 'page', may: ['read', 'decide'], tenants: 'all', groups: [] });
const YES = { improvementId: 'imp-1', caller: person('bob'), systemWide: false };

describe('approving', () => {
  it('binds the yes to what was checked, writes it down, and wakes the improvement', async () => {
    const { commands, asked, improvement, acts, clock } = await waiting();
    expect(await approve(commands, { ...YES, reason: 'looks right' })).toEqual({ ok: true, approved: true, moreNeeded: 0 });
    expect((await improvement()).approval).toEqual({ by: 'bob', at: clock.now(), digest: 'digest-1', systemWide: false, reason: 'looks right' });
    expect(await acts()).toEqual(['approved']);
    expect(asked).toEqual(['resume imp-1']);
  });

  it.each([
    ['the proposer', {}, { caller: person('Ada') }, {}, 'somebody else'],
    ['somebody who does not name that it is for every tenant', { systemWide: true }, {}, {}, '--system-wide'],
    ['anybody where the owners only want proposals', {}, {}, { autonomy: { recipe: 'propose', model: 'propose', person: 'propose' } as const }, 'merge the branch pawl/imp-1 yourself'],
    ['anybody where the owners only want to observe, by now', {}, {}, { autonomy: { recipe: 'observe', model: 'observe', person: 'observe' } as const }, 'is set to "observe"'],
    ['anybody for a change of configuration, which is the owners\' to deploy', { remedy: { ...patchOn('abc'), files: [RESIZED] }, configurationOnly: true }, {}, {}, 'changes configuration only'],
    ['an agent', {}, { caller: { ...person('bob'), kind: 'agent' as const } }, {}, 'ask-approval'],
    ['a program', {}, { caller: { ...person('bob'), kind: 'program' as const } }, {}, 'program'],
    ['somebody who looked at something else', {}, { digest: 'digest-0' }, {}, 'not what you looked at'],
    ['somebody who means another improvement', {}, { improvementId: 'imp-9' }, {}, 'no improvement imp-9'],
  ])('takes no yes from %s', async (_, change, request, vary, reason) => {
    const { commands, asked, improvement } = await waiting(change, vary);
    expect(await approve(commands, { ...YES, ...request })).toMatchObject({ ok: false, reason: expect.stringContaining(reason) as string });
    expect((await improvement()).approval).toBeUndefined();
    expect(asked).toEqual([]);
  });

  it('takes a yes for every tenant from somebody who says so', async () => {
    const { commands, improvement } = await waiting({ systemWide: true });
    expect(await approve(commands, { ...YES, systemWide: true })).toMatchObject({ ok: true });
    expect((await improvement()).approval?.systemWide).toBe(true);
  });

  it('takes one yes for the same thing, and another for a changed one', async () => {
    const { commands, dependencies: { improvements } } = await waiting();
    await approve(commands, YES);
    expect(await approve(commands, { ...YES, caller: person('eve') })).toMatchObject({ ok: false, reason: expect.stringContaining('approved by bob') as string });
    await improvements.amend('imp-1', ['awaiting-approval'], (held) => ({ ...held, report: { ...REPORT, digest: 'digest-2' } }));
    expect(await approve(commands, { ...YES, caller: person('eve') })).toMatchObject({ ok: true });
    expect((await improvements.get('imp-1')).approval).toMatchObject({ by: 'eve', digest: 'digest-2' });
  });

  it('answers the same yes of the same person like the first time, and writes it down once', async () => {
    const { commands, asked, acts } = await waiting();
    await approve(commands, YES);
    expect(await approve(commands, { ...YES, caller: { ...person('bob'), door: 'api' } })).toEqual({ ok: true, approved: true, moreNeeded: 0 });
    expect([await acts(), asked]).toEqual([['approved'], ['resume imp-1', 'resume imp-1']]);
  });

  it('waits for a second person where the policy wants two', async () => {
    const { commands, asked, improvement, acts } = await waiting({}, {}, { yesesNeeded: { low: 2, medium: 2, high: 2 } });
    expect(await approve(commands, YES)).toEqual({ ok: true, approved: false, moreNeeded: 1 });
    expect(await approve(commands, { ...YES, caller: person('BOB') })).toEqual({ ok: true, approved: false, moreNeeded: 1 });
    expect([(await improvement()).approval, asked]).toEqual([undefined, []]);
    expect(await approve(commands, { ...YES, caller: person('eve') })).toEqual({ ok: true, approved: true, moreNeeded: 0 });
    expect((await improvement()).approval?.by).toBe('eve');
    expect([await acts(), asked]).toEqual([['approved; another yes is needed', 'approved'], ['resume imp-1']]);
  });

  it('of two people at once counts both', async () => {
    const { commands, improvement } = await waiting({}, {}, { yesesNeeded: { low: 2, medium: 2, high: 2 } });
    const answers = await Promise.all([approve(commands, YES), approve(commands, { ...YES, caller: person('eve') })]);
    expect(answers.every(({ ok }) => ok)).toBe(true);
    expect((await improvement()).yeses?.map(({ by }) => by).toSorted()).toEqual(['bob', 'eve']);
    expect((await improvement()).approval).toBeDefined();
  });

  it('takes none when nothing waits for one', async () => {
    const { world } = await releaseFixture();
    expect(await approve(commandsOn(world).commands, YES)).toMatchObject({ ok: false, reason: expect.stringContaining('watching') as string });
  });
});

describe('rejecting', () => {
  it('ends it, deletes its branch, gives back its slot, and wakes whoever waits', async () => {
    const { commands, asked, improvement, acts, repository, dependencies } = await waiting();
    expect(await reject(commands, { improvementId: 'imp-1', caller: person('bob'), reason: 'too risky' })).toEqual({ ok: true });
    expect(await improvement()).toMatchObject({ state: 'rejected', reason: 'bob: too risky' });
    expect(await repository.branches('pawl/')).toEqual([]);
    expect(await dependencies.slots.holders('system')).toEqual([]);
    expect([await acts(), asked]).toEqual([['rejected'], ['resume imp-1']]);
  });

  it('is not an agent\'s to say', async () => {
    const { commands, improvement } = await waiting();
    expect(await reject(commands, { improvementId: 'imp-1', caller: { ...person('bob'), kind: 'agent' }, reason: 'no' })).toMatchObject({ ok: false, kind: 'forbidden' });
    expect((await improvement()).state).toBe('awaiting-approval');
  });

  it('comes too late for what is exposed, and says what to do instead', async () => {
    const { world, alias } = await releaseFixture();
    const answer = await reject(commandsOn(world).commands, { improvementId: 'imp-1', caller: person('bob'), reason: 'no' });
    expect(answer).toMatchObject({ ok: false, reason: expect.stringContaining('pawl rollback imp-1') as string });
    expect(await alias()).toMatchObject({ additional: { version: '2' } });
    expect(await reject(commandsOn(world).commands, { improvementId: 'imp-9', caller: person('bob'), reason: 'no' })).toMatchObject({ ok: false });
  });
});
