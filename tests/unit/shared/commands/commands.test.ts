import { describe, expect, it } from 'vitest';
import { pause, resume } from '../../../../shared/commands/pause.ts';
import { propose } from '../../../../shared/commands/propose.ts';
import { removeTarget } from '../../../../shared/commands/remove-target.ts';
import { rollBackByPerson } from '../../../../shared/commands/roll-back.ts';
import { startCycle } from '../../../../shared/commands/start-cycle.ts';
import { claimPromotion } from '../../../../shared/release/promote.ts';
import { claimRevert } from '../../../../shared/release/revert.ts';
import { commandsOn } from '../../../support/release-commands.ts';
import { releaseFixture } from '../../../support/release-fixture.ts';
import { notWhole } from '../../../../lab/faults/wholeness.ts';
import { makeImprovement, patchOn, targetOf } from '../../../../lab/faults/release-world.ts';

describe('proposing', () => {
  it('takes a patch up at its checks, in a cycle of its own', async () => {
    const { world, baseCommit, dependencies } = await releaseFixture({ until: 'validated' });
    const { commands, asked } = commandsOn(world);
    const answer = await propose(commands, { targetId: 'orders', by: 'ada', patch: patchOn(baseCommit) });
    const id = answer.ok ? answer.improvementId : '';
    const proposed = await dependencies.improvements.get(id);
    expect(proposed).toMatchObject({ origin: 'proposal', state: 'validating', proposedBy: 'ada', systemWide: false });
    expect((await commands.cycles.get(proposed.cycleId ?? '')).improvementIds).toEqual([id]);
    expect(asked).toEqual([`start ${id}`]);
  });

  it('is system-wide on a target that serves several tenants', async () => {
    const { world, baseCommit, dependencies } = await releaseFixture({ until: 'validated' });
    const answer = await propose(commandsOn(world, { vary: { shared: true } }).commands, { targetId: 'orders', by: 'ada', patch: patchOn(baseCommit) });
    expect((await dependencies.improvements.get(answer.ok ? answer.improvementId : '')).systemWide).toBe(true);
  });

  it('is refused when its record would have no room for how it ends, and nothing is begun', async () => {
    const { world, baseCommit } = await releaseFixture({ until: 'validated' });
    const { commands, asked } = commandsOn(world);
    const patch = { ...patchOn(baseCommit), files: [{ path: 'src/data.ts', before: 'x'.repeat(100_000), after: 'y'.repeat(100_000) }] };
    const before = (await commands.cycles.list(9)).length;
    expect(await propose(commands, { targetId: 'orders', by: 'ada', patch })).toMatchObject({ ok: false, reason: expect.stringContaining('smaller files or steps') as string });
    expect([asked, (await commands.cycles.list(9)).length]).toEqual([[], before]);
  });

  it('is refused to who has flooded Pawl with proposals, and to nobody else; told again it is the same one', async () => {
    const { world, baseCommit, dependencies } = await releaseFixture({ until: 'validated' });
    const { commands, asked } = commandsOn(world);
    const request = { targetId: 'orders', patch: patchOn(baseCommit) };
    const one = await propose(commands, { ...request, by: 'bot' });
    const kept = await dependencies.improvements.get(one.ok ? one.improvementId : '');
    for (let count = 1; count < 100; count++) await dependencies.improvements.create({ ...kept, id: `imp-flood-${count}` });
    asked.splice(0);
    expect(await propose(commands, { ...request, by: 'bot' })).toMatchObject({ ok: false, reason: expect.stringContaining('100 proposals of bot are open already') as string });
    expect(asked).toEqual([]);
    const first = await propose(commands, { ...request, by: 'ada', requestId: 'one' });
    expect(first).toMatchObject({ ok: true });
    await dependencies.improvements.transition('imp-flood-7', 'rejected', { by: 'ada', at: 1 });
    expect(await propose(commands, { ...request, by: 'bot', requestId: 'two' })).toMatchObject({ ok: true });
    expect(await propose(commands, { ...request, by: 'bot', requestId: 'two' })).toMatchObject({ ok: true });
    expect(await propose(commands, { ...request, by: 'bot', requestId: 'three' })).toMatchObject({ ok: false });
  });

  it('is refused for nothing, and on a paused target until it is resumed', async () => {
    const { world, baseCommit, acts } = await releaseFixture({ until: 'validated' });
    const { commands } = commandsOn(world);
    const request = { targetId: 'orders', by: 'ada', patch: patchOn(baseCommit) };
    expect(await propose(commands, { ...request, patch: { ...request.patch, files: [] } })).toMatchObject({ ok: false, reason: 'The patch changes nothing.' });
    await pause(commands, { targetId: 'orders', by: 'bob' });
    expect(await propose(commands, request)).toMatchObject({ ok: false, reason: expect.stringContaining('paused by bob') as string });
    await resume(commands, { targetId: 'orders', by: 'bob' });
    expect(await propose(commands, request)).toMatchObject({ ok: true });
    expect(await acts()).toEqual(['paused', 'resumed']);
    await expect(pause(commands, { targetId: 'nothing', by: 'bob' })).rejects.toThrow('nothing');
  });
});

