import { describe, expect, it } from 'vitest';
import { claimPromotion } from '../../../../shared/release/promote.ts';
import { openRelease } from '../../../../shared/release/open-release.ts';
import { releaseFixture } from '../../../support/release-fixture.ts';
import { guardLooks, guardUntilQuiet } from '../../../../lab/faults/guard-looks.ts';
import { intercepted } from '../../../../lab/faults/release-ports.ts';
import { notWhole } from '../../../../lab/faults/wholeness.ts';
import { dependenciesOn, makeImprovement, makeTarget, PLAN } from '../../../../lab/faults/release-world.ts';
import { begin } from '../../../../lab/faults/release-acts.ts';

const BEAT_MS = 60_000;

describe('the guard', () => {
  it('leaves alone what is watched, for three beats', async () => {
    const { dependencies, clock, improvement } = await releaseFixture();
    clock.advance(3 * BEAT_MS);
    expect(await guardLooks(dependencies)).toEqual({ active: 1, acts: [] });
    expect((await improvement()).state).toBe('watching');
  });

  it('rolls back what nobody has watched for more than three', async () => {
    const { dependencies, clock, improvement, world } = await releaseFixture();
    clock.advance(3 * BEAT_MS + 1);
    expect((await guardLooks(dependencies)).acts).toMatchObject([{ improvementId: 'imp-1', did: 'rolled back', state: 'watching' }]);
    expect(await improvement()).toMatchObject({ state: 'rolled-back', reason: 'Nobody has been watching it for 180.0 s.' });
    expect(await notWhole(world, 'imp-1')).toEqual([]);
    expect(await guardLooks(dependencies)).toEqual({ active: 0, acts: [] });
  });

  it('counts beats from the last one', async () => {
    const { dependencies, clock } = await releaseFixture();
    clock.advance(2 * BEAT_MS);
    await dependencies.releases.amend('imp-1', ['watching'], (release) => ({ ...release, beatAt: clock.now() }));
    clock.advance(2 * BEAT_MS);
    expect((await guardLooks(dependencies)).acts).toEqual([]);
  });

  it('takes over what was announced after one beat, not before', async () => {
    const { dependencies, clock, improvement } = await releaseFixture();
    await claimPromotion(dependencies, 'imp-1');
    clock.advance(BEAT_MS);
    expect((await guardLooks(dependencies)).acts).toEqual([]);
    clock.advance(1);
    expect((await guardLooks(dependencies)).acts).toMatchObject([{ did: 'finished', state: 'promoting' }]);
    expect((await improvement()).state).toBe('promoted');
  });

  it('takes back what was not fully exposed', async () => {
    const { dependencies, clock, improvement, world } = await releaseFixture({ until: 'validated' });
    await openRelease(dependencies, await improvement(), PLAN);
    clock.advance(BEAT_MS + 1);
    expect((await guardLooks(dependencies)).acts).toMatchObject([{ did: 'finished', state: 'releasing' }]);
    expect((await improvement()).state).toBe('failed');
    expect(await notWhole(world, 'imp-1')).toEqual([]);
  });

  it('does not keep the others waiting for one that cannot be finished, and tries it again', async () => {
    const { dependencies, clock, world, improvement } = await releaseFixture();
    const baseCommit = await makeTarget(world, 'payments');
    await makeImprovement(world, { id: 'imp-2', targetId: 'payments', origin: 'opportunity', baseCommit });
    await begin(dependencies, 'imp-2');
    clock.advance(3 * BEAT_MS + 1);
    const broken = intercepted({ ...world, deployer: { ...world.deployer, describe: async (name, alias) => {
      if (name === 'orders') throw new Error('orders does not answer');
      return world.deployer.describe(name, alias);
    } } }, (_, run) => run());
    const { acts } = await guardLooks(dependenciesOn(broken, world, 'guard'));
    expect(acts.map(({ improvementId, did, problem }) => [improvementId, did, problem])).toEqual([['imp-1', 'could not finish', 'orders does not answer'], ['imp-2', 'rolled back', undefined]]);
    expect((await improvement()).state).toBe('rolling-back');
    expect((await guardUntilQuiet(dependencies, (ms) => clock.advance(ms))).beats).toBeLessThanOrEqual(2);
    expect(await notWhole(world, 'imp-1')).toEqual([]);
  });

  it('passes by a row whose improvement is gone', async () => {
    const { dependencies, world } = await releaseFixture({ until: 'validated' });
    await world.store.write([{ kind: 'put', key: { pk: 'releases#active', sk: 'imp-9' }, body: { targetId: 'orders' }, when: 'absent' }]);
    expect(await guardLooks(dependencies)).toEqual({ active: 1, acts: [] });
  });
});
