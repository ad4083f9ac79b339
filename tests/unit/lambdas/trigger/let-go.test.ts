import { expect, it } from 'vitest';
import { letGo } from '../../../../lambdas/trigger/adopt-target/let-go.ts';
import { carryOut } from '../../../../shared/release/action-request.ts';
import { notWhole } from '../../../../lab/faults/wholeness.ts';
import { releaseFixture } from '../../../support/release-fixture.ts';

it('leaves no share of the traffic on a candidate that nobody will watch', async () => {
  const { dependencies, world, alias, improvement } = await releaseFixture();
  const asked: unknown[] = [];
  const rollback: Parameters<typeof letGo>[2]['rollback'] = async (request) => {
    asked.push(request);
    return carryOut(request, dependencies);
  };
  await letGo('orders', 'shop-stack', { releases: dependencies.releases, rollback });
  expect([await alias(), (await improvement()).state, await notWhole(world, 'imp-1')]).toEqual([{ version: '1' }, 'rolled-back', []]);
  await letGo('orders', 'shop-stack', { releases: dependencies.releases, rollback });
  expect(asked).toHaveLength(1);
});
