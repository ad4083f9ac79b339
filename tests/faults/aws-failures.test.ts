import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CreateAliasCommand, DeleteAliasCommand } from '@aws-sdk/client-lambda';
import { digestOf } from '../../shared/adapters/aws/lambda-package.ts';
import type { Improvement } from '../../shared/domain/improvement.ts';
import { adoptService } from '../support/adopted-service.ts';
import { startEmulator } from '../support/emulator.ts';
import { guardedWorld, inTheEnd, type GuardedWorld } from '../support/guarded-world.ts';
import { readyImprovement } from '../support/ready-improvement.ts';

const emulator = await startEmulator({ env: { SFN_WAIT_SCALE: '0' } });
let opened: GuardedWorld | undefined;
const world = (): GuardedWorld => {
  if (!opened) throw new Error('There is no world.');
  return opened;
};

beforeAll(async () => {
  if ('missing' in emulator) return;
  opened = await guardedWorld(emulator);
  await adoptService(opened);
});
afterAll(async () => {
  await opened?.close();
  if (!('missing' in emulator)) await emulator.stop();
});

const begin = async ({ id, state }: Pick<Improvement, 'id' | 'state'>): Promise<void> => world().startExecution('improvement', id, { improvementId: id, state, cycleToken: '' });

/** What people see of it in the end: the improvement, its line in the cycle's report, and the errors in the log. */
const outcomeOf = async (id: string) => {
  expect(await world().ended('improvement', id)).toBe('SUCCEEDED');
  const json = await world().blobs.get(`reports/cycle-${id}.json`);
  const report = JSON.parse(new TextDecoder().decode(json)) as { improvements: { improvement_id: string; status: string; reason: string }[] };
  return { improvement: await world().improvements.get(id), reported: report.improvements.find(({ improvement_id }) => improvement_id === id), errors: await world().errorsLogged() };
};

/** One error in the log with its code, the improvement failed, its reason in the report, and nothing half-released. */
const expectFailed = async (id: string, { code, by, reason }: { code: string; by: string; reason: RegExp }): Promise<void> => {
  const { improvement, reported, errors } = await outcomeOf(id);
  expect(errors.map((error) => [error.by, error.code])).toEqual([[by, code]]);
  expect(errors[0]?.message).toMatch(reason);
  expect(improvement.state).toBe('failed');
  expect(reported).toMatchObject({ status: 'failed', reason: expect.stringMatching(reason) });
  expect(reported?.reason).toContain(code);
  expect(await world().notWhole()).toEqual([]);
};

