import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { packageKeys } from '../../../../shared/release/package-key.ts';
import { inRepository, serviceTree } from '../../../../shared/release/repository-path.ts';
import { servingCommit } from '../../../../shared/release/serving-commit.ts';
import { commitOfVersion, describeVersion } from '../../../../shared/release/version-description.ts';
import { releaseFixture } from '../../../support/release-fixture.ts';
import { packageOf } from '../../../../lab/faults/answering-package.ts';
import { targetOf } from '../../../../lab/faults/release-world.ts';

const inFolder = (directory: string) => {
  const target = targetOf('/x', 'orders');
  return { ...target, repository: { ...target.repository, directory } };
};

it('a service in a folder of its repository sees its own files, by its own paths', () => {
  const tree = { commit: 'abc', files: new Map([['services/orders/src/a.ts', 'a'], ['services/orders-old/src/a.ts', 'b'], ['README.md', 'c']]), skipped: ['services/orders/logo.png', 'x.png'] };
  expect(serviceTree(inFolder('services/orders'), tree)).toEqual({ commit: 'abc', files: new Map([['src/a.ts', 'a']]), skipped: ['logo.png'] });
  expect(serviceTree(inFolder('.'), tree)).toBe(tree);
  expect([inRepository(inFolder('services/orders'), 'src/a.ts'), inRepository(inFolder('.'), 'src/a.ts')]).toEqual(['services/orders/src/a.ts', 'src/a.ts']);
});

it('a version tells the commit it was built from, and one of somebody else tells none', () => {
  fc.assert(fc.property(fc.stringMatching(/^[0-9a-f]{40}$/), (commit) => commitOfVersion(describeVersion(commit, 'imp-1')) === commit));
  expect(commitOfVersion('')).toBeUndefined();
  expect(commitOfVersion('commit=unknown improvement=imp-1')).toBeUndefined();
});

it('the serving commit is that of the version behind the alias', async () => {
  const { world, baseCommit } = await releaseFixture({ until: 'validated' });
  const target = targetOf(world.root, 'orders');
  expect(await servingCommit(world.deployer, target)).toBe(baseCommit);
  const { version } = await world.deployer.publish({ functionName: 'orders', package: packageOf('by hand'), description: 'by hand' });
  await world.deployer.routeByHand('orders', 'live', version);
  expect(await servingCommit(world.deployer, target)).toBeUndefined();
});

it('a package is kept by its digest', () => {
  expect(packageKeys('abc')).toEqual({ bundle: 'packages/abc.mjs', sourceMap: 'packages/abc.mjs.map' });
});
