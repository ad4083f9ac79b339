import { describe, expect, it } from 'vitest';
import { deploy } from '../../../../shared/commands/deploy.ts';
import { propose } from '../../../../shared/commands/propose.ts';
import { seenTarget } from '../../../../shared/commands/reads/seen-targets.ts';
import { targetView } from '../../../../shared/commands/reads/target-view.ts';
import { sightOf } from '../../../../shared/rules/access/sight.ts';
import { repositoriesIn } from '../../../../shared/store/repositories.ts';
import { startCycle } from '../../../../shared/commands/start-cycle.ts';
import { aliasesOf, serves, targetForTenant } from '../../../../shared/domain/tenant-target.ts';
import { emptyTargetState } from '../../../../shared/domain/target-state.ts';
import { patchOn, targetOf } from '../../../../lab/faults/release-world.ts';
import { commandsOn } from '../../../support/release-commands.ts';
import { releaseFixture } from '../../../support/release-fixture.ts';

const TENANTS = { shared: true, tenantAliases: { acme: 'acme-live' } };

const fixture = async () => {
  const { world, baseCommit, dependencies } = await releaseFixture({ until: 'validated' });
  await world.deployer.routeByHand('orders', 'acme-live', '1');
  return { world, baseCommit, dependencies, ...commandsOn(world, { vary: TENANTS }) };
};

describe('the target as a tenant’s callers reach it', () => {
  const { tenantId: _, ...plain } = targetOf('/memory', 'orders');
  const target = { ...plain, ...TENANTS };

  it('has that tenant’s alias, and nobody else is met by a change of it', () => {
    expect(targetForTenant(target, 'acme')).toMatchObject({ alias: 'acme-live', tenantId: 'acme', shared: false });
    expect(targetForTenant(target, 'globex')).toBe(target);
    expect(targetForTenant(target, undefined)).toBe(target);
    expect(targetForTenant(target, 'constructor')).toBe(target);
  });

  it('is one of its aliases, of which everybody’s comes first', () => {
    expect(aliasesOf(target)).toEqual(['live', 'acme-live']);
    expect([serves(target, 'acme'), serves(target, 'globex'), serves({ ...plain, tenantId: 'globex' }, 'globex')]).toEqual([true, false, true]);
  });
});

describe('what is asked for one tenant', () => {
  it('is the tenant’s own, and names no system-wide change', async () => {
    const { commands, baseCommit, dependencies } = await fixture();
    const proposed = await propose(commands, { targetId: 'orders', by: 'ada', patch: patchOn(baseCommit), tenantId: 'acme' });
    expect(await dependencies.improvements.get(proposed.ok ? proposed.improvementId : '')).toMatchObject({ tenantId: 'acme', systemWide: false });
    const everybody = await propose(commands, { targetId: 'orders', by: 'ada', patch: patchOn(baseCommit) });
    expect((await dependencies.improvements.get(everybody.ok ? everybody.improvementId : '')).systemWide).toBe(true);
  });

  it('may be a deployment, told once for each tenant', async () => {
    const { commands, baseCommit, dependencies } = await fixture();
    const request = { targetId: 'orders', ref: baseCommit, by: 'ada', cause: 'event-1' };
    const [own, again, all] = [await deploy(commands, { ...request, tenantId: 'acme' }), await deploy(commands, { ...request, tenantId: 'acme' }), await deploy(commands, request)];
    const ids = [own, again, all].map((answer) => (answer.ok ? answer.improvementId : answer.reason));
    expect(new Set(ids).size).toBe(2);
    expect((await dependencies.improvements.get(ids[0] ?? '')).tenantId).toBe('acme');
  });

  it('is not what somebody of the same name asks for another tenant under the same id', async () => {
    const { commands, baseCommit } = await fixture();
    const request = { targetId: 'orders', by: 'ci', patch: patchOn(baseCommit), requestId: 'ci: 1' };
    const answers = [await propose(commands, { ...request, tenantId: 'acme' }), await propose(commands, request), await propose(commands, { ...request, tenantId: 'acme' })];
    const [acme, all, again] = answers.map((answer) => (answer.ok ? answer.improvementId : answer.reason));
    expect(acme).not.toBe(all);
    expect(again).toBe(acme);
  });

  it('ends nothing of another tenant’s that is being released, and does not hear what it is', async () => {
    const { world, baseCommit, alias, improvement } = await releaseFixture();
    await world.deployer.routeByHand('orders', 'globex-live', '1');
    const { commands } = commandsOn(world, { vary: { shared: true, tenantAliases: { globex: 'globex-live' } } });
    const before = await alias();
    expect(await deploy(commands, { targetId: 'orders', ref: baseCommit, by: 'gina', tenantId: 'globex' })).toEqual({ ok: false, reason: 'Something else is being released on orders. Try again when it is through.' });
    expect([await alias(), (await improvement()).state]).toEqual([before, 'watching']);
    expect(await deploy(commands, { targetId: 'orders', ref: baseCommit, by: 'gina', tenantId: 'globex', cause: 'event-1' })).toMatchObject({ ok: true });
    expect((await improvement()).state).toBe('watching');
  });

  it('is refused where the tenant has no alias, with those that have', async () => {
    const { commands, baseCommit } = await fixture();
    const refusal = { ok: false, reason: 'orders has no alias for the tenant "globex"; it has those of acme. Name one in its tenantAliases.' };
    expect(await propose(commands, { targetId: 'orders', by: 'ada', patch: patchOn(baseCommit), tenantId: 'globex' })).toEqual(refusal);
    expect(await deploy(commands, { targetId: 'orders', ref: baseCommit, by: 'ada', tenantId: 'globex' })).toEqual(refusal);
  });

  it('may be a cycle over the targets that serve the tenant', async () => {
    const { commands } = await fixture();
    const started = await startCycle(commands, { trigger: 'command', cause: 'ada', tenantId: 'acme' });
    expect(await commands.cycles.get(started.ok ? started.cycleId : '')).toMatchObject({ tenantId: 'acme', targetIds: ['orders'] });
    expect(await startCycle(commands, { trigger: 'command', cause: 'bob', tenantId: 'globex' })).toMatchObject({ ok: false });
  });
});

describe('the status of a target', () => {
  it('tells how each tenant’s alias routes, and that too many callers pass the aliases by', async () => {
    const { commands, world } = await fixture();
    const slices = [{ from: 0, to: 1, level: 0, metrics: 0, logs: 0, events: 0, throttles: 0, asked: [200, 30] as [number, number], versions: {} }];
    const sight = sightOf({ tenants: 'all' });
    const seen = seenTarget(await commands.targets.get('orders'), sight);
    if (!seen) throw new Error('The target is not seen.');
    const repositories = { ...commands, ...repositoriesIn(world.store) };
    const plain = await targetView(seen, sight, repositories);
    await repositories.states.save({ ...emptyTargetState('orders'), slices }, [], undefined);
    expect(await targetView(seen, sight, repositories)).toMatchObject({ routing: { version: '1' }, tenants: { acme: { version: '1' } }, notProtected: expect.stringContaining('15.0 % of 200 invocations') as string });
    expect(plain.notProtected).toBeUndefined();
  });
});
