import { describe, expect, it } from 'vitest';
import { keep, takeBack } from '../../../../shared/release/actions.ts';
import { finishIntent } from '../../../../shared/release/finish-intent.ts';
import { ramp } from '../../../../shared/release/ramp.ts';
import { claimPromotion } from '../../../../shared/release/promote.ts';
import { claimRollBack, rollBack } from '../../../../shared/release/roll-back.ts';
import { releaseFixture } from '../../../support/release-fixture.ts';
import { intercepted } from '../../../../lab/faults/release-ports.ts';
import { packageOf } from '../../../../lab/faults/answering-package.ts';
import { notWhole } from '../../../../lab/faults/wholeness.ts';
import { dependenciesOn } from '../../../../lab/faults/release-world.ts';
import { without } from '../../../support/without.ts';

const SLOWER = { state: 'rolled-back', reason: 'p95 is 40 % higher.' } as const;

describe('rolling back', () => {
  it('returns traffic, $LATEST, branch, lease and slot, writes it down, and tells people', async () => {
    const { dependencies, world, improvement, acts } = await releaseFixture();
    expect(await takeBack(dependencies, 'imp-1', SLOWER)).toBe(true);
    expect(await improvement()).toMatchObject({ state: 'rolled-back', reason: SLOWER.reason });
    expect(await notWhole(world, 'imp-1')).toEqual([]);
    expect(await acts()).toEqual(['exposed', 'rolled-back']);
    expect((await dependencies.audit.list('orders')).at(-1)).toMatchObject({ who: 'tester', reason: 'performance_degradation', evidence: SLOWER.reason, previousVersion: '2', newVersion: '1' });
    expect(world.notices).toMatchObject([{ severity: 'high', text: expect.stringContaining('All traffic of orders:live is on version 1 again') as string }]);
    expect((await dependencies.releases.get('imp-1')).moments.at(-1)?.what).toContain('traffic back on version 1');
  });

  it('is for the first who claims it', async () => {
    const { dependencies } = await releaseFixture();
    const claims = await Promise.all([1, 2, 3].map(() => claimRollBack(dependencies, 'imp-1', SLOWER)));
    expect(claims.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await keep(dependencies, 'imp-1', { unproven: false })).toBe(false);
  });

  it('can be carried out by several at once and again, with one entry in the log', async () => {
    const { dependencies, world, acts } = await releaseFixture();
    await claimRollBack(dependencies, 'imp-1', SLOWER);
    await Promise.all([rollBack(dependencies, 'imp-1'), finishIntent(dependencies, 'imp-1'), rollBack(dependencies, 'imp-1')]);
    await rollBack(dependencies, 'imp-1');
    expect(await acts()).toEqual(['exposed', 'rolled-back']);
    expect(await notWhole(world, 'imp-1')).toEqual([]);
  });

  it('is no longer possible once the merge is announced, and possible before', async () => {
    const { dependencies } = await releaseFixture();
    await claimPromotion(dependencies, 'imp-1');
    await dependencies.releases.amend('imp-1', ['promoting'], (release) => ({ ...release, mergeOnto: 'abc' }));
    expect(await claimRollBack(dependencies, 'imp-1', SLOWER)).toEqual({ ok: false });
    await dependencies.releases.amend('imp-1', ['promoting'], (release) => without(release, 'mergeOnto'));
    expect(await claimRollBack(dependencies, 'imp-1', SLOWER)).toEqual({ ok: true });
  });

  it('refuses a late write of whoever was giving it more traffic', async () => {
    const { world, dependencies, alias } = await releaseFixture();
    const slow = intercepted(world, async (call, run) => {
      // It has read the alias and asked the store, and is about to write when it is overtaken.
      if (call.port === 'deployer' && call.method === 'shift') await takeBack(dependencies, 'imp-1', SLOWER);
      return run();
    });
    expect(await ramp(dependenciesOn(slow, world, 'tick'), 'imp-1', 0.5)).toBe('turned');
    expect(await alias()).toEqual({ version: '1' });
  });

  it('leaves an alias alone that somebody moved elsewhere, takes its code out of $LATEST, and does not claim otherwise', async () => {
    const { world, dependencies, alias } = await releaseFixture();
    const { version } = await world.deployer.publish({ functionName: 'orders', package: packageOf('by hand'), description: 'by hand' });
    await world.deployer.restoreLatest({ functionName: 'orders', version: '2' });
    await world.deployer.routeByHand('orders', 'live', version);
    await takeBack(dependencies, 'imp-1', SLOWER);
    expect(await alias()).toEqual({ version });
    expect((await world.deployer.describe('orders', 'live')).latest.codeDigest).toBe(packageOf('by hand').digest);
    expect(world.notices.at(-1)?.text).toContain('was left alone');
  });

  it('ends when the alias is gone', async () => {
    const { world, dependencies, improvement } = await releaseFixture();
    await world.deployer.removeAlias('orders', 'live');
    await takeBack(dependencies, 'imp-1', SLOWER);
    expect((await improvement()).state).toBe('rolled-back');
    expect(await dependencies.releases.holder('orders')).toBeUndefined();
  });

  it('gives the target free even when the branch cannot be deleted, and says that it is left over', async () => {
    const { world, dependencies, improvement } = await releaseFixture();
    const stubborn = intercepted(world, async (call, run) => {
      if (call.method === 'deleteBranch') throw new Error('It is checked out.');
      return run();
    });
    await takeBack(dependenciesOn(stubborn, world, 'guard'), 'imp-1', SLOWER);
    expect((await improvement()).state).toBe('rolled-back');
    expect(world.notices.at(-1)?.text).toContain('left over: It is checked out.');
    expect(await dependencies.releases.holder('orders')).toBeUndefined();
  });

  it('gives the traffic back when its target is no longer registered', async () => {
    const { dependencies, alias } = await releaseFixture();
    const unregistered = { ...dependencies, targets: { get: () => Promise.reject(new Error('There is no target "orders".')) } };
    await expect(takeBack(unregistered, 'imp-1', SLOWER)).rejects.toThrow('no target');
    expect(await alias()).toEqual({ version: '1' });
  });

  it('goes through when nobody can be told', async () => {
    const { world, improvement } = await releaseFixture();
    const silent = intercepted(world, async (call, run) => {
      if (call.port === 'notifier') throw new Error('No network.');
      return run();
    });
    await takeBack(dependenciesOn(silent, world, 'guard'), 'imp-1', SLOWER);
    expect((await improvement()).state).toBe('rolled-back');
  });

  it('gives up loudly on an alias that changes under each of its tries', async () => {
    const { world, improvement } = await releaseFixture();
    const restless = intercepted(world, async (call, run) => {
      if (call.method === 'shift') {
        const { alias } = await world.deployer.describe('orders', 'live');
        await world.deployer.shift({ functionName: 'orders', alias: 'live', to: { version: '1', additional: { version: '2', weight: 0.1 } }, revision: alias.revision });
      }
      return run();
    });
    await expect(takeBack(dependenciesOn(restless, world, 'guard'), 'imp-1', SLOWER)).rejects.toThrow('changed under every one of');
    expect((await improvement()).state).toBe('rolling-back');
    await finishIntent(dependenciesOn(world, world, 'guard'), 'imp-1');
    expect(await notWhole(world, 'imp-1')).toEqual([]);
  });
});
