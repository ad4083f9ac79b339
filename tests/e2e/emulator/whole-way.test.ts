import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { startEmulatorLoad } from '../../../localstack/load.ts';
import { EMULATOR_ACCOUNT } from '../../../localstack/ministack.ts';
import { DEMO_SETTINGS, ORDERS_FUNCTION, ORDERS_PROFILE } from '../../../localstack/world.ts';
import { signedDoor } from '../../support/emulator-door.ts';
import { startEmulatorWorld } from '../../support/emulator-world.ts';
import { DeployedPawl } from '../../support/emulator-pawl.ts';
import { eventually } from '../../support/pawl-cli.ts';

const PROPOSAL = fileURLToPath(new URL('../../../examples/orders/proposals/show-shop-notice.patch', import.meta.url));
const ERRORS_ALARM = 'pawl-dev-target-orders-errors';
const BEAT_MS = DEMO_SETTINGS.settings.tickSeconds * 1000;

const user = (name: string): string => `arn:aws:iam::${EMULATOR_ACCOUNT}:user/${name}`;
/** A pipeline that proposes, a person who decides; whoever else signs a request is nobody. */
const DOORS = { iam: [{ principal: user('pipeline'), may: ['read', 'operate', 'decide'] }, { principal: user('grace'), kind: 'person', may: ['read', 'operate', 'decide'] }] };

const world = await startEmulatorWorld('whole-way', {
  // The order page and nothing else, so that there is one remedy; a scheduled cycle is due at any time of the day.
  defects: ['n-plus-one'],
  settings: { ...DEMO_SETTINGS, doors: DOORS, settings: { ...DEMO_SETTINGS.settings, cycleIntervalHours: 1, autonomy: { recipe: 'autonomous', model: 'approve', person: 'approve' } } },
});

