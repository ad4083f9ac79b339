import { CreateAliasCommand, GetFunctionCommand, GetFunctionConfigurationCommand, ListVersionsByFunctionCommand, PublishVersionCommand, UpdateAliasCommand, UpdateFunctionCodeCommand } from '@aws-sdk/client-lambda';
import { strToU8, zipSync } from 'fflate';
import { afterEach, describe, expect, it } from 'vitest';
import { AwsError } from '../../../../../shared/adapters/aws/aws-error.ts';
import { lambdaDeployer } from '../../../../../shared/adapters/aws/lambda-deployer.ts';
import { digestOf } from '../../../../../shared/adapters/aws/lambda-package.ts';
import { packageOfZip } from '../../../../../shared/adapters/aws/lambda-zip.ts';
import { DeployerError } from '../../../../../shared/ports/deployer.ts';
import type { Package } from '../../../../../shared/ports/workshop.ts';
import { lambdaError, strictLambda } from '../../../../support/strict-lambda.ts';

const zip = (code: string, map?: string): Uint8Array => zipSync({ 'index.mjs': strToU8(code), ...(map === undefined ? {} : { 'index.mjs.map': strToU8(map) }) }, { mtime: Date.UTC(2020, 0, 1) });
const packed = (code: string): Package => packageOfZip(zip(code, '{}'), 'index.mjs');
const [old, next] = [packed('old'), packed('next')];

const functionName = 'orders';
let lambda: ReturnType<typeof strictLambda>;
afterEach(() => lambda.mock.restore());

const started = async () => {
  lambda = strictLambda();
  const waits: number[] = [];
  lambda.create(functionName, old.bundle);
  const deployer = lambdaDeployer({ client: lambda.client, clock: { sleep: async (ms) => void waits.push(ms) }, download: lambda.download });
  await deployer.publish({ functionName, package: old, description: 'first' });
  await lambda.client.send(new CreateAliasCommand({ FunctionName: functionName, Name: 'live', FunctionVersion: '1' }));
  lambda.mock.resetHistory();
  return { deployer, waits };
};

const failure = async (promise: Promise<unknown>): Promise<DeployerError> => {
  const error = await promise.then(() => undefined, (thrown: unknown) => thrown);
  if (!(error instanceof DeployerError)) throw new Error('no DeployerError', { cause: error });
  return error;
};

