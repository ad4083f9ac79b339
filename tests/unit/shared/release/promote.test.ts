import { describe, expect, it } from 'vitest';
import { keep, takeBack } from '../../../../shared/release/actions.ts';
import { branchOf } from '../../../../shared/release/branch-of.ts';
import { finishIntent } from '../../../../shared/release/finish-intent.ts';
import { claimPromotion, promote } from '../../../../shared/release/promote.ts';
import { DeployerError } from '../../../../shared/ports/deployer.ts';
import type { ReleaseDependencies } from '../../../../shared/release/dependencies.ts';
import { releaseFixture, type ReleaseFixture } from '../../../support/release-fixture.ts';
import { packageOf } from '../../../../lab/faults/answering-package.ts';
import { intercepted, type PortCall } from '../../../../lab/faults/release-ports.ts';
import { HANDLER, NOTES } from '../../../../lab/faults/repository.ts';
import { notWhole } from '../../../../lab/faults/wholeness.ts';
import { dependenciesOn, FIXED, targetOf } from '../../../../lab/faults/release-world.ts';

const PROVEN = { unproven: false };

/** Does something just before a call, or instead of it by throwing. */
const before = ({ world }: ReleaseFixture, what: (call: PortCall) => Promise<void> | void): ReleaseDependencies =>
  dependenciesOn(intercepted(world, async (call, run) => {
    await what(call);
    return run();
  }), world, 'tick');

describe('promoting', () => {
  it('merges first, then gives the candidate all traffic, and stays watched', async () => {
    const fixture = await releaseFixture();
    const { world, dependencies, alias, mainText, improvement, acts, clock } = fixture;
    const order: string[] = [];
    const told = before(fixture, ({ method }) => {
      if (['merge', 'shift'].includes(method)) order.push(method);
    });
    expect(await keep(told, 'imp-1', PROVEN)).toBe(true);
    expect(order).toEqual(['merge', 'shift']);
    expect(await alias()).toEqual({ version: '2' });
    expect(await mainText()).toBe(FIXED);
    expect((await improvement()).state).toBe('promoted');
    expect(await acts()).toEqual(['exposed', 'promoted']);
    expect(await notWhole(world, 'imp-1')).toEqual([]);
    const release = await dependencies.releases.get('imp-1');
    expect(release).toMatchObject({ weight: 1, watchedUntil: clock.now() + 3_600_000 });
    expect((await dependencies.facts.get('orders')).lastPromotedCommit).toBe(release.commit);
  });

  it("counts, for each kind of author, what was promoted with a person's yes", async () => {
    const { dependencies, clock } = await releaseFixture();
    await dependencies.improvements.amend('imp-1', ['watching'], (held) => ({ ...held, approval: { by: 'bob', at: clock.now(), digest: 'd', systemWide: false } }));
    await keep(dependencies, 'imp-1', PROVEN);
    expect((await dependencies.facts.get('orders')).promotedWithApproval).toEqual({ recipe: 1 });
  });

  it('says of a deployment that stays without proof that it is unproven', async () => {
    const { dependencies, improvement, acts, world } = await releaseFixture({ origin: 'deployment' });
    await keep(dependencies, 'imp-1', { unproven: true });
    expect((await improvement()).unproven).toBe(true);
    expect(await acts()).toEqual(['exposed', 'kept-unproven']);
    expect(await notWhole(world, 'imp-1')).toEqual([]);
    expect((await dependencies.facts.get('orders')).lastPromotedCommit).toBeUndefined();
  });

  it('can be carried out by several at once and again, with one merge and one entry', async () => {
    const { dependencies, acts, world } = await releaseFixture();
    world.ownerCommits('orders', 'README.md', 'Orders\n');
    await claimPromotion(dependencies, 'imp-1');
    await Promise.all([promote(dependencies, 'imp-1'), finishIntent(dependencies, 'imp-1'), promote(dependencies, 'imp-1')]);
    await promote(dependencies, 'imp-1');
    expect(await acts()).toEqual(['exposed', 'promoted']);
    expect(await notWhole(world, 'imp-1')).toEqual([]);
  });
});

