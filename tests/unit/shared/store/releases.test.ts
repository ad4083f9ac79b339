import { describe, expect, it } from 'vitest';
import type { Release } from '../../../../shared/domain/release.ts';
import { releaseFixture } from '../../../support/release-fixture.ts';

describe('releases', () => {
  it('gives a target to one release at a time', async () => {
    const { dependencies: { releases }, world } = await releaseFixture();
    const release = await releases.get('imp-1');
    const other: Release = { ...release, improvementId: 'imp-2' };
    expect(await world.store.write(releases.opening(other))).toEqual({ ok: false, conflict: { pk: 'target#orders', sk: 'release-lease' } });
    expect(await releases.holder('orders')).toBe('imp-1');
  });

  it('closes what is its own only, and twice without harm', async () => {
    const { dependencies: { releases }, world } = await releaseFixture();
    const release = await releases.get('imp-1');
    expect(await releases.closing({ ...release, improvementId: 'imp-2' })).toEqual([]);
    await world.store.write(await releases.closing(release, { keepWatching: true }));
    expect([await releases.active(), await releases.watchedAfter(), await releases.holder('orders')]).toEqual([[], ['imp-1'], undefined]);
    expect(await releases.closing(release, { keepWatching: true })).toEqual([]);
    await world.store.write(await releases.closing(release));
    expect(await releases.watchedAfter()).toEqual([]);
  });

  it('amends while the improvement is in a state that is meant, and declines where the change declines', async () => {
    const { dependencies: { releases } } = await releaseFixture();
    expect((await releases.amend('imp-1', ['watching'], (held) => ({ ...held, weight: 0.3 })))?.weight).toBe(0.3);
    expect(await releases.amend('imp-1', ['promoting'], (held) => ({ ...held, weight: 0.9 }))).toBeUndefined();
    expect(await releases.amend('imp-1', ['watching'], () => undefined)).toBeUndefined();
    expect(await releases.amend('imp-9', ['watching'], (held) => held)).toBeUndefined();
    expect((await releases.get('imp-1')).weight).toBe(0.3);
  });

  it('records nothing when the release is turned round while somebody is about to record', async () => {
    const { dependencies: { releases, improvements }, clock } = await releaseFixture();
    const recorded = releases.amend('imp-1', ['watching'], (held) => ({ ...held, weight: 0.9 }));
    const turned = await improvements.transition('imp-1', 'rolling-back', { by: 'guard', at: clock.now() });
    const result = await recorded;
    expect(turned.ok).toBe(true);
    if (result === undefined) expect((await releases.get('imp-1')).weight).toBe(0.1);
    else expect(result.weight).toBe(0.9);
    expect(await releases.amend('imp-1', ['watching'], (held) => ({ ...held, weight: 0.7 }))).toBeUndefined();
  });

  it('ends the watch of a promoted one, once', async () => {
    const { dependencies: { releases } } = await releaseFixture({ until: 'promoted' });
    expect(await releases.watchedAfter()).toEqual(['imp-1']);
    await releases.endWatch('imp-1');
    await releases.endWatch('imp-1');
    expect(await releases.watchedAfter()).toEqual([]);
  });

  it('lets a write depend on the release being as it was read', async () => {
    const { dependencies: { releases }, world } = await releaseFixture();
    const release = await releases.get('imp-1');
    const change = await releases.unchanged('imp-1', release);
    expect((await world.store.write(change)).ok).toBe(true);
    await releases.amend('imp-1', ['watching'], (held) => ({ ...held, mergeOnto: 'abc' }));
    expect((await world.store.write(change)).ok).toBe(false);
    expect((await world.store.write(await releases.unchanged('imp-1', release))).ok).toBe(false);
  });

  it('says which release is missing', async () => {
    const { dependencies: { releases } } = await releaseFixture({ until: 'validated' });
    await expect(releases.get('imp-1')).rejects.toThrow('imp-1');
  });
});
