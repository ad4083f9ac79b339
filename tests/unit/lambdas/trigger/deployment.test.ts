import { describe, expect, it } from 'vitest';
import { TargetDeployedEvent, type DeploymentOutcome } from '../../../../lambdas/trigger/deployment.ts';
import { packageOf } from '../../../../lab/faults/answering-package.ts';
import { begin } from '../../../../lab/faults/release-acts.ts';
import { FIXED, makeImprovement } from '../../../../lab/faults/release-world.ts';
import { notWhole } from '../../../../lab/faults/wholeness.ts';
import { keep, takeBack } from '../../../../shared/release/actions.ts';
import { claimPromotion } from '../../../../shared/release/promote.ts';
import { ownerOf } from '../../../support/deployment-fixture.ts';
import { releaseFixture } from '../../../support/release-fixture.ts';

const idOf = (outcome: DeploymentOutcome): string => (outcome.kind === 'released' ? outcome.improvementId : outcome.kind);
const digestOf = (answer: string): string => packageOf(answer).digest;

describe('what an owner’s stack deployed', () => {
  it('becomes a release of the owner’s own package, and stays when it is kept', async () => {
    const { world, dependencies: effects, alias, baseCommit } = await releaseFixture({ until: 'validated' });
    const owner = ownerOf(world);
    await owner.pushes({ answer: 'owned' });
    const id = idOf(await owner.told(baseCommit));
    expect(await effects.improvements.get(id)).toMatchObject({ origin: 'deployment', state: 'validating', packageKey: digestOf('owned'), ref: baseCommit, proposedBy: 'shop-stack' });
    expect([await begin(effects, id), await alias()]).toMatchObject(['watching', { version: '1', additional: { weight: 0.1 } }]);
    await keep(effects, id, { unproven: true });
    expect(await effects.improvements.get(id)).toMatchObject({ state: 'promoted', unproven: true });
    expect(await notWhole(world, id)).toEqual([]);
  });

  it('is taken back when it does harm, in $LATEST too', async () => {
    const { world, dependencies: effects, alias, baseCommit } = await releaseFixture({ until: 'validated' });
    const owner = ownerOf(world);
    await owner.pushes({ answer: 'owned' });
    const id = idOf(await owner.told(baseCommit));
    await begin(effects, id);
    await takeBack(effects, id, { state: 'rolled-back', reason: 'slower' });
    expect([await alias(), await notWhole(world, id)]).toEqual([{ version: '1' }, []]);
    expect((await world.deployer.describe('orders', 'live')).latest.codeDigest).toBe(digestOf('old'));
  });

  it('takes the place of Pawl’s canary at once, and is not lost with it', async () => {
    const { world, dependencies: effects, improvement, baseCommit } = await releaseFixture();
    const owner = ownerOf(world);
    await owner.pushes({ answer: 'owned' });
    const id = idOf(await owner.told(baseCommit));
    expect([(await improvement()).state, await notWhole(world, 'imp-1')]).toEqual(['superseded', ['$LATEST is not what serves (version 1)']]);
    expect((await world.deployer.describe('orders', 'live')).latest.codeDigest).toBe(digestOf('owned'));
    await begin(effects, id);
    await keep(effects, id, { unproven: false });
    expect(await notWhole(world, id)).toEqual([]);
  });

  it('is released as what it is, when the canary was rolled back before anybody heard of it', async () => {
    const { world, dependencies: effects, baseCommit } = await releaseFixture();
    const owner = ownerOf(world);
    await owner.pushes({ answer: 'owned' });
    await takeBack(effects, 'imp-1', { state: 'rolled-back', reason: 'slower' });
    expect(await effects.improvements.get(idOf(await owner.told(baseCommit)))).toMatchObject({ packageKey: digestOf('owned') });
  });

  it('is released as what the stack put there, though a canary was published over it before anybody heard of it', async () => {
    const { world, dependencies: effects, improvement, baseCommit } = await releaseFixture({ until: 'validated' });
    const owner = ownerOf(world);
    await owner.pushes({ answer: 'owned' });
    await begin(effects, 'imp-1');
    const id = idOf(await owner.told(baseCommit, 'event-1', digestOf('owned')));
    expect((await improvement()).state).toBe('superseded');
    expect(await effects.improvements.get(id)).toMatchObject({ packageKey: digestOf('owned') });
  });

  it('is not wanted any more when the stack goes back to what serves, whether it is exposed or waits', async () => {
    const { world, dependencies: effects, alias, baseCommit } = await releaseFixture({ until: 'validated' });
    const owner = ownerOf(world);
    await owner.pushes({ answer: 'owned' });
    const exposed = idOf(await owner.told(baseCommit, 'event-1'));
    await begin(effects, exposed);
    await owner.pushes({ answer: 'owned later' });
    const waits = idOf(await owner.told(world.ownerCommits('orders', 'src/notes.txt', 'later'), 'event-2'));
    await owner.pushes({ answer: 'old' });
    expect(await owner.told(baseCommit, 'event-3')).toMatchObject({ kind: 'nothing-new' });
    expect([(await effects.improvements.get(exposed)).state, (await effects.improvements.get(waits)).state, await alias()]).toEqual(['superseded', 'superseded', { version: '1' }]);
  });

  it('goes on when it is told once more, or when only its configuration is released', async () => {
    const { world, dependencies: effects, alias, baseCommit } = await releaseFixture({ until: 'validated' });
    const owner = ownerOf(world);
    await owner.pushes({ configuration: 'second' });
    const id = idOf(await owner.told(baseCommit, 'event-1'));
    await begin(effects, id);
    expect(await owner.told(baseCommit, 'event-2')).toMatchObject({ kind: 'nothing-new' });
    expect([(await effects.improvements.get(id)).state, (await alias()).additional]).toMatchObject(['watching', { weight: 0.1 }]);
  });

  it('keeps commit and package together when two deployments are heard of in the wrong order', async () => {
    const { world, dependencies: effects, baseCommit } = await releaseFixture({ until: 'validated' });
    const owner = ownerOf(world);
    await owner.pushes({ answer: 'owned' });
    await owner.pushes({ answer: 'owned later' });
    const later = world.ownerCommits('orders', 'src/notes.txt', 'later');
    const [second, first] = [idOf(await owner.told(later, 'event-2', digestOf('owned later'))), idOf(await owner.told(baseCommit, 'event-1', digestOf('owned')))];
    expect(await effects.improvements.get(first)).toMatchObject({ ref: baseCommit, packageKey: digestOf('owned') });
    expect(await effects.improvements.get(second)).toMatchObject({ ref: later, packageKey: digestOf('owned later') });
  });

  it('takes its turn after what is just being merged, and after another deployment', async () => {
    const merging = await releaseFixture();
    await claimPromotion(merging.dependencies, 'imp-1');
    await merging.dependencies.releases.amend('imp-1', ['promoting'], (release) => ({ ...release, mergeOnto: merging.baseCommit }));
    const first = await releaseFixture({ origin: 'deployment' });
    for (const { world, dependencies: effects, baseCommit, improvement } of [merging, first]) {
      const before = (await improvement()).state;
      const owner = ownerOf(world);
      await owner.pushes({ answer: 'owned' });
      const id = idOf(await owner.told(baseCommit));
      expect([(await improvement()).state, await begin(effects, id)]).toEqual([before, 'busy']);
      expect(owner.asked).toContain(`start ${id}`);
    }
  });
});