describe('promoting when main has moved', () => {
  it('tests the merge, and keeps both changes', async () => {
    const fixture = await releaseFixture();
    fixture.world.ownerCommits('orders', 'src/notes.txt', NOTES.replace('line 3', 'line three'));
    const tested: string[] = [];
    await keep({ ...fixture.dependencies, proveMerge: async (_, tree) => {
      tested.push(tree.files.get('src/handler.ts') ?? '', tree.files.get('src/notes.txt') ?? '');
      return true;
    } }, 'imp-1', PROVEN);
    expect(tested).toEqual([FIXED, NOTES.replace('line 3', 'line three')]);
    expect([await fixture.mainText(), await fixture.mainText('src/notes.txt')]).toEqual(tested);
    const { commit, mergeCommit } = await fixture.dependencies.releases.get('imp-1');
    expect(mergeCommit).not.toBe(commit);
    expect((await fixture.dependencies.facts.get('orders')).lastPromotedCommit).toBe(mergeCommit);
  });

  it.each([
    ['the owners changed the same lines', async ({ world }: ReleaseFixture) => void world.ownerCommits('orders', 'src/handler.ts', HANDLER.replace('old', 'older')), {}, 'src/handler.ts'],
    ['the tests fail on the merge', async ({ world }: ReleaseFixture) => void world.ownerCommits('orders', 'README.md', 'x'), { proveMerge: async () => false }, 'tests fail on the merge'],
    ['nothing can run tests', async ({ world }: ReleaseFixture) => void world.ownerCommits('orders', 'README.md', 'x'), { proveMerge: undefined }, 'nothing here can test'],
    ['main is gone', async ({ world }: ReleaseFixture) => world.source(targetOf(world.root, 'orders').repository.location).deleteBranch('main'), {}, 'main is gone'],
    ['somebody moved the alias', async ({ world }: ReleaseFixture) => {
      const { version } = await world.deployer.publish({ functionName: 'orders', package: packageOf('by hand'), description: 'by hand' });
      await world.deployer.routeByHand('orders', 'live', version);
    }, {}, 'Somebody else routed the alias'],
    ['the alias is gone', async ({ world }: ReleaseFixture) => world.deployer.removeAlias('orders', 'live'), {}, 'is gone'],
  ])('ends as superseded, with nothing merged, when %s', async (_, spoil, change, reason) => {
    const fixture = await releaseFixture();
    await spoil(fixture);
    const { proveMerge, ...rest } = { ...fixture.dependencies, ...change };
    await keep(proveMerge ? { ...rest, proveMerge } : rest, 'imp-1', PROVEN);
    expect(await fixture.improvement()).toMatchObject({ state: 'superseded', reason: expect.stringContaining(reason) as string });
    if (!reason.includes('main')) expect(await fixture.mainText()).not.toBe(FIXED);
    expect(await fixture.world.source(targetOf(fixture.world.root, 'orders').repository.location).branches('pawl/')).toEqual([]);
    expect(await fixture.dependencies.releases.holder('orders')).toBeUndefined();
  });

  it('merges at the second try when main moves once more in between, and gives up when it moves again and again', async () => {
    for (const [moves, state] of [[2, 'promoted'], [3, 'superseded']] as const) {
      const fixture = await releaseFixture();
      let moved = 0;
      const dependencies = before(fixture, ({ method }) => {
        if (method === 'merge' && moved < moves) {
          moved += 1;
          fixture.world.ownerCommits('orders', `note-${moved}.md`, 'x');
        }
      });
      await keep(dependencies, 'imp-1', PROVEN);
      expect((await fixture.improvement()).state).toBe(state);
      expect(await notWhole(fixture.world, 'imp-1')).toEqual([]);
    }
  });

  it('is content when the owner merged it by hand', async () => {
    const fixture = await releaseFixture();
    const repository = fixture.world.source(targetOf(fixture.world.root, 'orders').repository.location);
    await repository.merge({ commit: branchOf('imp-1') && ((await fixture.dependencies.releases.get('imp-1')).commit ?? ''), branch: 'main', expectedHead: fixture.baseCommit, message: 'By hand', at: 0 });
    await keep(fixture.dependencies, 'imp-1', PROVEN);
    expect(await notWhole(fixture.world, 'imp-1')).toEqual([]);
  });

  it('leaves in $LATEST what an owner has just put there and nobody has kept yet', async () => {
    const { dependencies, world, alias } = await releaseFixture();
    const restored: string[] = [];
    const deployer = {
      ...world.deployer,
      describe: async (name: string, of: string) => ({ ...(await world.deployer.describe(name, of)), latest: { codeDigest: packageOf('owned').digest, revision: 'theirs' } }),
      restoreLatest: async ({ version }: { version: string }) => void restored.push(version),
    };
    await keep({ ...dependencies, deployer }, 'imp-1', PROVEN);
    expect([await alias(), restored]).toEqual([{ version: '2' }, []]);
  });
});

