import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FUNCTION_NAMES } from '../../infra/functions.ts';
import { git, ownerCommits } from '../../lab/faults/repository.ts';
import { SETTLED } from '../../shared/domain/improvement.ts';
import { adoptService } from '../support/adopted-service.ts';
import { startEmulator } from '../support/emulator.ts';
import { guardedWorld, inTheEnd, type GuardedWorld } from '../support/guarded-world.ts';
import { arnOf } from '../support/iam-request.ts';
import { cloudWatchId, logDelivery } from '../support/log-delivery.ts';
import { readyImprovement } from '../support/ready-improvement.ts';
import { N_PLUS_ONE } from '../support/report-facts.ts';
import { GOOD } from '../unit/lambdas/validation/small-service.ts';

const emulator = await startEmulator({ env: { SFN_WAIT_SCALE: '0' } });
let opened: GuardedWorld | undefined;
const world = (): GuardedWorld => {
  if (!opened) throw new Error('There is no world.');
  return opened;
};

beforeAll(async () => {
  if ('missing' in emulator) return;
  opened = await guardedWorld(emulator);
});
afterAll(async () => {
  await opened?.close();
  if (!('missing' in emulator)) await emulator.stop();
});

/** Waits until it stands there; an end elsewhere is told at once. */
const reach = (id: string, state: string) =>
  inTheEnd(`${id} in ${state}`, async () => {
    const improvement = await world().improvements.get(id);
    if (improvement.state === state) return improvement;
    if (SETTLED.includes(improvement.state)) throw new Error(`${id} is ${improvement.state}: ${improvement.reason ?? ''}`);
    return undefined;
  });

const run = async (id: string, until: string): Promise<void> => {
  const { state } = await world().improvements.get(id);
  await world().startExecution('improvement', id, { improvementId: id, state, cycleToken: '' });
  await reach(id, until);
};

/** A person's yes and no come in at the API, which writes them like this; what waits for them goes on with the next look. */
const approved = async (id: string): Promise<void> => {
  await world().improvements.amend(id, ['awaiting-approval'], (held) => ({ ...held, approval: { by: 'grace', at: Date.now(), digest: held.report?.digest ?? '', systemWide: false } }));
  await world().call('watch', {});
};
const rejected = async (id: string): Promise<void> => {
  await world().improvements.transition(id, 'rejected', { by: 'grace', at: Date.now(), set: { reason: 'grace: not now' } });
  await world().slots.free(id, undefined);
  const { location } = world().repository;
  if (git(location, 'branch', '--list', `pawl/${id}`) !== '') git(location, 'branch', '-D', `pawl/${id}`);
  await world().call('watch', {});
};

const command = (request: object) => world().call('command', { by: 'bob', ...request });

