import { describe, expect, it } from 'vitest';
import { deploy } from '../../../../shared/commands/deploy.ts';
import { claimPromotion } from '../../../../shared/release/promote.ts';
import { begin } from '../../../../lab/faults/release-acts.ts';
import { commandsOn } from '../../../support/release-commands.ts';
import { releaseFixture } from '../../../support/release-fixture.ts';
import { notWhole } from '../../../../lab/faults/wholeness.ts';
import { makeImprovement } from '../../../../lab/faults/release-world.ts';

const REQUEST = { targetId: 'orders', ref: 'main', by: 'olga' } as const;

describe("an owner's deployment", () => {
  it('becomes a release like any other', async () => {
    const { world, dependencies, baseCommit } = await releaseFixture({ until: 'validated' });
    const { commands, asked } = commandsOn(world);
    const answer = await deploy(commands, REQUEST);
    expect(answer).toMatchObject({ ok: true, commit: baseCommit });
    const id = answer.ok ? answer.improvementId : '';
    expect(await dependencies.improvements.get(id)).toMatchObject({ origin: 'deployment', state: 'validating', ref: baseCommit, proposedBy: 'olga' });
    expect(asked).toEqual([`start ${id}`]);
  });

  it('is refused without the last commit that Pawl promoted, by name', async () => {
    const { world, baseCommit, dependencies } = await releaseFixture({ until: 'promoted' });
    const { lastPromotedCommit = '' } = await dependencies.facts.get('orders');
    const { commands, asked } = commandsOn(world);
    expect(await deploy(commands, { ...REQUEST, ref: baseCommit })).toMatchObject({ ok: false, reason: expect.stringContaining(lastPromotedCommit) as string });
    expect(asked).toEqual([]);
    expect(await deploy(commands, REQUEST)).toMatchObject({ ok: true });
  });

  it('takes the place of a canary of Pawl at once', async () => {
    const { world, alias, improvement } = await releaseFixture();
    const { commands, asked } = commandsOn(world);
    const answer = await deploy(commands, REQUEST);
    expect(answer.ok).toBe(true);
    expect(await alias()).toEqual({ version: '1' });
    expect(await improvement()).toMatchObject({ state: 'superseded', reason: expect.stringContaining('deployment of main by olga') as string });
    expect(await notWhole(world, 'imp-1')).toEqual([]);
    expect(asked[0]).toBe('resume imp-1');
  });

  it('waits for another deployment, and for what is just being merged', async () => {
    const { world, dependencies, baseCommit } = await releaseFixture({ origin: 'deployment' });
    expect(await deploy(commandsOn(world).commands, REQUEST)).toMatchObject({ ok: false, reason: expect.stringContaining('Wait for its verdict') as string });

    const merging = await releaseFixture();
    await claimPromotion(merging.dependencies, 'imp-1');
    await merging.dependencies.releases.amend('imp-1', ['promoting'], (release) => ({ ...release, mergeOnto: baseCommit }));
    expect(await deploy(commandsOn(merging.world).commands, REQUEST)).toMatchObject({ ok: false, reason: expect.stringContaining('Try again in a moment') as string });
    expect((await dependencies.improvements.get('imp-1')).state).toBe('watching');
  });

  it('is refused for a commit that is not there', async () => {
    const { world } = await releaseFixture({ until: 'validated' });
    expect(await deploy(commandsOn(world).commands, { ...REQUEST, ref: 'v9' })).toMatchObject({ ok: false, reason: expect.stringContaining('"v9"') as string });
  });

  it('can be released on top of what was promoted before', async () => {
    const { world, dependencies, baseCommit } = await releaseFixture({ until: 'promoted' });
    await makeImprovement(world, { id: 'dep-2', targetId: 'orders', origin: 'deployment', baseCommit });
    expect(await begin(dependencies, 'dep-2')).toBe('watching');
    expect(await dependencies.releases.get('dep-2')).toMatchObject({ stableVersion: '2', candidateVersion: '3' });
  });
});
