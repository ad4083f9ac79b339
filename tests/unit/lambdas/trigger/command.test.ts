import { expect, it } from 'vitest';
import { command, CommandRequest } from '../../../../lambdas/trigger/command.ts';
import { FIXED } from '../../../../lab/faults/release-world.ts';
import { HANDLER } from '../../../../lab/faults/repository.ts';
import { doorsWorld } from '../../../support/doors-world.ts';

const asking = async () => {
  const { dependencies, asked, close } = await doorsWorld();
  return { ...dependencies, asked, close, ask: (request: unknown) => command(CommandRequest.parse(request), dependencies) };
};

const DIFF = `--- a/src/handler.ts\n+++ b/src/handler.ts\n@@ -1 +1 @@\n-${HANDLER}+${FIXED}`;

it('starts a cycle, once for one request', async () => {
  const { ask, asked, cycles, close } = await asking();
  const request = { command: 'start-cycle', by: 'ada', requestId: 'r1', targetIds: ['orders'], windowHours: 2, maxImprovements: 1, dryRun: true };
  const [first, second] = [await ask(request), await ask(request)];
  expect([first, second]).toMatchObject([{ ok: true, started: true }, { ok: true, started: false }]);
  expect(asked.filter((one) => one.startsWith('cycle '))).toHaveLength(2);
  expect(await cycles.get(first.ok ? String(first['cycleId']) : '')).toMatchObject({ trigger: 'command', cause: 'function:ada: r1', dryRun: true, windowHours: 2, maxImprovements: 1 });
  close();
});

it('proposes a diff or whole files, once for one request, and names the hunk that does not fit', async () => {
  const { ask, improvements, close } = await asking();
  const request = { command: 'propose', by: 'ada', targetId: 'orders', title: 'Answer with new' };
  const asDiff = await ask({ ...request, change: { diff: DIFF } });
  const asFiles = { ...request, requestId: 'r2', change: { files: { 'src/handler.ts': FIXED, 'src/gone.ts': null } } };
  const [files, again] = [await ask(asFiles), await ask(asFiles)];
  expect(again).toEqual(files);
  for (const answer of [asDiff, files]) {
    expect(await improvements.get(answer.ok ? String(answer['improvementId']) : '')).toMatchObject({
      state: 'validating', proposedBy: 'function:ada', remedy: { title: 'Answer with new', author: { kind: 'person', name: 'function:ada' }, files: [{ path: 'src/handler.ts', before: HANDLER, after: FIXED }] },
    });
  }
  expect(await ask({ ...request, change: { diff: DIFF.replace(HANDLER, 'something else\n') } })).toMatchObject({ ok: false, reason: expect.stringContaining('src/handler.ts') as string });
  close();
});

it('rolls back, pauses, resumes and deploys, and each stands in the log as a program’s', async () => {
  const { ask, audit, close } = await asking();
  expect(await ask({ command: 'roll-back', by: 'ada', improvementId: 'imp-1', reason: 'odd' })).toEqual({ ok: true, did: 'rolled-back' });
  expect([await ask({ command: 'pause', by: 'ada', targetId: 'orders' }), await ask({ command: 'resume', by: 'ada', targetId: 'orders' })]).toEqual([{ ok: true, pausedBy: 'function:ada' }, { ok: true, resumed: true }]);
  const deploy = { command: 'deploy', by: 'ada', requestId: 'r3', targetId: 'orders', ref: 'main', skipCanary: 'hotfix' };
  const deployed = await ask(deploy);
  expect(deployed).toMatchObject({ ok: true });
  expect(await ask(deploy)).toEqual(deployed);
  const asked = (await audit.list('orders')).filter(({ outcome }) => outcome === 'asked');
  expect(asked.map(({ what, who, kind, door }) => [what, who, kind, door].join(' '))).toEqual(['roll-back', 'pause', 'resume', 'deploy'].map((what) => `${what} function:ada program function`));
  close();
});

it('never says yes or no, and is nobody’s name', async () => {
  const { ask, improvements, close } = await asking();
  for (const request of [{ command: 'approve', by: 'grace', improvementId: 'imp-2' }, { command: 'reject', by: 'grace', improvementId: 'imp-2', reason: 'no' }]) {
    expect(await ask(request)).toEqual({ ok: false, reason: expect.stringContaining('person’s') as string, kind: 'forbidden' });
  }
  expect((await improvements.get('imp-2')).state).toBe('awaiting-approval');
  expect(await ask({ command: 'set-flag', by: 'ada', flag: 'cycles', on: false, reason: 'x' })).toMatchObject({ ok: false, kind: 'forbidden' });
  close();
});

it('answers what cannot be done, rather than failing', async () => {
  const { ask, close } = await asking();
  for (const [request, kind] of [
    [{ command: 'pause', by: 'ada', targetId: 'nothing' }, 'not-found'], [{ command: 'start-cycle', by: 'ada', tenantId: 'nobody' }, 'not-found'], [{ command: 'restart', by: 'ada' }, 'not-found'],
    [{ command: 'pause', targetId: 'orders' }, 'invalid'], [{ command: 'pause', by: 'ada', targetId: 'orders', force: true }, 'invalid'], [{ command: 'roll-back', by: 'ada', improvementId: 'imp-1' }, 'invalid'],
  ] as const) expect(await ask(request)).toMatchObject({ ok: false, kind, reason: expect.any(String) as string });
  expect(CommandRequest.safeParse({ by: 'ada' }).success).toBe(false);
  close();
});

it('explains, tells what is going on, and reads a report, also for who says no name', async () => {
  const { ask, close } = await asking();
  expect(await ask({ command: 'explain', id: 'opp-1' })).toMatchObject({ ok: true, explanation: { opportunityId: 'opp-1', targetId: 'orders' } });
  expect(await ask({ command: 'explain', id: 'nothing' })).toMatchObject({ ok: false, reason: expect.stringContaining('There is no "nothing"') as string });
  expect(await ask({ command: 'status' })).toMatchObject({ ok: true, targets: [{ id: 'billing' }, { id: 'orders', routing: { version: '1', additional: { version: '2', weight: 0.1 } }, watching: { improvementId: 'imp-1' } }, { id: 'shop' }] });
  expect(await ask({ command: 'read-report', cycleId: 'cyc-1' })).toMatchObject({ ok: true, format: 'markdown' });
  close();
});
