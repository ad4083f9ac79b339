import { describe, expect, it } from 'vitest';
import { keep, undo } from '../../../../shared/release/actions.ts';
import { finishIntent } from '../../../../shared/release/finish-intent.ts';
import { claimRevert, revert } from '../../../../shared/release/revert.ts';
import { begin } from '../../../../lab/faults/release-acts.ts';
import { releaseFixture } from '../../../support/release-fixture.ts';
import { packageOf } from '../../../../lab/faults/answering-package.ts';
import { intercepted } from '../../../../lab/faults/release-ports.ts';
import { HANDLER, NOTES } from '../../../../lab/faults/repository.ts';
import { notWhole } from '../../../../lab/faults/wholeness.ts';
import { dependenciesOn, FIXED, makeImprovement, targetOf } from '../../../../lab/faults/release-world.ts';

const WHY = 'p95 is 900 ms.';

describe('reverting what was promoted', () => {
  it('returns the traffic and undoes the commit on main, keeping what came after it', async () => {
    const { dependencies, world, mainText, improvement, acts } = await releaseFixture({ until: 'promoted' });
    world.ownerCommits('orders', 'src/notes.txt', NOTES.replace('line 3', 'line three'));
    expect(await undo(dependencies, 'imp-1', WHY)).toBe(true);
    expect(await improvement()).toMatchObject({ state: 'reverted', reason: WHY });
    expect([await mainText(), await mainText('src/notes.txt')]).toEqual([HANDLER, NOTES.replace('line 3', 'line three')]);
    expect(await notWhole(world, 'imp-1')).toEqual([]);
    expect(await acts()).toEqual(['exposed', 'promoted', 'reverted']);
    const { revertCommit } = await dependencies.releases.get('imp-1');
    expect((await dependencies.facts.get('orders')).lastPromotedCommit).toBe(revertCommit);
    expect(await world.source(targetOf(world.root, 'orders').repository.location).resolve('main')).toBe(revertCommit);
  });

  it('is for the first who claims it, and not for what is not promoted', async () => {
    const { dependencies } = await releaseFixture({ until: 'promoted' });
    const results = await Promise.all([1, 2, 3].map(() => undo(dependencies, 'imp-1', WHY)));
    expect(results.filter((did) => did)).toHaveLength(1);
    expect(await undo(dependencies, 'imp-1', WHY)).toBe(false);
    expect(await undo((await releaseFixture()).dependencies, 'imp-1', WHY)).toBe(false);
  });

  it('is known to the guard from its claim on, and keeps the target for itself', async () => {
    const { dependencies, world } = await releaseFixture({ until: 'promoted' });
    await claimRevert(dependencies, 'imp-1', WHY);
    expect(await dependencies.releases.active()).toEqual(['imp-1']);
    expect(await dependencies.releases.holder('orders')).toBe('imp-1');
    expect((await dependencies.improvements.open()).map(({ id }) => id)).toEqual(['imp-1']);
    await finishIntent(dependencies, 'imp-1');
    expect(await notWhole(world, 'imp-1')).toEqual([]);
  });

  it('makes one commit when it was made before and not recorded', async () => {
    const { dependencies, world, mainText } = await releaseFixture({ until: 'promoted' });
    const location = targetOf(world.root, 'orders').repository.location;
    const forgetful = intercepted(world, async (call, run) => {
      const result = await run();
      if (call.port === 'source' && call.method === 'revert') throw new Error('The answer was lost.');
      return result;
    });
    await expect(undo(dependenciesOn(forgetful, world, 'tick'), 'imp-1', WHY)).rejects.toThrow('The answer was lost');
    const head = await world.source(location).resolve('main');
    await revert(dependencies, 'imp-1');
    expect(await world.source(location).resolve('main')).toBe(head);
    expect(await mainText()).toBe(HANDLER);
    expect(await notWhole(world, 'imp-1')).toEqual([]);
  });

  it('tries again on top of what the owners commit meanwhile', async () => {
    const { world, mainText } = await releaseFixture({ until: 'promoted' });
    let moved = false;
    const restless = intercepted(world, async (call, run) => {
      if (call.method === 'revert' && !moved) {
        moved = true;
        world.ownerCommits('orders', 'README.md', 'x');
      }
      return run();
    });
    await undo(dependenciesOn(restless, world, 'tick'), 'imp-1', WHY);
    expect([await mainText(), await mainText('README.md')]).toEqual([HANDLER, 'x']);
  });

  it('asks a person for the commit when later work stands on it, and returns the traffic all the same', async () => {
    const { dependencies, world, alias, improvement } = await releaseFixture({ until: 'promoted' });
    world.ownerCommits('orders', 'src/handler.ts', FIXED.replace('new', 'newer'));
    await undo(dependencies, 'imp-1', WHY);
    expect(await alias()).toEqual({ version: '1' });
    expect((await improvement()).state).toBe('reverted');
    expect(world.notices.at(-1)?.text).toMatch(/A person must undo commit .* later changes overlap \(src\/handler\.ts\)/);
  });

  it('says so when main never had the commit, or is gone', async () => {
    const { dependencies, world } = await releaseFixture({ until: 'promoted' });
    await world.source(targetOf(world.root, 'orders').repository.location).deleteBranch('main');
    await undo(dependencies, 'imp-1', WHY);
    expect(world.notices.at(-1)?.text).toContain('main is gone');
  });

  it('leaves main alone for a deployment, and the alias for a newer version', async () => {
    const { dependencies, world, alias } = await releaseFixture({ origin: 'deployment', until: 'promoted' });
    const { version } = await world.deployer.publish({ functionName: 'orders', package: packageOf('by hand'), description: 'by hand' });
    await world.deployer.routeByHand('orders', 'live', version);
    await undo(dependencies, 'imp-1', WHY);
    expect(await alias()).toEqual({ version });
    expect(world.notices.at(-1)?.text).toContain('serves another version and was left alone');
    expect(world.notices.at(-1)?.text).toContain("The owners' branch was not touched.");
  });

  it('first ends what is being released on top of it', async () => {
    const { dependencies, world, improvement, alias } = await releaseFixture({ until: 'promoted' });
    const second = await makeImprovement(world, { id: 'dep-2', targetId: 'orders', origin: 'deployment', baseCommit: 'c0ffee0' });
    expect(await begin(dependencies, second.id)).toBe('watching');
    expect(await undo(dependencies, 'imp-1', WHY)).toBe(true);
    expect((await dependencies.improvements.get('dep-2')).state).toBe('superseded');
    expect((await improvement()).state).toBe('reverted');
    expect(await alias()).toEqual({ version: '1' });
  });

  it('waits while what is on top of it is being merged', async () => {
    const { dependencies, world, improvement, clock } = await releaseFixture({ until: 'promoted' });
    await makeImprovement(world, { id: 'dep-2', targetId: 'orders', origin: 'deployment', baseCommit: 'c0ffee0' });
    await begin(dependencies, 'dep-2');
    await dependencies.improvements.transition('dep-2', 'promoting', { by: 'tick', at: clock.now() });
    await dependencies.releases.amend('dep-2', ['promoting'], (release) => ({ ...release, mergeOnto: 'abc' }));
    expect(await undo(dependencies, 'imp-1', WHY)).toBe(false);
    expect((await improvement()).state).toBe('promoted');
    await finishIntent(dependencies, 'dep-2');
    expect((await dependencies.improvements.get('dep-2')).state).toBe('promoted');
  });

  it('leaves other states to those who are at them', async () => {
    const { dependencies, improvement } = await releaseFixture();
    await revert(dependencies, 'imp-1');
    await finishIntent(dependencies, 'imp-1');
    expect((await improvement()).state).toBe('watching');
    await keep(dependencies, 'imp-1', { unproven: false });
    await finishIntent(dependencies, 'imp-1');
    expect((await improvement()).state).toBe('promoted');
  });
});
