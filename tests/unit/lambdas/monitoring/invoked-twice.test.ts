import { expect, it } from 'vitest';
import { abandon } from '../../../../lambdas/monitoring/abandon.ts';
import { release } from '../../../../lambdas/monitoring/release.ts';
import { PLAN } from '../../../../lab/faults/release-world.ts';
import { carryOut } from '../../../../shared/release/action-request.ts';
import { Periods } from '../../../../shared/store/periods.ts';
import { releaseFixture } from '../../../support/release-fixture.ts';

const IMP = { improvementId: 'imp-1' };

it('a release that is invoked twice at the same time exposes one candidate, and both invocations say that it is watched', async () => {
  const fixture = await releaseFixture({ until: 'validated' });
  const { world, dependencies, improvement, alias } = fixture;
  const phase = { ...dependencies, periods: new Periods(world.store), termsFor: () => PLAN };
  expect(await Promise.all([release(IMP, phase), release(IMP, phase), release(IMP, phase)])).toEqual([{ next: 'watch' }, { next: 'watch' }, { next: 'watch' }]);
  expect(await improvement()).toMatchObject({ state: 'watching' });
  expect(await world.deployer.versions('orders')).toHaveLength(2);
  expect(await alias()).toMatchObject({ additional: { weight: 0.1 } });
});

it('an abandoned improvement that is abandoned again stays as it was, with the first reason', async () => {
  const { dependencies, improvement } = await releaseFixture({ until: 'validated' });
  const abandoning = { ...dependencies, rollback: (request: Parameters<typeof carryOut>[0]) => carryOut(request, dependencies) };
  await Promise.all([abandon({ ...IMP, error: new Error('odd') }, abandoning), abandon({ ...IMP, error: new Error('odd') }, abandoning)]);
  const first = await improvement();
  expect(first).toMatchObject({ state: 'failed', reason: 'Something unexpected: odd' });
  expect(await abandon({ ...IMP, error: new Error('later') }, abandoning)).toEqual({ next: 'learn' });
  expect(await improvement()).toEqual(first);
});
