import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateAliasCommand, CreateFunctionCommand, LambdaClient, PublishVersionCommand, waitUntilFunctionActiveV2 } from '@aws-sdk/client-lambda';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { strToU8, zipSync } from 'fflate';
import { emulatorClient } from '../../localstack/client-options.ts';
import { EMULATOR_ACCOUNT, EMULATOR_REGION, startMiniStack } from '../../localstack/ministack.ts';
import { dynamoItemStore } from '../../shared/adapters/aws/dynamo-item-store.ts';
import { systemClock } from '../../shared/adapters/local/system-clock.ts';
import type { Target } from '../../shared/domain/target.ts';
import type { ItemStore } from '../../shared/ports/item-store.ts';
import { describeVersion } from '../../shared/release/version-description.ts';
import { RegisteredTargets } from '../../shared/store/registered-targets.ts';
import { countingProxy, type CountingProxy } from './counting-proxy.ts';

const NAME = 'pawl-cost';

/** A table, a bucket and functions on an emulator, and a proxy before it that keeps every request. */
export type EmulatedLoop = {
  readonly proxy: CountingProxy;
  readonly table: string;
  readonly bucket: string;
  /** Straight to the emulator: what is prepared is not counted. */
  readonly store: ItemStore;
  addTarget(id: string): Promise<Target>;
  stop(): Promise<void>;
};

const targetNamed = (id: string): Target => ({
  id, functionName: id, alias: 'live', shared: false, repository: { location: id, branch: 'main', directory: '.' }, entry: 'src/handler.ts', handlerExport: 'handler',
  test: { command: ['node', '--test'], runner: 'node' }, limits: { timeoutSeconds: 10, memoryMb: 256, concurrency: 50 }, environment: {}, autonomy: { recipe: 'autonomous', model: 'approve', person: 'autonomous' }, scope: ['src/'],
});

/** `missing`: why there is no emulator here. */
export const emulatedLoop = async (): Promise<EmulatedLoop | { readonly missing: string }> => {
  const emulator = await startMiniStack();
  if ('missing' in emulator) return emulator;
  const proxy = await countingProxy(emulator.endpoint);
  const options = emulatorClient(emulator);
  const dynamo = new DynamoDBClient(options);
  const key = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' }) as const;
  await dynamo.send(new CreateTableCommand({ TableName: NAME, BillingMode: 'PAY_PER_REQUEST', AttributeDefinitions: [key('pk'), key('sk')], KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }, { AttributeName: 'sk', KeyType: 'RANGE' }] }));
  await new S3Client({ ...options, forcePathStyle: true }).send(new CreateBucketCommand({ Bucket: NAME }));
  const store = dynamoItemStore({ client: dynamo, table: NAME, clock: systemClock });
  const lambda = new LambdaClient(options);
  return {
    proxy, table: NAME, bucket: NAME, store,
    addTarget: async (id) => {
      const target = targetNamed(id);
      const { FunctionArn = '' } = await lambda.send(new CreateFunctionCommand({ FunctionName: id, Runtime: 'nodejs24.x', Handler: 'index.handler', Role: `arn:aws:iam::${EMULATOR_ACCOUNT}:role/cost`, Code: { ZipFile: zipSync({ 'index.mjs': strToU8('export const handler = async () => ({ statusCode: 200 });') }) } }));
      await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 20 }, { FunctionName: id });
      const commit = 'c0ffee'.padEnd(40, '0');
      const { Version } = await lambda.send(new PublishVersionCommand({ FunctionName: id, Description: describeVersion(commit, 'adoption') }));
      await lambda.send(new CreateAliasCommand({ FunctionName: id, Name: target.alias, FunctionVersion: Version }));
      await new RegisteredTargets(store).put({ target, functionArn: FunctionArn, handlerFile: 'index.mjs', commit });
      return target;
    },
    stop: async () => {
      await proxy.stop();
      await emulator.stop();
    },
  };
};

/** What the loop's functions find in their environment here, besides what an AWS client needs. */
export const environmentOf = ({ proxy, table, bucket }: EmulatedLoop): Readonly<Record<string, string>> => {
  const arn = (service: string, rest: string): string => `arn:aws:${service}:${EMULATOR_REGION}:${EMULATOR_ACCOUNT}:${rest}`;
  return {
    AWS_ENDPOINT_URL: proxy.endpoint, AWS_REGION: EMULATOR_REGION, AWS_ACCESS_KEY_ID: 'emulator', AWS_SECRET_ACCESS_KEY: 'emulator',
    PAWL_STAGE: 'cost', PAWL_TABLE: table, PAWL_BUCKET: bucket, PAWL_BUS: 'default', PAWL_TOPIC_ARN: arn('sns', NAME), PAWL_SETTINGS: '{}',
    PAWL_CYCLE_MACHINE_ARN: arn('states', `stateMachine:${NAME}-cycle`), PAWL_IMPROVEMENT_MACHINE_ARN: arn('states', `stateMachine:${NAME}-improvement`),
    PAWL_RELEASE_FUNCTION: arn('lambda', `function:${NAME}-release`), PAWL_PROMOTE_FUNCTION: arn('lambda', `function:${NAME}-promote`), PAWL_ROLLBACK_FUNCTION: arn('lambda', `function:${NAME}-rollback`),
    // The delays that a page keeps from now only put the reading off; they are short here so that a minute's lines can be read at once.
    PAWL_SPOOL_DELIVERY_SECONDS: '1', PAWL_SPOOL_VISIBILITY_SECONDS: '1',
    POWERTOOLS_SERVICE_NAME: NAME, POWERTOOLS_METRICS_NAMESPACE: 'Pawl',
  };
};