describe.skipIf('missing' in world)('Pawl, deployed on an emulator with the stock CDK command line', () => {
  if ('missing' in world) return;
  const pawl = new DeployedPawl(world.emulator);
  const loading = startEmulatorLoad({ endpoint: world.emulator.endpoint, functionName: ORDERS_FUNCTION, alias: 'live', profile: ORDERS_PROFILE, ratePerSecond: 30 });
  let promoted = '';

  afterAll(async () => {
    await pawl.end('collect', 'watch', 'guard');
    await (await loading).stop();
    await world.stop();
  }, 60_000);

  it('goes the whole way from the scheduled start to promotion, and the fix is in the owners’ main branch', async () => {
    const load = await loading;
    const [adopted] = [await pawl.served()];
    await eventually('Fewer than 200 requests were served', 90_000, () => ((load.served()[adopted.version] ?? 0) >= 200 ? true : undefined));
    pawl.start('collect', 'watch', 'guard');
    await eventually('No telemetry was folded', 60_000, async () => ((await pawl.states.get('orders')) === undefined ? undefined : true));

    const scheduled = await pawl.invoke('start-scheduled-cycle');
    expect(scheduled).toMatchObject({ started: true });
    expect(await pawl.invoke('start-scheduled-cycle'), 'the same due time starts one cycle').toMatchObject({ started: false });

    const { id } = await eventually('No improvement was taken up', 60_000, async () => (await pawl.improvements.open())[0]);
    const before = git('rev-parse', 'main');
    promoted = (await pawl.reach(id, ['promoted'], 240_000)).id;
    const served = await pawl.served();
    expect(served.other).toBeUndefined();
    expect(served.version).not.toBe(adopted.version);
    expect(git('rev-parse', 'main'), 'promotion merges into main').not.toBe(before);
    expect(git('branch', '--list', 'pawl/*')).toBe('');
    await eventually('The execution did not succeed', 60_000, async () => ((await pawl.executions('improvement', id)).some(({ status }) => status === 'SUCCEEDED') ? true : undefined));
    const { cycleId } = scheduled as { cycleId: string };
    await eventually('The scheduled cycle did not complete', 60_000, async () => ((await pawl.cycles.get(cycleId)).state === 'completed' ? true : undefined));
  }, 420_000);

  it('waits for a person by task token who comes through the doors and is the only one to decide, keeps watching when its execution is stopped, and the guard takes it back when the tick is dead', async () => {
    const stable = await pawl.served();
    const [pipeline, grace, eve] = [await signedDoor(world.emulator, 'pipeline'), await signedDoor(world.emulator, 'grace'), await signedDoor(world.emulator, 'eve')];
    const proposed = await pipeline.post('propose', { targetId: 'orders', title: 'Show the shop’s notice', change: { diff: readFileSync(PROPOSAL, 'utf8') } });
    expect(proposed).toMatchObject({ status: 200 });
    const { improvementId } = proposed.body as { improvementId: string };
    await pawl.reach(improvementId, ['awaiting-approval'], 120_000);
    expect((await pawl.served()).version, 'nothing is exposed before somebody says yes').toBe(stable.version);

    expect(await grace.get('list-approvals')).toMatchObject({ status: 200, body: { items: [{ id: improvementId }] } });
    expect(await pipeline.post('approve', { improvementId }), 'a program decides nothing, whatever it is granted').toMatchObject({ status: 403 });
    expect(await eve.post('approve', { improvementId }), 'nobody named her').toMatchObject({ status: 401 });
    expect(await pawl.invoke('command', { command: 'approve', by: 'grace', improvementId }), 'a name that nobody checked is no person').toMatchObject({ ok: false });
    await eventually('The approval was not taken', 30_000, async () => ((await grace.post('approve', { improvementId })).status === 200 ? true : undefined));
    await pawl.reach(improvementId, ['watching'], 120_000);
    expect((await pawl.served()).other?.weight).toBeGreaterThan(0);

    const [execution] = await pawl.executions('improvement', improvementId);
    if (!execution) throw new Error('The improvement has no execution.');
    await pawl.stopExecution(execution.arn);
    expect(await pawl.statusOf(execution.arn)).toBe('ABORTED');
    const beat = (await pawl.releases.get(improvementId)).beatAt;
    await eventually('Nobody watched after the execution was stopped', 5 * BEAT_MS, async () => ((await pawl.releases.get(improvementId)).beatAt > beat ? true : undefined));

    await pawl.setRule('watch', false);
    await pawl.end('watch');
    const { beatAt: lastBeatAt } = await pawl.releases.get(improvementId);
    const ended = await pawl.reach(improvementId, ['rolled-back'], 10 * BEAT_MS);
    expect(ended.stateSince - lastBeatAt, 'whole on one version within five beats').toBeLessThan(5 * BEAT_MS);
    expect(ended.ending?.reason).toMatch(/watching/);
    expect(await pawl.served()).toEqual(stable);
    await pawl.setRule('watch', true);
    pawl.start('watch');
  }, 360_000);

  it('takes back what changed last when a critical alarm goes off, once however often it is told, and starts an emergency cycle', async () => {
    const before = await pawl.served();
    await pawl.setAlarm(ERRORS_ALARM, 'ALARM', 'set by a test');
    await eventually('The alias was not reverted', 60_000, async () => ((await pawl.served()).version === before.version ? undefined : true));
    expect((await pawl.reach(promoted, ['reverted'], 60_000)).state).toBe('reverted');
    const cycle = await eventually('No emergency cycle was started', 60_000, async () => (await pawl.cycles.list(20)).find(({ emergency }) => emergency));
    expect(cycle.maxImprovements).toBe(1);

    await pawl.setAlarm(ERRORS_ALARM, 'OK', 'set by a test');
    await pawl.setAlarm(ERRORS_ALARM, 'ALARM', 'again, within the cool-down');
    await new Promise((resolve) => setTimeout(resolve, 3000));
    expect((await pawl.cycles.list(20)).filter(({ emergency }) => emergency)).toHaveLength(1);
  }, 240_000);

  it('is deployed over itself without losing a request or moving an alias', async () => {
    const load = await loading;
    const before = await pawl.served();
    load.take();
    await world.redeploy();
    const { failed, ok } = load.take();
    expect(ok).toBeGreaterThan(0);
    expect(failed / (ok + failed)).toBeLessThan(0.02);
    // The emergency's fix may be let out beside it meanwhile: that is Pawl's doing, not the deployment's.
    expect((await pawl.served()).version).toBe(before.version);
    expect(await pawl.invoke('command', { command: 'status' })).toMatchObject({ ok: true });
  }, 240_000);

  const git = (...words: string[]): string => execFileSync('git', words, { cwd: world.repository, encoding: 'utf8' }).trim();
});