describe('a merge whose traffic cannot follow', () => {
  it('is tried again when it may work later', async () => {
    const fixture = await releaseFixture();
    const throttled = before(fixture, ({ method }) => {
      if (method === 'shift') throw new DeployerError('throttled', 'Too many requests.');
    });
    await expect(keep(throttled, 'imp-1', PROVEN)).rejects.toThrow('Too many requests');
    expect((await fixture.improvement()).state).toBe('promoting');
    await finishIntent(fixture.dependencies, 'imp-1');
    expect((await fixture.improvement()).state).toBe('promoted');
    expect(await notWhole(fixture.world, 'imp-1')).toEqual([]);
  });

  it.each([
    ['it can never work', (): void => {
      throw new DeployerError('refused', 'The version is damaged.');
    }, 'damaged'],
    ['somebody moves the alias just then', undefined, 'somebody else routed'],
  ])('is undone by a commit when %s', async (_, refuse, reason) => {
    const fixture = await releaseFixture();
    let merged = false;
    let did = false;
    const dependencies = before(fixture, async ({ method }) => {
      merged ||= method === 'merge';
      if (!merged || did || method !== (refuse ? 'shift' : 'describe')) return;
      did = true;
      if (refuse) refuse();
      const { version } = await fixture.world.deployer.publish({ functionName: 'orders', package: packageOf('by hand'), description: 'by hand' });
      await fixture.world.deployer.routeByHand('orders', 'live', version);
    });
    await keep(dependencies, 'imp-1', PROVEN);
    expect(await fixture.improvement()).toMatchObject({ state: 'reverted', reason: expect.stringContaining(reason) as string });
    expect(await fixture.mainText()).toBe(HANDLER);
    expect(await fixture.world.source(targetOf(fixture.world.root, 'orders').repository.location).branches('pawl/')).toEqual([]);
    expect(await fixture.acts()).toEqual(['exposed', 'reverted']);
  });
});

describe('a promotion that was turned round', () => {
  it('tells nobody that it happened', async () => {
    const fixture = await releaseFixture({ origin: 'deployment' });
    let turned = false;
    const dependencies = before(fixture, async ({ method }) => {
      if (method !== 'shift' || turned) return;
      turned = true;
      await takeBack(fixture.dependencies, 'imp-1', { state: 'rolled-back', reason: 'A person was quicker.' });
    });
    await keep(dependencies, 'imp-1', PROVEN);
    expect((await fixture.improvement()).state).toBe('rolled-back');
    expect(fixture.world.notices.map(({ subject }) => subject)).toEqual(['Change imp-1: rolled-back']);
    expect(await notWhole(fixture.world, 'imp-1')).toEqual([]);
  });

  it('is taken back by the guard when it could not even begin', async () => {
    const fixture = await releaseFixture();
    await claimPromotion(fixture.dependencies, 'imp-1');
    const broken = before(fixture, ({ port, method }) => {
      if (port === 'source' && method === 'resolve') throw new Error('The repository is gone.');
    });
    await finishIntent(broken, 'imp-1');
    expect(await fixture.improvement()).toMatchObject({ state: 'failed', reason: expect.stringContaining('The repository is gone') as string });
    expect(await notWhole(fixture.world, 'imp-1')).toEqual([]);
  });

  it('puts the code that serves into $LATEST when a late publisher has overwritten it', async () => {
    const fixture = await releaseFixture();
    await fixture.world.deployer.publish({ functionName: 'orders', package: packageOf('late'), description: 'late' });
    await keep(fixture.dependencies, 'imp-1', PROVEN);
    expect(await notWhole(fixture.world, 'imp-1')).toEqual([]);
  });

  it('leaves in $LATEST what an owner has just put there and nobody has kept yet', async () => {
    const { dependencies, world, alias } = await releaseFixture();
    const restored: string[] = [];
    const deployer = {
      ...world.deployer,
      describe: async (name: string, of: string) => ({ ...(await world.deployer.describe(name, of)), latest: { codeDigest: packageOf('owned').digest, revision: 'theirs' } }),
      restoreLatest: async ({ version }: { version: string }) => void restored.push(version),
    };
    await keep({ ...dependencies, deployer }, 'imp-1', PROVEN);
    expect([await alias(), restored]).toEqual([{ version: '2' }, []]);
  });
});