describe('both directions', () => {
  it('a promoted fix is in the owners’ main branch; a deployment without it is refused, aloud, and moves nothing; one with it goes', async () => {
    const { world, dependencies: effects, baseCommit, alias, mainText, acts } = await releaseFixture({ until: 'promoted' });
    expect(await mainText()).toBe(FIXED);
    const { lastPromotedCommit = '' } = await effects.facts.get('orders');
    const owner = ownerOf(world);
    await owner.pushes({ answer: 'owned' });
    for (const event of ['event-1', 'event-1', 'event-2']) {
      expect(await owner.told(baseCommit, event)).toMatchObject({ kind: 'refused', reason: expect.stringContaining(lastPromotedCommit) as string });
    }
    expect([await alias(), owner.asked]).toEqual([{ version: '2' }, []]);
    expect((await acts()).filter((what) => what === 'deployment-refused')).toHaveLength(1);
    expect(world.notices.at(-1)).toMatchObject({ subject: 'orders: a deployment is refused', text: expect.stringContaining(lastPromotedCommit) as string });

    const merged = world.ownerCommits('orders', 'README.md', 'Orders\n');
    const id = idOf(await owner.told(merged, 'event-3'));
    await begin(effects, id);
    await keep(effects, id, { unproven: false });
    expect(await notWhole(world, id)).toEqual([]);
  });
});

describe('a deployment that changes only the configuration', () => {
  it('is a release too', async () => {
    const { world, dependencies: effects, baseCommit } = await releaseFixture({ until: 'validated' });
    const owner = ownerOf(world);
    await owner.pushes({ configuration: 'second' });
    const id = idOf(await owner.told(baseCommit));
    await begin(effects, id);
    expect(await effects.releases.get(id)).toMatchObject({ stableVersion: '1', candidateVersion: '2' });
  });

  it('does not bring a canary’s code along that happens to be in $LATEST', async () => {
    const { world, dependencies: effects, improvement, baseCommit } = await releaseFixture();
    const owner = ownerOf(world);
    await owner.pushes({ configuration: 'second' });
    const id = idOf(await owner.told(baseCommit));
    expect((await improvement()).state).toBe('superseded');
    expect((await effects.improvements.get(id)).packageKey).toBe(digestOf('old'));
  });
});

