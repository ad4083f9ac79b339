import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateEventBusCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { CreateFunctionCommand, GetAliasCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { strToU8, zipSync } from 'fflate';
import type { Context } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { dynamoItemStore } from '../../shared/adapters/aws/dynamo-item-store.ts';
import { digestOf } from '../../shared/adapters/aws/lambda-package.ts';
import { systemClock } from '../../shared/adapters/local/system-clock.ts';
import { packageKeys } from '../../shared/release/package-key.ts';
import { RegisteredTargets } from '../../shared/store/registered-targets.ts';
import { freshTable } from '../support/dynamo-table.ts';
import { localClient } from '../support/emulator-client.ts';
import { startEmulator } from '../support/emulator.ts';
import { listenHttp } from '../support/http-listener.ts';
import { COMMITS, registrationEvent } from '../support/registration-event.ts';

const emulator = await startEmulator();
afterAll(async () => {
  vi.unstubAllEnvs();
  if (!('missing' in emulator)) await emulator.stop();
});

describe.skipIf('missing' in emulator)('adopt-target, on the emulator', () => {
  const ZIP = zipSync({ 'index.mjs': strToU8('export const handler = async () => ({ statusCode: 200 });') }, { mtime: Date.UTC(2020, 0, 1) });
  const options = { ...localClient, endpoint: 'missing' in emulator ? '' : emulator.endpoint };
  const lambda = new LambdaClient(options);
  const s3 = new S3Client({ ...options, forcePathStyle: true });
  const dynamo = new DynamoDBClient(options);
  const bucket = `pawl-${randomUUID()}`;
  let table = '';

  beforeAll(async () => {
    if ('missing' in emulator) return;
    for (const [name, value] of Object.entries(emulator.env)) vi.stubEnv(name, value);
    table = await freshTable(dynamo);
    for (const name of [bucket, 'assets']) await s3.send(new CreateBucketCommand({ Bucket: name }));
    await s3.send(new PutObjectCommand({ Bucket: 'assets', Key: 'hash.zip', Body: 'packages' }));
    await new EventBridgeClient(options).send(new CreateEventBusCommand({ Name: 'pawl-test' }));
    await lambda.send(new CreateFunctionCommand({ FunctionName: 'orders', Runtime: 'nodejs24.x', Handler: 'index.handler', Role: 'arn:aws:iam::000000000000:role/orders', Code: { ZipFile: ZIP } }));
    for (const [name, value] of Object.entries({ PAWL_TABLE: table, PAWL_BUCKET: bucket, PAWL_BUS: 'pawl-test', PAWL_STAGE: 'test' })) vi.stubEnv(name, value);
  });

  /** Asks as CloudFormation does, and answers what it is told. */
  const ask = async (...[properties, over]: Parameters<typeof registrationEvent>): Promise<unknown> => {
    const { handler } = await import('../../lambdas/trigger/adopt-target.handler.ts');
    await using stack = await listenHttp();
    await handler({ ...registrationEvent(properties, over), ResponseURL: stack.url }, { functionName: 'pawl-test-adopt-target', memoryLimitInMB: '512', awsRequestId: 'r', invokedFunctionArn: 'arn' } as Context);
    expect(stack.bodies).toHaveLength(1);
    return JSON.parse(stack.bodies[0] ?? '');
  };

  it('registers, creates the alias, keeps the package, answers; then announces another commit; then lets go', async () => {
    const registered = new RegisteredTargets(dynamoItemStore({ client: dynamo, table, clock: systemClock }));
    const asset = { DependenciesAsset: { bucket: 'assets', key: 'hash.zip' } };
    const alias = () => lambda.send(new GetAliasCommand({ FunctionName: 'orders', Name: 'live' }));

    expect(await ask(asset)).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'pawl-target-orders', RequestId: 'request-1', LogicalResourceId: 'OrdersTarget', Data: { Version: '1' } });
    expect((await alias()).FunctionVersion).toBe('1');
    expect(await registered.find('orders')).toMatchObject({ commit: COMMITS.first, dependenciesKey: 'dependencies/hash.zip' });
    const kept = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: packageKeys(digestOf(ZIP)).bundle }));
    expect(await kept.Body?.transformToByteArray()).toEqual(ZIP);
    expect(await (await s3.send(new GetObjectCommand({ Bucket: bucket, Key: 'dependencies/hash.zip' }))).Body?.transformToString()).toBe('packages');

    const revision = (await alias()).RevisionId;
    expect(await ask({ ...asset, commit: COMMITS.second }, { RequestType: 'Update', PhysicalResourceId: 'pawl-target-orders' })).toMatchObject({ Status: 'SUCCESS' });
    expect((await registered.find('orders'))?.commit).toBe(COMMITS.second);
    expect((await alias()).RevisionId).toBe(revision);

    expect(await ask({}, { RequestType: 'Delete', PhysicalResourceId: 'pawl-target-orders' })).toMatchObject({ Status: 'SUCCESS' });
    expect(await registered.find('orders')).toBeUndefined();
    expect((await alias()).RevisionId).toBe(revision);
  });

  it('answers with the reason when a function is not there', async () => {
    expect(await ask({ target: { id: 'nobody', functionName: 'nobody' }, functionArn: 'arn:nobody' })).toMatchObject({ Status: 'FAILED', Reason: expect.stringMatching(/^PAWL-AWS-NOT-FOUND: .*function nobody/) });
  });
});
