import { describe, expect, it } from 'vitest';
import { carryOut } from '../../../../shared/release/action-request.ts';
import { claimPromotion } from '../../../../shared/release/promote.ts';
import { claimRevert } from '../../../../shared/release/revert.ts';
import { claimRollBack } from '../../../../shared/release/roll-back.ts';
import { openRelease } from '../../../../shared/release/open-release.ts';
import { notWhole } from '../../../../lab/faults/wholeness.ts';
import { PLAN } from '../../../../lab/faults/release-world.ts';
import { releaseFixture, type ReleaseFixture } from '../../../support/release-fixture.ts';

const putBack = ({ dependencies }: ReleaseFixture) => carryOut({ action: 'put-back', improvementId: 'imp-1', reason: 'The alarm rings.', by: 'alarm' }, dependencies);
type Case = readonly [what: string, until: 'validated' | 'watching' | 'promoted', bring: (fixture: ReleaseFixture) => Promise<void>, ending: string];

describe('putting a release back, whatever has become of it', () => {
  const cases: Case[] = [
    ['exposed', 'watching', async () => {}, 'rolled-back'],
    ['announced, and nobody is left who does it', 'validated', async (fixture: ReleaseFixture) => void (await openRelease(fixture.dependencies, await fixture.improvement(), PLAN)), 'rolled-back'],
    ['promoted', 'promoted', async () => {}, 'reverted'],
    ['about to be promoted', 'watching', async ({ dependencies }: ReleaseFixture) => void (await claimPromotion(dependencies, 'imp-1')), 'rolled-back'],
    [
      'being merged: half a merge cannot be taken back', 'watching',
      async ({ dependencies, baseCommit }: ReleaseFixture) => {
        await claimPromotion(dependencies, 'imp-1');
        await dependencies.releases.amend('imp-1', ['promoting'], (release) => ({ ...release, mergeOnto: baseCommit }));
      },
      'reverted',
    ],
    ['half rolled back', 'watching', async ({ dependencies }: ReleaseFixture) => void (await claimRollBack(dependencies, 'imp-1', { state: 'inconclusive', reason: 'odd' })), 'inconclusive'],
    ['half reverted', 'promoted', async ({ dependencies }: ReleaseFixture) => void (await claimRevert(dependencies, 'imp-1', 'slow')), 'reverted'],
  ];
  it.each(cases)('%s', async (_, until, bring, ending) => {
    const fixture = await releaseFixture({ until });
    await bring(fixture);
    expect(await putBack(fixture)).toEqual({ done: true, sentence: `imp-1 is ${ending}.` });
    expect((await fixture.improvement()).state).toBe(ending);
    expect([await notWhole(fixture.world, 'imp-1'), await fixture.alias()]).toEqual([[], { version: '1' }]);
    expect(await putBack(fixture)).toMatchObject({ done: true });
  });

  it('is nothing to do for what was never exposed', async () => {
    const fixture = await releaseFixture({ until: 'validated' });
    expect(await putBack(fixture)).toEqual({ done: false, sentence: 'imp-1 is validating: nothing of it is exposed.' });
  });

  it('stands in the audit log under the name of who asked', async () => {
    const fixture = await releaseFixture();
    await putBack(fixture);
    expect((await fixture.dependencies.audit.list('orders')).at(-1)).toMatchObject({ who: 'alarm', what: 'rolled-back', evidence: 'The alarm rings.' });
  });
});