describe.skipIf('missing' in emulator)('what fails at AWS is told once, with its code, and leaves nothing half-released', () => {
  beforeEach(async () => void (await world().errorsLogged()));

  it('a package that is not in the bucket', async () => {
    await begin(await readyImprovement(world(), 'imp-gone', { approvedBy: 'bob', bundle: 'missing' }));
    await expectFailed('imp-gone', { code: 'PAWL-PACKAGE-MISSING', by: 'release', reason: /packages\/[0-9a-f]{64}.* is no longer in the blob store/ });
  });

  it('a package that was damaged since it was tested', async () => {
    await begin(await readyImprovement(world(), 'imp-damaged', { approvedBy: 'bob', bundle: new TextEncoder().encode('PK and then nothing') }));
    await expectFailed('imp-damaged', { code: 'PAWL-PACKAGE-DAMAGED', by: 'release', reason: /not the one that was tested.* Nothing was published/ });
  });

  it('a package that Lambda refuses', async () => {
    const noZip = new TextEncoder().encode('no zip at all');
    using _ = world().door.fault({ action: 'lambda:UpdateFunctionCode', caller: 'release', with: 'invalid' });
    await begin(await readyImprovement(world(), 'imp-refused', { approvedBy: 'bob', packageKey: digestOf(noZip), bundle: noZip }));
    await expectFailed('imp-refused', { code: 'PAWL-AWS-INVALID', by: 'release', reason: /lambda:UpdateFunctionCode on function small failed/ });
  });

  it.each(['lambda:UpdateAlias', 'codecommit:CreateCommit'])('a release that is denied %s', async (action) => {
    const id = `imp-denied-${action.split(':')[1]?.toLowerCase() ?? ''}`;
    using fault = world().door.fault({ action, caller: 'release', with: 'denied' });
    await begin(await readyImprovement(world(), id, { approvedBy: 'bob' }));
    await expectFailed(id, { code: 'PAWL-AWS-DENIED', by: 'release', reason: new RegExp(`${action} on .* failed: .*Grant the function’s role this action`) });
    expect(fault.met).toBeGreaterThan(0);
  });

  it('a proof that is denied the workshop', async () => {
    using _ = world().door.fault({ action: 'lambda:InvokeFunction', caller: 'validate', with: 'denied' });
    const proposed = await readyImprovement(world(), 'imp-no-workshop', { state: 'validating', bundle: 'missing' });
    await begin(proposed);
    await expectFailed('imp-no-workshop', { code: 'PAWL-AWS-DENIED', by: 'validate', reason: /lambda:InvokeFunction on workshop function .*small failed/ });
  });

  it('an alias that is gone', async () => {
    await world().lambda.send(new DeleteAliasCommand({ FunctionName: 'small', Name: 'live' }));
    try {
      await begin(await readyImprovement(world(), 'imp-no-alias', { approvedBy: 'bob' }));
      const { improvement, reported, errors } = await outcomeOf('imp-no-alias');
      expect(errors.map(({ by, code }) => [by, code])).toEqual([['release', 'PAWL-AWS-NOT-FOUND']]);
      expect(errors[0]?.message).toMatch(/lambda:GetAlias on function small:live failed/);
      expect(improvement.state).toBe('failed');
      expect(reported).toMatchObject({ status: 'failed', reason: expect.stringContaining('PAWL-AWS-NOT-FOUND') });
    } finally {
      await world().lambda.send(new CreateAliasCommand({ FunctionName: 'small', Name: 'live', FunctionVersion: '1' }));
    }
    expect(await world().notWhole()).toEqual([]);
  });

  it('an analysis that is denied the alias: the cycle fails, with the reason in its report', async () => {
    using _ = world().door.fault({ action: 'lambda:GetAlias', caller: 'analyze', with: 'denied' });
    await seeTelemetry();
    const { cycleId } = (await world().call('command', { command: 'start-cycle', by: 'ada' })) as { cycleId: string };
    expect(await world().ended('cycle', cycleId)).toBe('SUCCEEDED');
    const cycle = await world().cycles.get(cycleId);
    expect(cycle).toMatchObject({ state: 'failed', failure: expect.stringMatching(/^PAWL-AWS-DENIED: small: lambda:GetAlias on function small:live failed/) });
    expect((await world().errorsLogged()).map(({ by, code }) => [by, code])).toEqual([['analyze', 'PAWL-AWS-DENIED']]);
    const report = JSON.parse(new TextDecoder().decode(await world().blobs.get(`reports/${cycleId}.json`))) as object;
    expect(report).toMatchObject({ state: 'failed', failure: cycle.failure });
  });

  it('a report that cannot be written: the cycle fails, and people are told', async () => {
    using _ = world().door.fault({ action: 's3:PutObject', with: 'denied' });
    await seeTelemetry();
    const { cycleId } = (await world().call('command', { command: 'start-cycle', by: 'eve' })) as { cycleId: string };
    expect(await world().ended('cycle', cycleId)).toBe('SUCCEEDED');
    expect(await world().cycles.get(cycleId)).toMatchObject({ state: 'failed', failure: expect.stringContaining('PAWL-AWS-DENIED') });
    expect((await world().errorsLogged()).map(({ by, code }) => [by, code])).toEqual([['report', 'PAWL-AWS-DENIED']]);
    expect(world().door.calls.filter(({ caller, action }) => caller === 'fail-cycle' && action === 'sns:Publish')).not.toEqual([]);
  });

  it('an API that is throttled for a while is waited for', async () => {
    using fault = world().door.fault({ action: 'lambda:UpdateAlias', caller: 'release', with: 'throttled', times: 2 });
    await begin(await readyImprovement(world(), 'imp-slow', { approvedBy: 'bob' }));
    await inTheEnd('its canary', async () => ((await world().improvements.get('imp-slow')).state === 'watching' ? true : undefined));
    expect(fault.met).toBe(2);
    expect(await world().errorsLogged()).toEqual([]);
    await world().call('command', { command: 'roll-back', by: 'ada', improvementId: 'imp-slow', reason: 'enough' });
    expect(await world().ended('improvement', 'imp-slow')).toBe('SUCCEEDED');
    expect(await world().notWhole()).toEqual([]);
  });

  it('an API that is throttled for ever', async () => {
    using _ = world().door.fault({ action: 'lambda:PublishVersion', caller: 'release', with: 'throttled' });
    await begin(await readyImprovement(world(), 'imp-throttled', { approvedBy: 'bob' }));
    await expectFailed('imp-throttled', { code: 'PAWL-AWS-THROTTLED', by: 'release', reason: /lambda:PublishVersion on function small failed/ });
  });

  it('a promotion that is denied the merge stays where it is, for the guard to finish', async () => {
    await begin(await readyImprovement(world(), 'imp-unmerged', { approvedBy: 'bob' }));
    await inTheEnd('its canary', async () => ((await world().improvements.get('imp-unmerged')).state === 'watching' ? true : undefined));
    {
      using _ = world().door.fault({ action: 'codecommit:MergeBranchesByFastForward', with: 'denied' });
      await expect(world().call('promote', { improvementId: 'imp-unmerged', terms: { unproven: true }, by: 'tick' })).rejects.toThrow(/PAWL-AWS-DENIED: codecommit:MergeBranchesByFastForward/);
      expect((await world().errorsLogged()).map(({ by, code }) => [by, code])).toEqual([['promote', 'PAWL-AWS-DENIED']]);
    }
    await world().longAgo('imp-unmerged');
    await world().call('guard', {});
    expect((await world().improvements.get('imp-unmerged')).state).toBe('promoted');
    await world().call('command', { command: 'roll-back', by: 'ada', improvementId: 'imp-unmerged', reason: 'enough' });
    expect(await world().notWhole()).toEqual([]);
  });

  it('and what comes after all that is released as ever', async () => {
    await begin(await readyImprovement(world(), 'imp-last', { approvedBy: 'bob' }));
    await inTheEnd('its canary', async () => ((await world().improvements.get('imp-last')).state === 'watching' ? true : undefined));
    expect(await world().errorsLogged()).toEqual([]);
  });
});

/** There is something to analyse. */
const seeTelemetry = async (): Promise<void> => {
  await world().call('collect', {});
};
