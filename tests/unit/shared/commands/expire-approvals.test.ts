import { describe, expect, test } from 'vitest';
import { release } from '../../../../lambdas/monitoring/release.ts';
import { approve } from '../../../../shared/commands/approve.ts';
import { askApproval } from '../../../../shared/commands/ask-approval.ts';
import { expireApprovals } from '../../../../shared/commands/expire-approvals.ts';
import { Approvals, policyFor } from '../../../../shared/domain/approval-policy.ts';
import type { Caller } from '../../../../shared/domain/caller.ts';
import type { ValidationReport } from '../../../../shared/domain/check.ts';
import type { Improvement } from '../../../../shared/domain/improvement.ts';
import { branchOf } from '../../../../shared/release/branch-of.ts';
import { Periods } from '../../../../shared/store/periods.ts';
import { patchOn, PLAN, targetOf } from '../../../../lab/faults/release-world.ts';
import { commandsOn } from '../../../support/release-commands.ts';
import { releaseFixture } from '../../../support/release-fixture.ts';

const HOUR_MS = 3_600_000;
const REPORT: ValidationReport = { passed: true, checks: [], quality: 0.9, testsPassed: 4, isolation: 'sandbox', digest: 'digest-1' };
const grace: Caller = { name: 'grace', kind: 'person', door: 'page', may: ['read', 'decide'], tenants: 'all', groups: [] };
const YES = { improvementId: 'imp-1', caller: grace, systemWide: false };

const waiting = async (approvals: object = {}, change: Partial<Improvement> = {}) => {
  const fixture = await releaseFixture({ until: 'validated' });
  const { world, dependencies, clock, baseCommit } = fixture;
  await dependencies.improvements.transition('imp-1', 'awaiting-approval', { by: 'validation', at: clock.now(), set: { report: REPORT, ...change } });
  await world.source(targetOf(world.root, 'orders').repository.location).commit({ branch: branchOf('imp-1'), parent: baseCommit, files: patchOn(baseCommit).files, message: 'x', author: 'Pawl', at: 0 });
  const approvalPolicy = policyFor(Approvals.parse(approvals), undefined);
  const commands = commandsOn(world, { vary: { autonomy: { recipe: 'approve', model: 'approve', person: 'approve' } }, settings: { approvalPolicy } });
  const begin = (now: object = approvals) => release({ improvementId: 'imp-1' }, { ...dependencies, periods: new Periods(world.store), termsFor: () => PLAN, settingsFor: () => ({ approvalPolicy: policyFor(Approvals.parse(now), undefined) }) });
  return { ...fixture, ...commands, begin, pass: (hours: number) => clock.set(clock.now() + hours * HOUR_MS) };
};

describe('a question that nobody answers', () => {
  test('ends as rejected after its time and not before; people are told once, and nothing is left', async () => {
    const { commands, improvement, world, pass, asked, acts } = await waiting();
    pass(72);
    expect(await approve(commands, YES)).toMatchObject({ ok: false, reason: expect.stringContaining('is over') as string });
    expect(await expireApprovals(commands)).toEqual({ expired: [], failed: [] });
    pass(0.02);
    expect(await expireApprovals(commands)).toEqual({ expired: ['imp-1'], failed: [] });
    expect(await improvement()).toMatchObject({ state: 'rejected', reason: expect.stringContaining('within 72 h') as string });
    expect(await expireApprovals(commands)).toEqual({ expired: [], failed: [] });
    expect(world.notices.filter(({ key }) => key === 'approval-expired#imp-1')).toHaveLength(1);
    expect(await world.source(targetOf(world.root, 'orders').repository.location).branches('pawl/')).toEqual([]);
    expect([asked, await acts()]).toEqual([['resume imp-1'], ['rejected']]);
  });

  test('is not what the owners are to merge themselves: that waits as long as they like, and its branch stays', async () => {
    const { commands, improvement, world, pass } = await waiting({}, { configurationOnly: true });
    pass(1000);
    expect(await expireApprovals(commands)).toEqual({ expired: [], failed: [] });
    expect((await improvement()).state).toBe('awaiting-approval');
    expect(await world.source(targetOf(world.root, 'orders').repository.location).branches('pawl/')).toHaveLength(1);
    expect(await approve(commands, YES)).toMatchObject({ ok: false, reason: expect.stringContaining('merge the branch') as string });
  });

  test('goes on waiting for its turn when it has its yes, as long as that is good', async () => {
    const { commands, improvement, pass } = await waiting({ requestExpiresAfterHours: 10, yesHoldsForHours: 24 });
    pass(9);
    await approve(commands, YES);
    pass(10);
    expect(await expireApprovals(commands)).toEqual({ expired: [], failed: [] });
    pass(24);
    expect(await expireApprovals(commands)).toEqual({ expired: ['imp-1'], failed: [] });
    expect((await improvement()).state).toBe('rejected');
  });
});

