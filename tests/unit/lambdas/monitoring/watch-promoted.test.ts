import { describe, expect, it } from 'vitest';
import { disasterIn, watchPromoted } from '../../../../lambdas/monitoring/watch-promoted.ts';
import { undo } from '../../../../shared/release/actions.ts';
import { Periods } from '../../../../shared/store/periods.ts';
import { TargetStates } from '../../../../shared/store/target-states.ts';
import { releaseFixture } from '../../../support/release-fixture.ts';
import { periodOf, type Behaviour } from '../../../support/release-traffic.ts';
import { notWhole } from '../../../../lab/faults/wholeness.ts';

const MINUTE_MS = 60_000;

const promotedThen = async (candidate: Behaviour) => {
  const fixture = await releaseFixture({ until: 'promoted' });
  const { world, dependencies, clock } = fixture;
  const first = Math.ceil(clock.now() / MINUTE_MS) * MINUTE_MS;
  const periods = Array.from({ length: 10 }, (_, index) => periodOf(first + index * MINUTE_MS, 60, { 2: candidate }));
  await new TargetStates(world.store).put(periods);
  clock.set(first + 10 * MINUTE_MS);
  const watch = () => watchPromoted({ ...dependencies, periods: new Periods(world.store), horizon: async () => first + 10 * MINUTE_MS, revert: (id, reason) => undo(dependencies, id, reason) }, 'imp-1');
  return { ...fixture, watch, periods };
};

describe('watching what was promoted', () => {
  it('leaves a healthy one alone', async () => {
    const { watch, improvement, dependencies } = await promotedThen({ requests: 600, ms: 70 });
    await watch();
    expect((await improvement()).state).toBe('promoted');
    expect(await dependencies.releases.watchedAfter()).toEqual(['imp-1']);
  });

  it.each([
    ['most requests fail', { requests: 60, failures: 40, ms: 70 }, /120 of 180 requests fail, compared with before its release/],
    ['the p95 is more than twice the old one', { requests: 60, ms: 200 }, /p95 has been above \d+ ms for 10 periods, more than twice the 100 ms/],
  ])('reverts when %s', async (_, candidate, sentence) => {
    const { watch, improvement, world } = await promotedThen(candidate);
    await watch();
    expect(await improvement()).toMatchObject({ state: 'reverted', reason: expect.stringMatching(sentence) as string });
    expect(await notWhole(world, 'imp-1')).toEqual([]);
  });

  it('is over when its time is', async () => {
    const { watch, dependencies, improvement, clock } = await promotedThen({ requests: 60, failures: 40, ms: 70 });
    clock.advance(3_600_000);
    await watch();
    expect((await improvement()).state).toBe('promoted');
    expect(await dependencies.releases.watchedAfter()).toEqual([]);
  });

  it('is over when it was reverted', async () => {
    const { watch, dependencies } = await promotedThen({ requests: 60, ms: 70 });
    await undo(dependencies, 'imp-1', 'no');
    await watch();
    expect(await dependencies.releases.watchedAfter()).toEqual([]);
  });

  it('says nothing on too few requests, without a threshold, or when one period was good', async () => {
    const { dependencies, periods } = await promotedThen({ requests: 5, ms: 400 });
    const release = await dependencies.releases.get('imp-1');
    expect(disasterIn(periods, release)).toBeUndefined();
    const many = periods.map(({ startsAt }) => periodOf(startsAt, 60, { 2: { requests: 300, ms: 400 } }));
    const { latencyThresholdMs: _, ...unmeasured } = release;
    expect(disasterIn(many, unmeasured)).toBeUndefined();
    expect(disasterIn(many, release)).toContain('p95');
    const oneGood = [...many.slice(0, 4), periodOf(many[4]?.startsAt ?? 0, 60, { 2: { requests: 300, ms: 70 } }), ...many.slice(5)];
    expect(disasterIn(oneGood, release)).toBeUndefined();
    expect(disasterIn([], release)).toBeUndefined();
  });
});
