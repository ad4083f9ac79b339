import { describe, expect, it } from 'vitest';
import { takeBack } from '../../../../shared/release/actions.ts';
import { branchOf } from '../../../../shared/release/branch-of.ts';
import { expose } from '../../../../shared/release/expose.ts';
import { openRelease } from '../../../../shared/release/open-release.ts';
import { packageKeys } from '../../../../shared/release/package-key.ts';
import { commitOfVersion } from '../../../../shared/release/version-description.ts';
import { packageOf } from '../../../../lab/faults/answering-package.ts';
import { Releases } from '../../../../shared/store/releases.ts';
import { intercepted, type Interceptor } from '../../../../lab/faults/release-ports.ts';
import { releaseFixture } from '../../../support/release-fixture.ts';
import { notWhole } from '../../../../lab/faults/wholeness.ts';
import { dependenciesOn, FIXED, makeImprovement, PLAN, targetOf } from '../../../../lab/faults/release-world.ts';
import { without } from '../../../support/without.ts';

describe('opening a release', () => {
  it('claims the improvement and its target in one', async () => {
    const { dependencies, improvement, baseCommit } = await releaseFixture({ until: 'validated' });
    expect(await openRelease(dependencies, await improvement(), PLAN)).toEqual({ kind: 'opened' });
    expect((await improvement()).state).toBe('releasing');
    expect(await dependencies.releases.get('imp-1')).toMatchObject({ stableVersion: '1', stableCommit: baseCommit, weight: 0 });
    expect(await dependencies.releases.holder('orders')).toBe('imp-1');
  });

  it('waits while another has the target', async () => {
    const { dependencies, world, baseCommit } = await releaseFixture();
    const second = await makeImprovement(world, { id: 'imp-2', targetId: 'orders', origin: 'opportunity', baseCommit });
    expect(await openRelease(dependencies, second, PLAN)).toEqual({ kind: 'busy', holder: 'imp-1' });
    expect((await dependencies.improvements.get('imp-2')).state).toBe('validating');
  });

  it('refuses while $LATEST holds what an owner has just put there and nobody has kept yet', async () => {
    const { dependencies, world, improvement } = await releaseFixture({ until: 'validated' });
    const owned = packageOf('owned');
    const deployer = { ...world.deployer, describe: async (name: string, alias: string) => ({ ...(await world.deployer.describe(name, alias)), latest: { codeDigest: owned.digest, revision: 'theirs' } }) };
    expect(await openRelease({ ...dependencies, deployer }, await improvement(), PLAN)).toMatchObject({ kind: 'refused', reason: expect.stringContaining('no deployment has told of') as string });
    await world.blobs.put(packageKeys(owned.digest).bundle, owned.bundle, 'application/zip');
    expect(await openRelease({ ...dependencies, deployer }, await improvement(), PLAN)).toEqual({ kind: 'opened' });
  });

  it('refuses what is so large that its way back could not be written down', async () => {
    const { dependencies, improvement } = await releaseFixture({ until: 'validated' });
    const large = await dependencies.improvements.amend('imp-1', ['validating'], (held) => ({ ...held, title: 'x'.repeat(220_000) }));
    expect(await openRelease(dependencies, large ?? (await improvement()), PLAN)).toMatchObject({ kind: 'refused', reason: expect.stringContaining('room') as string });
  });

  it('gives the target to one of two who open at once, and the other waits', async () => {
    const { dependencies, world, baseCommit, improvement } = await releaseFixture({ until: 'validated' });
    const second = await makeImprovement(world, { id: 'imp-2', targetId: 'orders', origin: 'opportunity', baseCommit });
    const results = await Promise.all([openRelease(dependencies, await improvement(), PLAN), openRelease(dependencies, second, PLAN)]);
    expect(results.map(({ kind }) => kind).toSorted()).toEqual(['busy', 'opened']);
  });

  it('waits, too, when the other gave the target free just after it was in the way', async () => {
    const { world, baseCommit, clock } = await releaseFixture();
    const second = await makeImprovement(world, { id: 'imp-2', targetId: 'orders', origin: 'opportunity', baseCommit });
    const plain = dependenciesOn(world, world, 'tester');
    // The lease is there for the claim, and looked for before and after it in vain.
    class NoHolder extends Releases {
      override async holder(): Promise<string | undefined> {
        return undefined;
      }
    }
    await world.deployer.routeByHand('orders', 'live', '1');
    const dependencies = { ...plain, clock, releases: new NoHolder(world.store) };
    expect(await openRelease(dependencies, second, PLAN)).toEqual({ kind: 'busy', holder: 'another release' });
  });

  it('refuses an alias that somebody else splits, with what to do', async () => {
    const { dependencies, world, improvement } = await releaseFixture({ until: 'validated' });
    const { version } = await world.deployer.publish({ functionName: 'orders', package: packageOf('other'), description: 'by hand' });
    const { alias } = await world.deployer.describe('orders', 'live');
    await world.deployer.shift({ functionName: 'orders', alias: 'live', to: { version: '1', additional: { version, weight: 0.3 } }, revision: alias.revision });
    expect(await openRelease(dependencies, await improvement(), PLAN)).toMatchObject({ kind: 'refused', reason: expect.stringContaining('Route it to one version first') as string });
  });

  it('refuses what has been turned round already', async () => {
    const { dependencies, improvement, clock } = await releaseFixture({ until: 'validated' });
    const known = await improvement();
    await dependencies.improvements.transition('imp-1', 'rejected', { by: 'ada', at: clock.now() });
    expect(await openRelease(dependencies, known, PLAN)).toEqual({ kind: 'refused', reason: 'It is rejected by now.' });
  });
});