describe('a deployment with nothing new in it', () => {
  it('starts nothing when code and configuration serve already', async () => {
    const { world, baseCommit, acts } = await releaseFixture({ until: 'validated' });
    const owner = ownerOf(world);
    for (const event of ['event-1', 'event-1']) expect((await owner.told(baseCommit, event)).kind).toBe('nothing-new');
    expect([owner.asked, await acts()]).toEqual([[], ['deployed-nothing-new']]);
  });

  it('leaves a canary alone', async () => {
    const { world, baseCommit, improvement } = await releaseFixture();
    expect((await ownerOf(world).told(baseCommit)).kind).toBe('nothing-new');
    expect((await improvement()).state).toBe('watching');
  });

  it('starts nothing while the same is being released', async () => {
    const { world, baseCommit } = await releaseFixture({ until: 'validated' });
    const owner = ownerOf(world);
    await owner.pushes({ answer: 'owned' });
    const id = idOf(await owner.told(baseCommit, 'event-1'));
    expect(await owner.told(baseCommit, 'event-2')).toEqual({ kind: 'nothing-new', reason: `${id} is releasing it already.` });
  });
});

describe('a deployment that is told again', () => {
  it('is one deployment, even after another has come', async () => {
    const { world, baseCommit, acts, dependencies: effects } = await releaseFixture({ until: 'validated' });
    const owner = ownerOf(world);
    await owner.pushes({ answer: 'owned' });
    const [first, second] = await Promise.all([owner.told(baseCommit), owner.told(baseCommit)]);
    await owner.pushes({ answer: 'owned later' });
    const third = await owner.told(baseCommit);
    expect([idOf(second), idOf(third)]).toEqual([idOf(first), idOf(first)]);
    expect((await acts()).filter((what) => what === 'deploys')).toHaveLength(1);
    expect((await effects.improvements.open()).filter(({ origin }) => origin === 'deployment')).toHaveLength(1);
    expect((await effects.improvements.get(idOf(first))).packageKey).toBe(digestOf('owned'));
  });

  it('is tried again when it was rolled back and the owner deploys it anew', async () => {
    const { world, baseCommit, dependencies: effects } = await releaseFixture({ until: 'validated' });
    const owner = ownerOf(world);
    await owner.pushes({ answer: 'owned' });
    const first = idOf(await owner.told(baseCommit, 'event-1'));
    await begin(effects, first);
    await takeBack(effects, first, { state: 'rolled-back', reason: 'slower' });
    await owner.pushes({ answer: 'owned later' });
    await makeImprovement(world, { id: 'imp-9', targetId: 'orders', origin: 'opportunity', baseCommit });
    const second = idOf(await owner.told(baseCommit, 'event-2'));
    expect(second).not.toBe(first);
  });
});

describe('what is irreversible', () => {
  it('is known by the trailer of a commit between what serves and what is deployed', async () => {
    const { world, dependencies: effects, baseCommit } = await releaseFixture({ until: 'validated' });
    const repository = world.source((await effects.targets.get('orders')).repository.location);
    const { commit } = await repository.commit({ branch: 'x', parent: baseCommit, files: [{ path: 'a', before: null, after: 'a' }], message: 'Drop the table\n\nPawl-Irreversible: the rows are gone\n', author: 'olga', at: 1 });
    const { commit: ref } = await repository.commit({ branch: 'x', parent: commit, files: [{ path: 'b', before: null, after: 'b' }], message: 'More', author: 'olga', at: 2 });
    const owner = ownerOf(world);
    await owner.pushes({ answer: 'owned' });
    expect(await effects.improvements.get(idOf(await owner.told(ref)))).toMatchObject({ irreversible: 'the rows are gone' });
  });
});

it('reads the event as it arrives, and refuses one that names no target', () => {
  const event = { id: 'e', source: 'pawl.targets', 'detail-type': 'Target Deployed', detail: { targetId: 'orders', commit: 'abc', by: 'stack' } };
  expect(TargetDeployedEvent.parse(event)).toEqual({ id: 'e', detail: event.detail });
  expect(TargetDeployedEvent.safeParse({ id: 'e', detail: { commit: 'abc', by: 'x' } }).success).toBe(false);
});