/** A life of the loop, one step after the other: each function does its work with the rights that infra/ gives it, and nobody gives it more. */
describe.skipIf('missing' in emulator)('every function can do its work with the rights of its role', () => {
  it('adopts a target', async () => expect(await adoptService(world())).toMatchObject({ Status: 'SUCCESS' }));

  it('takes in telemetry', async () => {
    const at = Date.now() - 30_000;
    const failing = Array.from({ length: 40 }, (_, index) => {
      const requestId = `req-${index}`;
      const error = JSON.stringify({ errorType: 'TypeError', errorMessage: 'x is undefined', stack: ['TypeError: x is undefined', '    at rate (file:///var/task/index.mjs:3:1)'] });
      return [`START RequestId: ${requestId} Version: 1\n`, `2026-11-21T20:00:00.000Z\t${requestId}\tERROR\tInvoke Error \t${error}\n`, `END RequestId: ${requestId}\n`, `REPORT RequestId: ${requestId}\tDuration: 12.00 ms\tBilled Duration: 12 ms\tMemory Size: 128 MB\tMax Memory Used: 60 MB\t\n`];
    }).flat();
    const logEvents = failing.map((message, place) => ({ id: cloudWatchId(at, place), timestamp: at + place, message }));
    expect(await world().call('receive-logs', logDelivery({ logGroup: '/aws/lambda/small', logStream: '2026/11/21/[1]abc', logEvents }))).toEqual({ lines: 160 });
    const alarm = { id: 'e-1', source: 'aws.cloudwatch', 'detail-type': 'CloudWatch Alarm State Change', time: new Date().toISOString(), resources: [arnOf('cloudwatch', 'alarm:small-errors')], detail: { alarmName: 'small-errors', state: { value: 'OK', timestamp: new Date().toISOString() }, previousState: { value: 'ALARM' }, configuration: { metrics: [{ metricStat: { metric: { dimensions: { FunctionName: 'small' } } } }] } } };
    expect(await world().call('receive-event', alarm)).toEqual({ events: 1 });
    expect(await world().call('alarm', { look: true })).toMatchObject({ kind: 'looked' });
    let lines = 0;
    await inTheEnd('the lines', async () => {
      const collected = (await world().call('collect', {})) as { lines: number; failed: number };
      expect(collected.failed).toBe(0);
      lines += collected.lines;
      return lines >= 160 ? lines : undefined;
    });
  });

  it('runs a scheduled cycle to its report', async () => {
    const { cycleId } = (await world().call('start-scheduled-cycle', {})) as { cycleId: string };
    expect(await world().ended('cycle', cycleId)).toBe('SUCCEEDED');
    expect((await world().cycles.get(cycleId)).state).toBe('completed');
  });

  it('proves a proposal in the workshop, asks, and is told no', async () => {
    const { improvementId } = (await command({ command: 'propose', by: 'ada', targetId: 'small', title: 'Name the limit', change: { files: { 'src/rate.ts': GOOD } } })) as { improvementId: string };
    await reach(improvementId, 'awaiting-approval');
    expect(await command({ command: 'reject', improvementId, reason: 'not now' })).toMatchObject({ ok: false, kind: 'forbidden' });
    await rejected(improvementId);
    expect(await world().ended('improvement', improvementId)).toBe('SUCCEEDED');
    expect(await world().notWhole()).toEqual([]);
  });

  it('releases what a person says yes to, watches it, and takes it back when told', async () => {
    await readyImprovement(world(), 'imp-yes');
    await run('imp-yes', 'awaiting-approval');
    expect(await command({ command: 'approve', improvementId: 'imp-yes' })).toMatchObject({ ok: false, kind: 'forbidden' });
    await approved('imp-yes');
    await reach('imp-yes', 'watching');
    await world().call('watch', {});
    await world().call('release', { improvementId: 'imp-yes', weight: 0.5, by: 'tick' });
    await world().call('guard', {});
    expect(await command({ command: 'roll-back', improvementId: 'imp-yes', reason: 'second thoughts' })).toMatchObject({ ok: true, did: 'rolled-back' });
    expect(await world().ended('improvement', 'imp-yes')).toBe('SUCCEEDED');
    expect(await world().notWhole()).toEqual([]);
  });

  it('lets the guard take back what nobody watches', async () => {
    await readyImprovement(world(), 'imp-silent', { approvedBy: 'bob' });
    await run('imp-silent', 'watching');
    await world().longAgo('imp-silent');
    expect(await world().call('guard', {})).toMatchObject({ acts: [{ improvementId: 'imp-silent' }] });
    await world().call('watch', {});
    expect(await world().ended('improvement', 'imp-silent')).toBe('SUCCEEDED');
    expect(await world().notWhole()).toEqual([]);
  });

  it('promotes over a main branch that moved, and reverts', async () => {
    await readyImprovement(world(), 'imp-keep', { approvedBy: 'bob' });
    await run('imp-keep', 'watching');
    ownerCommits(world().repository.location, 'README.md', 'Small\n');
    expect(await world().call('promote', { improvementId: 'imp-keep', terms: { unproven: true }, by: 'tick' })).toEqual({ done: true });
    await reach('imp-keep', 'promoted');
    await world().call('watch', {});
    expect(await world().ended('improvement', 'imp-keep')).toBe('SUCCEEDED');
    expect(await command({ command: 'roll-back', improvementId: 'imp-keep', reason: 'second thoughts' })).toMatchObject({ ok: true, did: 'reverted' });
    expect(await world().notWhole()).toEqual([]);
  });

  it("makes a release of an owner's deployment in the place of a canary", async () => {
    await readyImprovement(world(), 'imp-first', { approvedBy: 'bob' });
    await run('imp-first', 'watching');
    await world().ownerDeploys('export const handler = async () => 2;\n');
    const outcome = (await world().call('deployment', { id: 'e-2', detail: { targetId: 'small', commit: ownerCommits(world().repository.location, 'README.md', 'Smaller\n'), by: 'shop-stack' } })) as { kind: string; improvementId: string };
    expect(outcome.kind).toBe('released');
    await reach(outcome.improvementId, 'watching');
    const alarm = { time: new Date().toISOString(), resources: [arnOf('cloudwatch', 'alarm:small-errors')], detail: { alarmName: 'small-critical', state: { value: 'ALARM', timestamp: new Date().toISOString() }, configuration: { metrics: [{ metricStat: { metric: { dimensions: { FunctionName: 'small' } } } }] } } };
    const answered = (await world().call('alarm', alarm)) as { kind: string; cycleId: string };
    expect(answered).toMatchObject({ kind: 'emergency', reversal: 'put-back' });
    expect(await world().ended('cycle', answered.cycleId)).toBe('SUCCEEDED');
    expect(await world().ended('improvement', outcome.improvementId)).toBe('SUCCEEDED');
  });

  it('writes a remedy for what it found, or says why not', async () => {
    await readyImprovement(world(), 'imp-find', { state: 'queued', origin: 'opportunity', opportunity: { ...N_PLUS_ONE, targetId: 'small' } });
    await world().startExecution('improvement', 'imp-find', { improvementId: 'imp-find', state: 'queued', cycleToken: '' });
    expect(await world().ended('improvement', 'imp-find')).toBe('SUCCEEDED');
    expect((await world().improvements.get('imp-find')).state).toBe('abstained');
  });

  it('gives up what lost its execution', async () => {
    const improvement = await readyImprovement(world(), 'imp-lost', { state: 'validating' });
    await world().startExecution('improvement', 'imp-lost-0', { improvementId: 'imp-lost', state: 'given-up', cycleToken: '', error: { Error: 'ExecutionEnded', Cause: 'gone' } });
    expect(await world().ended('improvement', 'imp-lost-0')).toBe('SUCCEEDED');
    expect(await world().improvements.get('imp-lost')).toMatchObject({ state: 'failed', reason: expect.stringContaining('gone') });
    const cycleId = improvement.cycleId ?? '';
    await world().startExecution('cycle', `${cycleId}-0`, { cycleId, state: 'given-up', error: { Error: 'ExecutionEnded', Cause: 'gone' } });
    expect(await world().ended('cycle', `${cycleId}-0`)).toBe('SUCCEEDED');

    await readyImprovement(world(), 'imp-stopped', { stateSince: Date.now() - 3_600_000 });
    expect(await world().call('execution-ended', { detail: { name: 'imp-stopped', status: 'ABORTED', input: JSON.stringify({ improvementId: 'imp-stopped', cycleToken: '' }) } })).toEqual({ recovery: 'start' });
    await rejected('imp-stopped');
    expect(await world().ended('improvement', 'imp-stopped')).toBe('SUCCEEDED');
    expect(await world().notWhole()).toEqual([]);
  });

  it('answers at the gateway, writes the digest, and looks for what is still to be told', async () => {
    const event = { resource: '/iam/{proxy+}', httpMethod: 'GET', pathParameters: { proxy: 'v1/status' }, requestContext: { requestId: 'r', identity: { sourceIp: '192.0.2.1', userArn: 'arn:aws:iam::000000000000:user/ci' } } };
    expect(await world().call('api', event)).toMatchObject({ statusCode: 200 });
    expect(await world().call('digest', {})).toMatchObject({ reportKey: expect.stringMatching(/^reports\/digest-/) });
    expect(await world().call('deliver-notices', {})).toEqual({ delivered: 0, postponed: 0, givenUp: 0 });
  });

  it('lets a target go that is just being released on', async () => {
    await readyImprovement(world(), 'imp-left', { approvedBy: 'bob' });
    await run('imp-left', 'watching');
    expect(await adoptService(world(), { RequestType: 'Delete', PhysicalResourceId: 'pawl-target-small' })).toMatchObject({ Status: 'SUCCESS' });
    expect(await world().registered.find('small')).toBeUndefined();
    expect(await world().notWhole()).toEqual([]);
  });

  it('asked for nothing that its role does not allow', () => {
    const denied = world().door.calls.filter(({ allowed }) => !allowed).map(({ caller, action, resource }) => `${caller}: ${action} on ${resource}`);
    expect([...new Set(denied)]).toEqual([]);
  });

  it('came to each function', () => {
    const came = new Set(world().door.calls.map(({ caller }) => caller));
    expect(FUNCTION_NAMES.filter((name) => !came.has(name))).toEqual([]);
  });
});
