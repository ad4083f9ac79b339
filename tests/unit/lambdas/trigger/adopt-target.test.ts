import { CreateAliasCommand, GetFunctionConfigurationCommand, PublishVersionCommand, UpdateAliasCommand, UpdateFunctionCodeCommand } from '@aws-sdk/client-lambda';
import { strToU8, zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { settleRequest } from '../../../../lambdas/trigger/adopt-target/settle-request.ts';
import type { TargetDeployed } from '../../../../lambdas/trigger/adopt-target.ts';
import { AwsError } from '../../../../shared/adapters/aws/aws-error.ts';
import { lambdaAdoption } from '../../../../shared/adapters/aws/lambda-adoption.ts';
import { lambdaDeployer } from '../../../../shared/adapters/aws/lambda-deployer.ts';
import { digestOf } from '../../../../shared/adapters/aws/lambda-package.ts';
import { SqliteItemStore } from '../../../../shared/adapters/local/sqlite-item-store.ts';
import { systemClock } from '../../../../shared/adapters/local/system-clock.ts';
import type { Message } from '../../../../shared/ports/host.ts';
import { packageKeys } from '../../../../shared/release/package-key.ts';
import { RegisteredTargets } from '../../../../shared/store/registered-targets.ts';
import { COMMITS, registrationEvent } from '../../../support/registration-event.ts';
import { lambdaError, strictLambda } from '../../../support/strict-lambda.ts';

const ZIP = zipSync({ 'index.mjs': strToU8('export const handler = () => 1;'), 'index.mjs.map': strToU8('{"version":3}') }, { mtime: Date.UTC(2020, 0, 1) });
const OTHER = zipSync({ 'index.mjs': strToU8('export const handler = () => 2;') }, { mtime: Date.UTC(2020, 0, 1) });

let lambda: ReturnType<typeof strictLambda>;
let store: SqliteItemStore;
beforeEach(() => {
  lambda = strictLambda();
  lambda.create('orders', ZIP);
  store = new SqliteItemStore(':memory:', systemClock);
});
afterEach(() => {
  lambda.mock.restore();
  store.close();
});

const world = () => {
  const waits: number[] = [];
  const clock = { sleep: async (ms: number) => void waits.push(ms) };
  const letGone: string[] = [];
  const registered = new RegisteredTargets(store);
  const deployer = lambdaDeployer({ client: lambda.client, clock, download: lambda.download });
  const blobs = new Map<string, Uint8Array>();
  const announced: TargetDeployed[] = [];
  const notes: Message[] = [];
  const dependencies = {
    registered, deployer, adoption: lambdaAdoption({ client: lambda.client, clock }),
    blobs: { put: async (key: string, bytes: Uint8Array) => void blobs.set(key, bytes) },
    copyDependencies: async ({ key }: { key: string }) => `dependencies/${key}`,
    announce: async (deployed: TargetDeployed) => void announced.push(deployed),
    letGo: async (targetId: string, by: string) => void letGone.push(`${targetId} by ${by}`),
    clock,
  };
  const settle = (event: ReturnType<typeof registrationEvent>, over: Partial<typeof dependencies> = {}) => settleRequest(event, () => ({ ...dependencies, ...over }), { notify: (message) => void notes.push(message) });
  const created = async (...args: Parameters<typeof registrationEvent>) => {
    const settled = await settle(registrationEvent(...args));
    expect(settled.status, settled.reason).toBe('SUCCESS');
    return settled;
  };
  return { registered, deployer, blobs, announced, notes, dependencies, settle, created, waits, letGone };
};

const update = (properties: Parameters<typeof registrationEvent>[0], old = {}) => registrationEvent(properties, { RequestType: 'Update', PhysicalResourceId: 'pawl-target-orders', RequestId: 'request-2', OldResourceProperties: old });

describe('adopting a function', () => {
  it('publishes what $LATEST holds under its commit, creates the alias, keeps the package, registers', async () => {
    const { created, deployer, registered, blobs, announced } = world();
    expect(await created()).toMatchObject({ physicalId: 'pawl-target-orders', data: { TargetId: 'orders', Version: '1' } });
    expect((await deployer.describe('orders', 'live')).alias).toMatchObject({ version: '1' });
    expect(await deployer.versions('orders')).toEqual([{ version: '1', codeDigest: digestOf(ZIP), description: `commit=${COMMITS.first} improvement=adoption` }]);
    const keys = packageKeys(digestOf(ZIP));
    expect(blobs.get(keys.bundle)).toEqual(ZIP);
    expect(Buffer.from(blobs.get(keys.sourceMap) ?? '').toString()).toBe('{"version":3}');
    expect(await registered.find('orders')).toMatchObject({ commit: COMMITS.first, handlerFile: 'index.mjs', target: { functionName: 'orders', limits: { memoryMb: 512 } } });
    expect(announced).toEqual([]);
  });

  it('does nothing twice when the request is told again', async () => {
    const { created, deployer, announced } = world();
    await created();
    await created();
    expect(await deployer.versions('orders')).toHaveLength(1);
    expect(lambda.mock.commandCalls(CreateAliasCommand)).toHaveLength(1);
    expect(announced).toEqual([]);
  });

  it.each(['publishLatest', 'createAlias'] as const)('goes on after a crash in %s', async (step) => {
    const { settle, created, dependencies, deployer } = world();
    const { adoption } = dependencies;
    const died = await settle(registrationEvent(), { adoption: { ...adoption, [step]: async (request: never) => { await adoption[step](request); throw new Error('died'); } } });
    expect(died).toMatchObject({ status: 'FAILED' });
    await created();
    expect(await deployer.versions('orders')).toHaveLength(1);
    expect((await deployer.describe('orders', 'live')).alias.version).toBe('1');
  });

  it('never moves an alias that is there, and never writes code', async () => {
    const { created, deployer, announced } = world();
    await created();
    const { alias } = await deployer.describe('orders', 'live');
    await deployer.publish({ functionName: 'orders', package: { digest: digestOf(OTHER), bundle: OTHER, sourceMap: new Uint8Array() }, description: 'imp-1' });
    await deployer.shift({ functionName: 'orders', alias: 'live', to: { version: '1', additional: { version: '2', weight: 0.1 } }, revision: alias.revision });
    const canary = (await deployer.describe('orders', 'live')).alias;
    lambda.mock.resetHistory();
    await created({ commit: COMMITS.second });
    expect((await deployer.describe('orders', 'live')).alias).toEqual(canary);
    expect([UpdateAliasCommand, UpdateFunctionCodeCommand, PublishVersionCommand].flatMap((command) => lambda.mock.commandCalls(command as typeof UpdateAliasCommand))).toEqual([]);
    expect(announced).toHaveLength(1);
  });

  it('gives tenants their aliases, where everybody’s stands, and moves none that is there', async () => {
    const { created, deployer } = world();
    await created({ target: { tenantAliases: { acme: 'acme' } } });
    const { alias } = await deployer.describe('orders', 'acme');
    expect(alias.version).toBe('1');
    await created({ target: { tenantAliases: { acme: 'acme', beta: 'beta' } } });
    expect((await deployer.describe('orders', 'acme')).alias).toEqual(alias);
    expect((await deployer.describe('orders', 'beta')).alias.version).toBe('1');
  });

  it('takes an owner’s own version for the first one, and says that it names no commit', async () => {
    const { created, deployer, notes } = world();
    await lambda.client.send(new PublishVersionCommand({ FunctionName: 'orders', Description: 'by hand' }));
    expect(await created()).toMatchObject({ data: { Version: '1' } });
    expect(await deployer.versions('orders')).toHaveLength(1);
    expect(notes.map(({ code }) => code)).toEqual(['PAWL-ADOPT-020']);
  });

  it('takes the zip of packages along', async () => {
    const { created, registered } = world();
    await created({ DependenciesAsset: { bucket: 'assets', key: 'hash.zip' } });
    expect(await registered.find('orders')).toMatchObject({ dependenciesKey: 'dependencies/hash.zip' });
  });
});

describe('owners’ deployments', () => {
  it('announces another commit, with who deployed it, and registers it', async () => {
    const { created, settle, announced, registered } = world();
    await created();
    await settle(update({ commit: COMMITS.second }));
    expect(announced).toEqual([{ targetId: 'orders', commit: COMMITS.second, by: 'orders-stack', cause: 'request-2', packageKey: digestOf(ZIP) }]);
    expect((await registered.find('orders'))?.commit).toBe(COMMITS.second);
  });

  it('keeps the package that belongs to the commit, before the stack goes on', async () => {
    const { created, settle, blobs, announced, deployer } = world();
    await created();
    await deployer.publish({ functionName: 'orders', package: { digest: digestOf(OTHER), bundle: OTHER, sourceMap: new Uint8Array() }, description: 'the owner’s' });
    await settle(update({ commit: COMMITS.second }));
    expect(announced).toMatchObject([{ commit: COMMITS.second, packageKey: digestOf(OTHER) }]);
    expect(blobs.get(packageKeys(digestOf(OTHER)).bundle)).toEqual(OTHER);
  });

  it('announces the same commit when code or configuration is another, and nothing when only the registration is', async () => {
    const { created, settle, announced, registered } = world();
    await created({ Deployment: 'one' });
    await settle(update({ Deployment: 'one', target: { scope: ['lib/'] } }, { Deployment: 'one' }));
    expect(announced).toEqual([]);
    expect((await registered.find('orders'))?.target.scope).toEqual(['lib/']);
    await settle(update({ Deployment: 'two', By: 'ada' }, { Deployment: 'one' }));
    expect(announced).toEqual([{ targetId: 'orders', commit: COMMITS.first, by: 'ada', cause: 'request-2', packageKey: digestOf(ZIP) }]);
  });

  it('announces what a crash kept from being announced', async () => {
    const { created, settle, announced } = world();
    await created();
    const failed = await settle(update({ commit: COMMITS.second }), { announce: async () => { throw new AwsError('PAWL-AWS-THROTTLED', 'no'); } });
    expect(failed).toMatchObject({ status: 'FAILED', reason: 'PAWL-AWS-THROTTLED: no' });
    await settle(update({ commit: COMMITS.second }));
    expect(announced).toHaveLength(1);
  });

  it('announces what is deployed beside an alias that serves something else', async () => {
    const { created, settle, announced } = world();
    await created();
    await settle(registrationEvent({}, { RequestType: 'Delete', PhysicalResourceId: 'pawl-target-orders' }));
    await created({ commit: COMMITS.second });
    expect(announced.map(({ commit }) => commit)).toEqual([COMMITS.second]);
  });
});

describe('what cannot be adopted', () => {
  it('fails with the reason and a name that nobody’s target has', async () => {
    const { settle, registered, notes } = world();
    const settled = await settle(registrationEvent({ target: { limits: { timeoutSeconds: 0, memoryMb: 1, concurrency: 1 } } }));
    expect(settled).toMatchObject({ status: 'FAILED', physicalId: 'pawl-failed-request-1' });
    expect(settled.reason).toContain('timeoutSeconds');
    expect(await registered.all()).toEqual([]);
    expect(notes).toMatchObject([{ code: 'PAWL-ADOPT-010', level: 'error' }]);
  });

  it('tells the stack what is denied, with AWS’s code', async () => {
    const { settle } = world();
    lambda.mock.on(PublishVersionCommand).rejects(lambdaError('AccessDeniedException', 'no', 403));
    const settled = await settle(registrationEvent());
    expect(settled.status).toBe('FAILED');
    expect(settled.reason).toMatch(/^PAWL-AWS-DENIED: lambda:PublishVersion on function orders/);
  });

  it('refuses a function whose log tells nothing of its requests', async () => {
    const { settle, registered } = world();
    lambda.mock.on(GetFunctionConfigurationCommand).resolves({ State: 'Active', LoggingConfig: { LogFormat: 'JSON', SystemLogLevel: 'WARN' } });
    const settled = await settle(registrationEvent());
    expect(settled).toMatchObject({ status: 'FAILED', reason: expect.stringContaining('Set the level to INFO') });
    expect(await registered.all()).toEqual([]);
  });

  it('waits for rights that the same stack has just given', async () => {
    const { created, waits } = world();
    lambda.mock.on(PublishVersionCommand).rejectsOnce(lambdaError('AccessDeniedException', 'not yet', 403)).callsFake(() => {
      throw lambdaError('ServiceException', 'another failure is not waited for', 500);
    });
    await expect(created()).rejects.toThrow('another failure');
    expect(waits).toEqual([2000]);
  });

  it('tells the stack when the function’s own environment is not whole', async () => {
    const settled = await settleRequest(registrationEvent(), () => { throw new AwsError('PAWL-AWS-INVALID', 'no PAWL_BUS'); }, { notify: () => undefined });
    expect(settled).toMatchObject({ status: 'FAILED', reason: 'PAWL-AWS-INVALID: no PAWL_BUS' });
  });

  it('leaves a name to the function that has it; a stack may move its target to another function', async () => {
    const { created, settle, registered } = world();
    await created();
    const elsewhere = { functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:others' };
    expect(await settle(registrationEvent(elsewhere))).toMatchObject({ status: 'FAILED', physicalId: 'pawl-failed-request-1' });
    expect((await settle(update(elsewhere))).status).toBe('SUCCESS');
    expect((await registered.find('orders'))?.functionArn).toBe(elsewhere.functionArn);
  });
});

describe('deleting the resource', () => {
  const deletion = (over = {}) => registrationEvent({}, { RequestType: 'Delete', PhysicalResourceId: 'pawl-target-orders', ...over });

  it('unregisters and leaves the alias, also a second time', async () => {
    const { created, settle, registered, deployer } = world();
    await created();
    for (const time of [1, 2]) expect((await settle(deletion())).status, String(time)).toBe('SUCCESS');
    expect(await registered.find('orders')).toBeUndefined();
    expect((await deployer.describe('orders', 'live')).alias.version).toBe('1');
  });

  it('has what is being released taken back first, while the rights for it are there', async () => {
    const { created, settle, registered, letGone } = world();
    await created();
    const found: boolean[] = [];
    await settle(deletion(), { letGo: async (targetId, by) => { found.push((await registered.find(targetId)) !== undefined); letGone.push(`${targetId} by ${by}`); } });
    expect([letGone, found, await registered.find('orders')]).toEqual([['orders by orders-stack'], [true], undefined]);
  });

  it('unregisters, and says so, when that could not be taken back', async () => {
    const { created, settle, registered, notes } = world();
    await created();
    expect((await settle(deletion(), { letGo: async () => { throw new AwsError('PAWL-AWS-DENIED', 'no'); } })).status).toBe('SUCCESS');
    expect(notes).toMatchObject([{ code: 'PAWL-AWS-DENIED', level: 'error', text: expect.stringContaining('weights of its alias') }]);
    expect(await registered.find('orders')).toBeUndefined();
  });

  it('of a creation that failed takes nobody’s target away', async () => {
    const { created, settle, registered } = world();
    await created();
    await settle(deletion({ PhysicalResourceId: 'pawl-failed-request-1' }));
    expect(await registered.find('orders')).toBeDefined();
  });

  it('takes nothing away that another stack has taken over', async () => {
    const { created, settle, registered } = world();
    await created();
    await created({}, { StackId: 'arn:aws:cloudformation:us-east-1:000000000000:stack/other/2' });
    await settle(deletion());
    expect(await registered.find('orders')).toBeDefined();
  });

  it('never fails, whatever does', async () => {
    const notes: Message[] = [];
    const settled = await settleRequest(deletion(), () => { throw new Error('no table'); }, { notify: (message) => void notes.push(message) });
    expect(settled).toMatchObject({ status: 'SUCCESS', physicalId: 'pawl-target-orders' });
    expect(notes).toMatchObject([{ level: 'error', text: expect.stringContaining('no table') }]);
  });
});
