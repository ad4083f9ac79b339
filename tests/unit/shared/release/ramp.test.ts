import { expect, it } from 'vitest';
import { takeBack } from '../../../../shared/release/actions.ts';
import { ramp } from '../../../../shared/release/ramp.ts';
import { releaseFixture } from '../../../support/release-fixture.ts';
import { packageOf } from '../../../../lab/faults/answering-package.ts';

it('gives a watched candidate its next share, once', async () => {
  const { dependencies, alias, world } = await releaseFixture();
  expect(await ramp(dependencies, 'imp-1', 0.5)).toBe('done');
  const { alias: { revision } } = await world.deployer.describe('orders', 'live');
  expect(await ramp(dependencies, 'imp-1', 0.5)).toBe('done');
  expect(await alias()).toEqual({ version: '1', additional: { version: '2', weight: 0.5 } });
  expect((await world.deployer.describe('orders', 'live')).alias.revision).toBe(revision);
  const { weight, moments } = await dependencies.releases.get('imp-1');
  expect([weight, moments.filter(({ what }) => what.startsWith('50 %')).length]).toEqual([0.5, 1]);
});

it('gives nothing to what is taken back, or not yet published', async () => {
  const { dependencies, alias } = await releaseFixture();
  await takeBack(dependencies, 'imp-1', { state: 'rolled-back', reason: 'slower' });
  expect(await ramp(dependencies, 'imp-1', 0.5)).toBe('turned');
  expect(await alias()).toEqual({ version: '1' });
});

it('leaves an alias alone that somebody moved', async () => {
  const { dependencies, alias, world } = await releaseFixture();
  const { version } = await world.deployer.publish({ functionName: 'orders', package: packageOf('by hand'), description: 'by hand' });
  await world.deployer.routeByHand('orders', 'live', version);
  expect(await ramp(dependencies, 'imp-1', 0.5)).toBe('turned');
  expect(await alias()).toEqual({ version });
});