describe('a person rolls back', () => {
  it('what is exposed', async () => {
    const { world, dependencies, improvement } = await releaseFixture();
    const { commands, asked } = commandsOn(world);
    expect(await rollBackByPerson(commands, { improvementId: 'imp-1', by: 'ada', reason: 'odd' })).toEqual({ ok: true, did: 'rolled-back' });
    expect(await improvement()).toMatchObject({ state: 'rolled-back', reason: 'ada took it back: odd' });
    expect((await dependencies.audit.list('orders')).at(-1)?.who).toBe('ada');
    expect([await notWhole(world, 'imp-1'), asked]).toEqual([[], ['resume imp-1']]);
  });

  it('what was promoted', async () => {
    const { world, improvement } = await releaseFixture({ until: 'promoted' });
    expect(await rollBackByPerson(commandsOn(world).commands, { improvementId: 'imp-1', by: 'ada', reason: 'odd' })).toEqual({ ok: true, did: 'reverted' });
    expect((await improvement()).state).toBe('reverted');
    expect(await notWhole(world, 'imp-1')).toEqual([]);
  });

  it('not what is being merged, not what nobody sees, not what is not there: and is told why', async () => {
    const { world, dependencies } = await releaseFixture();
    const { commands } = commandsOn(world);
    const ask = (improvementId: string) => rollBackByPerson(commands, { improvementId, by: 'ada', reason: 'odd' });
    await claimPromotion(dependencies, 'imp-1');
    await dependencies.releases.amend('imp-1', ['promoting'], (release) => ({ ...release, mergeOnto: 'abc' }));
    expect(await ask('imp-1')).toMatchObject({ ok: false, reason: expect.stringContaining('just being merged') as string });
    expect(await ask('imp-9')).toMatchObject({ ok: false, reason: expect.stringContaining('no improvement imp-9') as string });
    const early = await releaseFixture({ until: 'validated' });
    expect(await rollBackByPerson(commandsOn(early.world).commands, { improvementId: 'imp-1', by: 'ada', reason: 'odd' })).toMatchObject({ ok: false, reason: expect.stringContaining('nothing of it is exposed') as string });
  });
});

