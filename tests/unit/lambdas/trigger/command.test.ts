import { describe, expect, it } from 'vitest';
import { command, CommandRequest } from '../../../../lambdas/trigger/command.ts';
import { FIXED, type ReleaseWorld } from '../../../../lab/faults/release-world.ts';
import { HANDLER } from '../../../../lab/faults/repository.ts';
import { repositoriesIn } from '../../../../shared/store/repositories.ts';
import { commandsOn } from '../../../support/release-commands.ts';
import { releaseFixture } from '../../../support/release-fixture.ts';
import { N_PLUS_ONE } from '../../../support/report-facts.ts';

const asking = (world: ReleaseWorld) => {
  const { commands, asked } = commandsOn(world);
  return { commands, asked, ask: (request: unknown) => command(CommandRequest.parse(request), commands) };
};

const DIFF = `--- a/src/handler.ts\n+++ b/src/handler.ts\n@@ -1 +1 @@\n-${HANDLER}+${FIXED}`;

describe('what people ask for', () => {
  it('starts a cycle, once for one request', async () => {
    const { world } = await releaseFixture({ until: 'validated' });
    const { ask, asked, commands } = asking(world);
    const request = { command: 'start-cycle', by: 'ada', requestId: 'r1', targetIds: ['orders'], windowHours: 2, maxImprovements: 1, dryRun: true };
    const [first, second] = [await ask(request), await ask(request)];
    expect([first, second]).toMatchObject([{ ok: true, started: true }, { ok: true, started: false }]);
    expect(asked).toHaveLength(1);
    expect(await commands.cycles.get(first.ok ? String(first['cycleId']) : '')).toMatchObject({ trigger: 'command', cause: 'ada: r1', dryRun: true, windowHours: 2, maxImprovements: 1 });
  });

  it.each([
    ['as a unified diff', { diff: DIFF }],
    ['as files, of which one is as it was', { files: { 'src/handler.ts': FIXED, 'src/gone.ts': null } }],
  ])('proposes %s', async (_, change) => {
    const { world, dependencies } = await releaseFixture({ until: 'validated' });
    const { ask } = asking(world);
    const answer = await ask({ command: 'propose', by: 'ada', targetId: 'orders', title: 'Answer with new', change });
    expect(answer).toMatchObject({ ok: true });
    expect(await dependencies.improvements.get(answer.ok ? String(answer['improvementId']) : '')).toMatchObject({
      state: 'validating', proposedBy: 'ada', remedy: { title: 'Answer with new', author: { kind: 'person', name: 'ada' }, files: [{ path: 'src/handler.ts', before: HANDLER, after: FIXED }] },
    });
  });

  it('names the hunk that does not fit', async () => {
    const { world } = await releaseFixture({ until: 'validated' });
    expect(await asking(world).ask({ command: 'propose', by: 'ada', targetId: 'orders', title: 'x', change: { diff: DIFF.replace(HANDLER, 'something else\n') } })).toMatchObject({ ok: false, reason: expect.stringContaining('src/handler.ts') as string });
  });

  it('rolls back, pauses, resumes and deploys', async () => {
    const { world, alias, acts } = await releaseFixture();
    const { ask } = asking(world);
    expect(await ask({ command: 'roll-back', by: 'ada', improvementId: 'imp-1', reason: 'odd' })).toEqual({ ok: true, did: 'rolled-back' });
    expect(await alias()).toEqual({ version: '1' });
    expect([await ask({ command: 'pause', by: 'ada', targetId: 'orders' }), await ask({ command: 'resume', by: 'ada', targetId: 'orders' })]).toEqual([{ ok: true }, { ok: true }]);
    expect(await ask({ command: 'deploy', by: 'ada', targetId: 'orders', ref: 'main', skipCanary: 'hotfix' })).toMatchObject({ ok: true });
    expect((await acts()).slice(-3)).toEqual(['paused', 'resumed', 'deploys-without-canary']);
  });

  it('answers what cannot be done, rather than failing', async () => {
    const { world } = await releaseFixture();
    const { ask } = asking(world);
    for (const request of [
      { command: 'approve', by: 'ada', improvementId: 'imp-1' },
      { command: 'reject', by: 'ada', improvementId: 'imp-1', reason: 'no' },
      { command: 'pause', by: 'ada', targetId: 'nothing' },
      { command: 'start-cycle', by: 'ada', tenantId: 'nobody' },
    ]) expect(await ask(request)).toMatchObject({ ok: false, reason: expect.any(String) as string });
  });

  it('lists what can be explained, and explains it', async () => {
    const { world } = await releaseFixture({ until: 'validated' });
    const { ask, commands } = asking(world);
    await repositoriesIn(world.store).opportunities.record(N_PLUS_ONE);
    expect(await commands.opportunities.list('orders')).toHaveLength(1);
    expect(await ask({ command: 'explain' })).toMatchObject({ ok: true, opportunities: [{ id: 'opp-1', priority: 'critical' }] });
    expect(await ask({ command: 'explain', id: 'opp' })).toMatchObject({ ok: true, explanation: { opportunityId: 'opp-1', targetId: 'orders' } });
    expect(await ask({ command: 'explain', id: 'nothing' })).toMatchObject({ ok: false, reason: expect.stringContaining('There is no "nothing"') as string });
  });

  it('tells what is going on', async () => {
    const { world } = await releaseFixture();
    expect(await asking(world).ask({ command: 'status' })).toMatchObject({
      ok: true, targets: [{ id: 'orders', routing: { version: '1', additional: { version: '2', weight: 0.1 } }, watching: { improvementId: 'imp-1' } }], improvements: [{ id: 'imp-1', state: 'watching' }],
    });
  });
});

it.each<[request: object, why: string]>([
  [{ command: 'pause', targetId: 'orders' }, 'nobody asks'],
  [{ command: 'restart', by: 'ada' }, 'there is no such command'],
  [{ command: 'pause', by: 'ada', targetId: 'orders', force: true }, 'a part that nothing reads'],
  [{ command: 'roll-back', by: 'ada', improvementId: 'imp-1' }, 'no reason is given'],
])('refuses %j: %s', (request, _why) => {
  expect(CommandRequest.safeParse(request).success).toBe(false);
});
