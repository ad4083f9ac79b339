import { describe, expect, it } from 'vitest';
import { carryOut, RollbackRequest } from '../../../../shared/release/action-request.ts';
import { begin } from '../../../../lab/faults/release-acts.ts';
import { packageOf } from '../../../../lab/faults/answering-package.ts';
import { releaseFixture, type ReleaseFixture } from '../../../support/release-fixture.ts';

const REQUEST = { action: 'go-back', targetId: 'orders', from: { version: '2' }, to: '1', cause: 'alarm-1', reason: 'The alarm rings.', by: 'alarm' } as const;

/** Somebody published a version 2 past Pawl and routed everything to it. */
const routedByHand = async (): Promise<ReleaseFixture> => {
  const fixture = await releaseFixture({ until: 'validated' });
  const { deployer } = fixture.world;
  await deployer.publish({ functionName: 'orders', package: packageOf('by hand'), description: 'by hand' });
  await deployer.routeByHand('orders', 'live', '2');
  return fixture;
};

const codes = async ({ world: { deployer } }: ReleaseFixture) => {
  const { latest } = await deployer.describe('orders', 'live');
  return (await deployer.versions('orders')).filter(({ codeDigest }) => codeDigest === latest.codeDigest).map(({ version }) => version);
};

describe('going back from a routing that was nobody’s release', () => {
  it('gives all traffic to the version before, puts its code into $LATEST, and tells people', async () => {
    const fixture = await routedByHand();
    expect(await carryOut(REQUEST, fixture.dependencies)).toMatchObject({ done: true });
    expect([await fixture.alias(), await codes(fixture)]).toEqual([{ version: '1' }, ['1']]);
    expect((await fixture.dependencies.audit.list('orders')).at(-1)).toMatchObject({ who: 'alarm', what: 'gone-back', previousVersion: '2', newVersion: '1', reason: 'The alarm rings.' });
    expect(fixture.world.notices.map(({ subject }) => subject)).toEqual(['orders: back on version 1']);
  });

  it('ends a share that somebody gave to another version', async () => {
    const fixture = await routedByHand();
    const { alias: { revision } } = await fixture.world.deployer.describe('orders', 'live');
    await fixture.world.deployer.shift({ functionName: 'orders', alias: 'live', to: { version: '1', additional: { version: '2', weight: 0.2 } }, revision });
    expect(await carryOut({ ...REQUEST, from: { version: '1', additional: '2' } }, fixture.dependencies)).toMatchObject({ done: true });
    expect([await fixture.alias(), await codes(fixture)]).toEqual([{ version: '1' }, ['1']]);
  });

  it('is done once, however often it is told: who routes there again afterwards means it', async () => {
    const fixture = await routedByHand();
    await carryOut(REQUEST, fixture.dependencies);
    await fixture.world.deployer.routeByHand('orders', 'live', '2');
    expect(await carryOut(REQUEST, fixture.dependencies)).toEqual({ done: true });
    expect(await fixture.alias()).toEqual({ version: '2' });
    expect(await fixture.acts()).toEqual(['gone-back']);
  });

  it('leaves alone what is routed otherwise by now', async () => {
    const fixture = await routedByHand();
    await fixture.world.deployer.publish({ functionName: 'orders', package: packageOf('later'), description: 'later' });
    await fixture.world.deployer.routeByHand('orders', 'live', '3');
    expect(await carryOut(REQUEST, fixture.dependencies)).toMatchObject({ done: false });
    expect([await fixture.alias(), await fixture.acts()]).toEqual([{ version: '3' }, []]);
  });

  it('leaves a target alone on which a release has begun', async () => {
    const fixture = await routedByHand();
    await begin(fixture.dependencies, 'imp-1');
    expect(await carryOut({ ...REQUEST, from: { version: '2', additional: '3' } }, fixture.dependencies)).toMatchObject({ done: false, sentence: expect.stringContaining('imp-1') as string });
    expect(await fixture.alias()).toMatchObject({ version: '2', additional: { version: '3' } });
  });

  it('keeps in $LATEST what the owner has put there since', async () => {
    const fixture = await routedByHand();
    await fixture.world.deployer.publish({ functionName: 'orders', package: packageOf('newest'), description: 'newest' });
    await carryOut(REQUEST, fixture.dependencies);
    expect(await codes(fixture)).toEqual(['3']);
  });
});

describe('a request to those who may touch an alias', () => {
  it('is refused without somebody who asks, or for an action that there is not', () => {
    expect(RollbackRequest.safeParse(REQUEST).success).toBe(true);
    expect(RollbackRequest.safeParse({ ...REQUEST, by: '' }).success).toBe(false);
    expect(RollbackRequest.safeParse({ ...REQUEST, action: 'promote' }).success).toBe(false);
  });
});