describe('taking Pawl off a target', () => {
  it('ends what is under way, leaves the target whole, and keeps branches of other targets', async () => {
    const { world, dependencies, alias, baseCommit } = await releaseFixture();
    for (const id of ['imp-2', 'imp-3']) await makeImprovement(world, { id, targetId: 'orders', origin: 'opportunity', baseCommit });
    await makeImprovement(world, { id: 'imp-4', targetId: 'payments', origin: 'opportunity', baseCommit });
    const repository = world.source(targetOf(world.root, 'orders').repository.location);
    for (const id of ['imp-2', 'imp-4', 'nobody']) await repository.commit({ branch: `pawl/${id}`, parent: 'main', files: patchOn(baseCommit).files, message: id, author: 'Pawl', at: 0 });
    const answer = await removeTarget(commandsOn(world).commands, { targetId: 'orders', by: 'ada' });
    expect(answer).toEqual({ ok: true, version: '1', ended: ['imp-1', 'imp-2', 'imp-3'] });
    expect(await alias()).toEqual({ version: '1' });
    expect(await repository.branches('pawl/')).toEqual(['pawl/imp-4']);
    expect((await dependencies.improvements.open()).map(({ id }) => id)).toEqual(['imp-4']);
    expect(await dependencies.slots.holders('system')).toEqual(['imp-4']);
    expect(await notWhole(world, 'imp-1')).toEqual([]);
    expect((await dependencies.facts.get('orders')).pausedBy).toBe('ada');
  });

  it('keeps what was promoted, and stops watching it', async () => {
    const { world, dependencies, alias } = await releaseFixture({ until: 'promoted' });
    expect(await removeTarget(commandsOn(world).commands, { targetId: 'orders', by: 'ada' })).toEqual({ ok: true, version: '2', ended: [] });
    expect(await alias()).toEqual({ version: '2' });
    expect(await dependencies.releases.watchedAfter()).toEqual([]);
  });

  it('waits for what is just being finished', async () => {
    const merging = await releaseFixture();
    await claimPromotion(merging.dependencies, 'imp-1');
    await merging.dependencies.releases.amend('imp-1', ['promoting'], (release) => ({ ...release, mergeOnto: 'abc' }));
    const reverting = await releaseFixture({ until: 'promoted' });
    await claimRevert(reverting.dependencies, 'imp-1', 'slow');
    for (const { world } of [merging, reverting]) {
      expect(await removeTarget(commandsOn(world).commands, { targetId: 'orders', by: 'ada' })).toMatchObject({ ok: false, reason: expect.stringContaining('just being finished') as string });
    }
  });
});

describe('starting a cycle', () => {
  it('starts one for a cause, however often it is told', async () => {
    const { world } = await releaseFixture({ until: 'validated' });
    const { commands, asked } = commandsOn(world);
    const first = await startCycle(commands, { trigger: 'alarm', cause: 'latency at 12:00' });
    const second = await startCycle(commands, { trigger: 'alarm', cause: 'latency at 12:00' });
    expect([first, second]).toMatchObject([{ ok: true, started: true }, { ok: true, started: false }]);
    expect(asked).toHaveLength(1);
    const cycle = await commands.cycles.get(first.ok ? first.cycleId : '');
    expect(cycle).toMatchObject({ state: 'running', targetIds: ['orders'], windowHours: 24, maxImprovements: 3, emergency: false, dryRun: false });
  });

  it('looks at one hour and takes one improvement in an emergency', async () => {
    const { world } = await releaseFixture({ until: 'validated' });
    const { commands } = commandsOn(world);
    const started = await startCycle(commands, { trigger: 'alarm', cause: 'x', emergency: true, tenantId: 'shop' });
    expect(await commands.cycles.get(started.ok ? started.cycleId : '')).toMatchObject({ emergency: true, windowHours: 1, maxImprovements: 1, tenantId: 'shop' });
  });

  it('does nothing for a tenant that is switched off or has no target', async () => {
    const { world } = await releaseFixture({ until: 'validated' });
    const off = commandsOn(world, { settings: { enabled: false } });
    expect(await startCycle(off.commands, { trigger: 'command', cause: 'x' })).toMatchObject({ ok: false, reason: expect.stringContaining('No target fits') as string });
    const { commands, asked } = commandsOn(world);
    expect(await startCycle(commands, { trigger: 'command', cause: 'x', tenantId: 'other' })).toMatchObject({ ok: false });
    expect(await startCycle(commands, { trigger: 'command', cause: 'x', targetIds: ['nothing'] })).toMatchObject({ ok: false });
    expect([...off.asked, ...asked]).toEqual([]);
  });
});