describe('publishing on Lambda', () => {
  it('says the hash and the revision that it read, and keeps the architecture', async () => {
    const { deployer } = await started();
    await deployer.publish({ functionName, package: next, description: 'imp-1' });
    const [update] = lambda.mock.commandCalls(UpdateFunctionCodeCommand);
    expect(update?.args[0].input).toMatchObject({ Architectures: ['arm64'], RevisionId: expect.stringMatching(/^r-/) });
    const [publish] = lambda.mock.commandCalls(PublishVersionCommand);
    expect(publish?.args[0].input).toMatchObject({ CodeSha256: Buffer.from(next.digest, 'hex').toString('base64'), RevisionId: expect.stringMatching(/^r-/), Description: 'imp-1' });
  });

  it('waits until Lambda has brought the code up', async () => {
    const { deployer, waits } = await started();
    await deployer.publish({ functionName, package: next, description: 'imp-1' });
    expect(waits.length).toBeGreaterThan(0);
  });

  it('gives up on a function that stays in an update', async () => {
    const { deployer, waits } = await started();
    lambda.mock.on(GetFunctionConfigurationCommand).resolves({ State: 'Pending' });
    expect((await failure(deployer.publish({ functionName, package: next, description: 'imp-1' }))).code).toBe('unreachable');
    expect(waits.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThanOrEqual(120_000);
  });

  it('reads again when somebody else changed the function meanwhile', async () => {
    const { deployer } = await started();
    const stale = lambdaError('PreconditionFailedException', 'stale', 412);
    lambda.mock.on(UpdateFunctionCodeCommand).rejectsOnce(stale).rejectsOnce(lambdaError('ResourceConflictException', 'An update is in progress', 409)).callsFake(() => {
      lambda.mock.on(GetFunctionConfigurationCommand).resolves({ CodeSha256: Buffer.from(next.digest, 'hex').toString('base64'), RevisionId: 'r', Version: '2', Description: 'imp-1' });
      lambda.mock.on(PublishVersionCommand).resolves({ CodeSha256: Buffer.from(next.digest, 'hex').toString('base64'), Version: '2', Description: 'imp-1' });
      return {};
    });
    expect(await deployer.publish({ functionName, package: next, description: 'imp-1' })).toEqual({ version: '2', codeDigest: next.digest, description: 'imp-1' });
    expect(lambda.mock.commandCalls(UpdateFunctionCodeCommand)).toHaveLength(3);
  });

  it('does not take a version for its own that holds other code', async () => {
    const { deployer } = await started();
    lambda.mock.on(PublishVersionCommand).resolves({ CodeSha256: Buffer.from(old.digest, 'hex').toString('base64'), Version: '2', Description: 'imp-1' });
    expect((await failure(deployer.publish({ functionName, package: next, description: 'imp-1' }))).code).toBe('throttled');
  });

  it('says why Lambda cannot bring the code up', async () => {
    const { deployer } = await started();
    await deployer.publish({ functionName, package: next, description: 'imp-1' });
    lambda.mock.on(GetFunctionConfigurationCommand).resolves({ CodeSha256: Buffer.from(next.digest, 'hex').toString('base64'), LastUpdateStatus: 'Failed', LastUpdateStatusReason: 'The key cannot be used' });
    const error = await failure(deployer.publish({ functionName, package: next, description: 'imp-2' }));
    expect(error).toMatchObject({ code: 'refused', message: expect.stringContaining('The key cannot be used') });
  });

  it.each(['first', 'again'])('gives no version that Lambda cannot bring up, asked %s', async (when) => {
    const { deployer } = await started();
    if (when === 'again') await deployer.publish({ functionName, package: next, description: 'imp-1' });
    lambda.mock.on(GetFunctionConfigurationCommand, { FunctionName: functionName, Qualifier: '2' }).resolves({ CodeSha256: Buffer.from(next.digest, 'hex').toString('base64'), Version: '2', State: 'Failed', StateReason: 'The subnet is full' });
    expect(await failure(deployer.publish({ functionName, package: next, description: 'imp-1' }))).toMatchObject({ code: 'refused', message: expect.stringContaining('The subnet is full') });
  });

  it('publishes the same code under another name with other code in between', async () => {
    const { deployer } = await started();
    await deployer.publish({ functionName, package: next, description: 'imp-1' });
    expect(await deployer.publish({ functionName, package: next, description: 'imp-2' })).toMatchObject({ version: '4', description: 'imp-2', codeDigest: next.digest });
    expect((await deployer.versions(functionName)).map(({ description }) => description)).toEqual(['first', 'imp-1', 'first', 'imp-2']);
  });

  it('refuses another name for the only code there is', async () => {
    const { deployer } = await started();
    expect((await failure(deployer.publish({ functionName, package: old, description: 'again' }))).code).toBe('refused');
  });

  it('reads all pages of versions', async () => {
    const { deployer } = await started();
    for (const number of [1, 2, 3, 4, 5]) await deployer.publish({ functionName, package: packed(`code ${number}`), description: `imp-${number}` });
    lambda.mock.resetHistory();
    expect(await deployer.versions(functionName)).toHaveLength(6);
    expect(lambda.mock.commandCalls(ListVersionsByFunctionCommand)).toHaveLength(4);
  });
});

describe('routing on Lambda', () => {
  it('clears the weights by an empty map', async () => {
    const { deployer } = await started();
    const { alias } = await deployer.describe(functionName, 'live');
    await deployer.shift({ functionName, alias: 'live', to: { version: '1' }, revision: alias.revision });
    expect(lambda.mock.commandCalls(UpdateAliasCommand)[0]?.args[0].input.RoutingConfig).toEqual({ AdditionalVersionWeights: {} });
  });

  it('refuses whoever read the alias before a write that leaves the routing as it is: the way back is fenced by it', async () => {
    const { deployer } = await started();
    await deployer.publish({ functionName, package: next, description: 'imp-1' });
    const { alias: { revision } } = await deployer.describe(functionName, 'live');
    await deployer.shift({ functionName, alias: 'live', to: { version: '1' }, revision });
    const fenced = await deployer.shift({ functionName, alias: 'live', to: { version: '1' }, revision: (await deployer.describe(functionName, 'live')).alias.revision });
    expect(fenced.ok).toBe(true);
    expect(await deployer.shift({ functionName, alias: 'live', to: { version: '1', additional: { version: '2', weight: 0.1 } }, revision })).toEqual({ ok: false });
    const { alias } = await deployer.describe(functionName, 'live');
    await deployer.shift({ functionName, alias: 'live', to: { version: '1' }, revision: alias.revision });
    expect(await deployer.shift({ functionName, alias: 'live', to: { version: '1', additional: { version: '2', weight: 0.1 } }, revision: alias.revision })).toEqual({ ok: false });
  });

  it('waits while another update of the function is in progress', async () => {
    const { deployer, waits } = await started();
    const { alias: { revision } } = await deployer.describe(functionName, 'live');
    lambda.mock.on(UpdateAliasCommand).rejectsOnce(lambdaError('ResourceConflictException', 'An update is in progress', 409)).resolves({ RevisionId: 'r-9' });
    expect(await deployer.shift({ functionName, alias: 'live', to: { version: '1' }, revision })).toEqual({ ok: true, revision: 'r-9' });
    expect(waits).toHaveLength(1);
    lambda.mock.on(UpdateAliasCommand).rejects(lambdaError('ResourceConflictException', 'An update is in progress', 409));
    expect((await failure(deployer.shift({ functionName, alias: 'live', to: { version: '1' }, revision }))).code).toBe('throttled');
  });

  it('describes an alias while new code is still coming up', async () => {
    const { deployer, waits } = await started();
    lambda.mock.on(GetFunctionConfigurationCommand).resolves({ LastUpdateStatus: 'InProgress', CodeSha256: Buffer.from(next.digest, 'hex').toString('base64'), RevisionId: 'r' });
    expect((await deployer.describe(functionName, 'live')).latest).toEqual({ codeDigest: next.digest, revision: 'r' });
    expect(waits).toEqual([]);
  });

  it.each([['TooManyRequestsException', 'throttled', 'PAWL-AWS-THROTTLED'], ['AccessDeniedException', 'refused', 'PAWL-AWS-DENIED'], ['ServiceException', 'unreachable', 'PAWL-AWS-UNREACHABLE']])('%s is %s, with the cause', async (name, code, cause) => {
    const { deployer } = await started();
    lambda.mock.on(UpdateAliasCommand).rejects(lambdaError(name));
    const error = await failure(deployer.shift({ functionName, alias: 'live', to: { version: '1' }, revision: 'r' }));
    expect(error.code).toBe(code);
    expect(error.message).toContain('lambda:UpdateAlias on function orders:live');
    expect(error.cause).toBeInstanceOf(AwsError);
    expect(error.cause).toMatchObject({ code: cause });
  });
});

describe('code of versions', () => {
  it('goes back into $LATEST instead of what was seen there, and leaves what came meanwhile', async () => {
    const { deployer } = await started();
    await deployer.publish({ functionName, package: next, description: 'imp-1' });
    await deployer.restoreLatest({ functionName, version: '1', instead: packed('seen before').digest });
    expect((await deployer.describe(functionName, 'live')).latest.codeDigest).toBe(next.digest);
    await deployer.restoreLatest({ functionName, version: '1', instead: next.digest });
    expect((await deployer.describe(functionName, 'live')).latest.codeDigest).toBe(old.digest);
  });

  it('takes the kept package rather than the download, when it is the right one', async () => {
    await started();
    const asked: string[] = [];
    const keeper = (bytes: Uint8Array) => lambdaDeployer({ client: lambda.client, clock: { sleep: async () => undefined }, download: lambda.download, keptBundle: async (digest) => { asked.push(digest); return bytes; } });
    const other = lambdaDeployer({ client: lambda.client, clock: { sleep: async () => undefined }, download: lambda.download });
    await other.publish({ functionName, package: next, description: 'imp-1' });
    await keeper(old.bundle).restoreLatest({ functionName, version: '1' });
    expect(asked).toEqual([old.digest]);
    expect(lambda.mock.commandCalls(GetFunctionCommand)).toHaveLength(0);
    await keeper(old.bundle).restoreLatest({ functionName, version: '2' });
    expect(lambda.mock.commandCalls(GetFunctionCommand)).toHaveLength(1);
    expect((await other.describe(functionName, 'live')).latest.codeDigest).toBe(next.digest);
  });

  it('will not restore what was not downloaded whole', async () => {
    const { deployer } = await started();
    await deployer.publish({ functionName, package: next, description: 'imp-1' });
    const broken = lambdaDeployer({ client: lambda.client, clock: { sleep: async () => undefined }, download: async () => old.bundle.slice(1) });
    expect((await failure(broken.restoreLatest({ functionName, version: '1' }))).code).toBe('unreachable');
    expect((await deployer.describe(functionName, 'live')).latest.codeDigest).toBe(next.digest);
  });

  it('reads the owner’s package with its source map', async () => {
    const { deployer } = await started();
    const latest = await deployer.latestPackage(functionName);
    expect(latest.digest).toBe(old.digest);
    expect(digestOf(latest.bundle)).toBe(old.digest);
    expect(Buffer.from(latest.sourceMap).toString()).toBe('{}');
  });

  it('a zip without a map, and one that is none, give an empty map', () => {
    expect(packageOfZip(zip('x'), 'index.mjs').sourceMap).toHaveLength(0);
    expect(packageOfZip(strToU8('no zip'), 'index.mjs').sourceMap).toHaveLength(0);
  });

  it('says that a function of an image cannot be looked after', async () => {
    const { deployer } = await started();
    lambda.mock.on(GetFunctionCommand).resolves({ Code: { RepositoryType: 'ECR' } });
    expect((await failure(deployer.latestPackage(functionName))).message).toContain('no zip file');
  });
});