describe('what a person let out', () => {
  test('begins', async () => {
    const { commands, begin, improvement } = await waiting();
    await approve(commands, YES);
    expect(await begin()).toEqual({ next: 'watch' });
    expect((await improvement()).state).toBe('watching');
  });

  test('is checked and asked about again when its turn comes after the yes was good', async () => {
    const { commands, begin, improvement, pass } = await waiting();
    await approve(commands, YES);
    pass(24);
    expect(await begin()).toEqual({ next: 'validate' });
    const { state, approval, yeses } = await improvement();
    expect({ state, approval, yeses }).toEqual({ state: 'validating', approval: undefined, yeses: undefined });
  });

  test('waits out quiet hours that began meanwhile, and an emergency\'s does not', async () => {
    for (const [emergency, next] of [[false, 'later'], [true, 'watch']] as const) {
      const { commands, begin, clock } = await waiting({}, { emergency });
      await approve(commands, YES);
      const time = new Date(clock.now()).toISOString().slice(11, 16);
      expect(await begin({ quietHours: [{ timeZone: 'UTC', from: time, until: time }] })).toEqual({ next });
    }
  });
});

describe('asking for a yes', () => {
  const agent: Caller = { name: 'helper', kind: 'agent', door: 'mcp', may: ['read', 'operate'], tenants: 'all', groups: [] };

  test('tells people once for each that asks, says until when, and gives none', async () => {
    const { commands, improvement, world, asked, clock } = await waiting();
    const told = () => world.notices.filter(({ key }) => key.startsWith('approval-asked')).map(({ key, subject }) => [key, subject]);
    for (let time = 0; time < 3; time += 1) expect(await askApproval(commands, { improvementId: 'imp-1', caller: agent, reason: 'it is Friday' })).toEqual({ ok: true, digest: 'digest-1', expiresAt: clock.now() + 72 * HOUR_MS, approvers: [] });
    expect(new Set(told().map(([key]) => key)).size).toBe(1);
    expect(told()[0]?.[1]).toContain('helper asks for a yes');
    expect(await improvement()).toMatchObject({ state: 'awaiting-approval', asks: [{ by: 'helper', reason: 'it is Friday' }] });
    expect([(await improvement()).approval, asked]).toEqual([undefined, []]);
    await askApproval(commands, { improvementId: 'imp-1', caller: { ...agent, name: 'other' } });
    expect(new Set(told().map(([key]) => key)).size).toBe(2);
  });

  test('is refused where nothing waits, nothing could be said, or it was said', async () => {
    const { commands, pass } = await waiting();
    expect(await askApproval(commands, { improvementId: 'imp-9', caller: agent })).toMatchObject({ ok: false, kind: 'not-found' });
    await approve(commands, YES);
    expect(await askApproval(commands, { improvementId: 'imp-1', caller: agent })).toMatchObject({ ok: false, reason: expect.stringContaining('has its yes') as string });
    pass(72);
    expect(await askApproval(commands, { improvementId: 'imp-1', caller: agent })).toMatchObject({ ok: false, reason: expect.stringContaining('is over') as string });
  });
});