describe('exposing', () => {
  it('commits on a branch of its own, publishes, and gives the candidate its share', async () => {
    const { dependencies, world, alias, improvement, acts, mainText, baseCommit } = await releaseFixture();
    const release = await dependencies.releases.get('imp-1');
    const repository = world.source(targetOf(world.root, 'orders').repository.location);
    expect(await repository.resolve(branchOf('imp-1'))).toBe(release.commit);
    expect((await repository.readTree(release.commit ?? '')).files.get('src/handler.ts')).toBe(FIXED);
    expect(await mainText()).not.toBe(FIXED);
    expect(await alias()).toEqual({ version: '1', additional: { version: '2', weight: 0.1 } });
    expect((await world.deployer.versions('orders')).map(({ description }) => commitOfVersion(description))).toEqual([baseCommit, release.commit]);
    expect(release).toMatchObject({ candidateVersion: '2', weight: 0.1, exposedAt: expect.any(Number) as number });
    expect((await improvement()).state).toBe('watching');
    expect(await acts()).toEqual(['exposed']);
  });

  it("makes no commit for an owner's deployment: it is one", async () => {
    const { dependencies, world, baseCommit } = await releaseFixture({ origin: 'deployment' });
    expect(await world.source(targetOf(world.root, 'orders').repository.location).branches('pawl/')).toEqual([]);
    expect((await dependencies.releases.get('imp-1')).commit).toBe(baseCommit);
  });

  it('splits nothing when there is to be no canary: Lambda does not split between versions of different roles', async () => {
    const { dependencies, world, alias, improvement } = await releaseFixture({ origin: 'deployment', until: 'validated' });
    await openRelease(dependencies, await improvement(), PLAN);
    const shift: typeof world.deployer.shift = async (request) => {
      if (request.to.additional) throw new Error('The versions have different roles.');
      return world.deployer.shift(request);
    };
    const unlike = { ...dependencies, deployer: { ...world.deployer, shift } };
    expect(await expose(unlike, 'imp-1', 1)).toBe('watching');
    expect(await alias()).toEqual({ version: '2' });
    await takeBack(unlike, 'imp-1', { state: 'rolled-back', reason: 'slower' });
    expect([await alias(), await notWhole(world, 'imp-1')]).toEqual([{ version: '1' }, []]);
  });

  it('goes on where it stood when it is repeated', async () => {
    const { dependencies, alias, world } = await releaseFixture();
    expect(await expose(dependencies, 'imp-1', 0.1)).toBe('turned');
    expect(await alias()).toMatchObject({ additional: { weight: 0.1 } });
    expect(await world.deployer.versions('orders')).toHaveLength(2);
  });

  const failing = (port: string, method: string): Interceptor => async (call, run) => {
    if (call.port === port && call.method === method) throw new Error(`${method} does not work today`);
    return run();
  };

  it.each([['source', 'commit'], ['deployer', 'publish'], ['blobs', 'get']])('takes everything back when %s.%s fails, and says why', async (port, method) => {
    const { world, improvement } = await releaseFixture({ until: 'validated' });
    const dependencies = dependenciesOn(intercepted(world, failing(port, method)), world, 'release');
    await openRelease(dependencies, await improvement(), PLAN);
    expect(await expose(dependencies, 'imp-1', 0.1)).toBe('failed');
    expect(await improvement()).toMatchObject({ state: 'failed', reason: expect.stringContaining(`${method} does not work today`) as string });
    expect(await notWhole(world, 'imp-1')).toEqual([]);
  });

  it('fails without a package, and when its package is gone', async () => {
    for (const packageKey of [undefined, 'gone']) {
      const { dependencies, world, improvement } = await releaseFixture({ until: 'validated' });
      await dependencies.improvements.amend('imp-1', ['validating'], (held) => ({ ...without(held, 'packageKey'), ...(packageKey ? { packageKey } : {}) }));
      await openRelease(dependencies, await improvement(), PLAN);
      expect(await expose(dependencies, 'imp-1', 0.1)).toBe('failed');
      expect((await improvement()).reason).toMatch(packageKey ? /no longer in the blob store/ : /No package was built/);
      expect(await notWhole(world, 'imp-1')).toEqual([]);
    }
  });

  it('says once why it failed, with the code of what went wrong', async () => {
    const { dependencies, improvement } = await releaseFixture({ until: 'validated' });
    await dependencies.improvements.amend('imp-1', ['validating'], (held) => ({ ...held, packageKey: 'gone' }));
    await openRelease(dependencies, await improvement(), PLAN);
    const told: unknown[] = [];
    await expose({ ...dependencies, notify: (message) => told.push(message) }, 'imp-1', 0.1);
    expect(told).toEqual([expect.objectContaining({ code: 'PAWL-PACKAGE-MISSING', level: 'error', data: { improvementId: 'imp-1', targetId: 'orders' } })]);
    expect((await improvement()).reason).toMatch(/^It could not be released: PAWL-PACKAGE-MISSING: /);
  });

  it('leaves an alias alone that somebody else has moved meanwhile', async () => {
    const { dependencies, world, improvement, alias } = await releaseFixture({ until: 'validated' });
    await openRelease(dependencies, await improvement(), PLAN);
    const { version } = await world.deployer.publish({ functionName: 'orders', package: packageOf('by hand'), description: 'by hand' });
    await world.deployer.routeByHand('orders', 'live', version);
    expect(await expose(dependencies, 'imp-1', 0.1)).toBe('failed');
    expect(await alias()).toEqual({ version });
    expect((await world.deployer.describe('orders', 'live')).latest.codeDigest).toBe(packageOf('by hand').digest);
  });
});
