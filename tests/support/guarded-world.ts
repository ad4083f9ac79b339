import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateEventBusCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { CreateFunctionCommand, LambdaClient, UpdateFunctionCodeCommand, waitUntilFunctionActiveV2 } from '@aws-sdk/client-lambda';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateStateMachineCommand, DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { zipSync } from 'fflate';
import { FUNCTION_NAMES, functionNamed, WORKSHOP, type FunctionName } from '../../infra/functions.ts';
import { machineDefinition } from './machine-definition.ts';
import { git } from '../../lab/faults/repository.ts';
import { emulatorClient } from '../../localstack/client-options.ts';
import type { MiniStack } from '../../localstack/ministack.ts';
import { dynamoItemStore } from '../../shared/adapters/aws/dynamo-item-store.ts';
import { lambdaDeployer } from '../../shared/adapters/aws/lambda-deployer.ts';
import { s3BlobStore } from '../../shared/adapters/aws/s3-blob-store.ts';
import { systemClock } from '../../shared/adapters/local/system-clock.ts';
import { Cycles } from '../../shared/store/cycles.ts';
import { Improvements } from '../../shared/store/improvements.ts';
import { RegisteredTargets } from '../../shared/store/registered-targets.ts';
import { Releases } from '../../shared/store/releases.ts';
import { Slots } from '../../shared/store/slots.ts';
import { openAccountDoor } from './account-door.ts';
import { startCodeCommit } from './emulator-codecommit.ts';
import { BUCKET, grantedRoles, NAMES } from './granted-roles.ts';
import { arnOf } from './iam-request.ts';
import { startPhase, type Answer, type Failed, type LogLine, type PhaseWorker } from './phase-workers.ts';
import { serviceRepository } from './service-repository.ts';

/** A function of the loop threw. */
export class PhaseFailed extends Error {
  override name = 'PhaseFailed';
  constructor({ errorType, errorMessage }: Failed) {
    super(`${errorType}: ${errorMessage}`);
  }
}

/** What stands for a function on the emulator: it hands its event to this process and answers, or throws, what it says. */
const STUB = `export const handler = async (event) => {
  const answer = await (await fetch(process.env.ANSWERS, { method: 'POST', body: JSON.stringify(event ?? null) })).json();
  if (!answer.failed) return answer.result;
  const error = new Error(answer.failed.errorMessage);
  error.name = answer.failed.errorType;
  throw error;
};
`;

const ROLE = arnOf('iam', 'role/test');
const TARGET = 'small';
const WORKSHOP_ARN = arnOf('lambda', `function:${NAMES.workshop(TARGET)}`);
const FUNCTION_ARN = arnOf('lambda', `function:${TARGET}`);
/** Where the owners' stack has put the packages of the target. */
export const ASSET = { bucket: 'stack-assets', key: 'packages.zip' } as const;
const IN_THE_END_MS = 45_000;
/** Fixed, so that the same files are the same package. */
const MTIME = Date.UTC(2020, 0, 1);

export const zipOf = (code: string): Uint8Array => zipSync({ 'index.mjs': [new TextEncoder().encode(code), { mtime: MTIME }] });

/**
 * The loop on an emulator, with its real handlers: each function of infra/functions.ts runs in a thread of its own with the environment that
 * infra/ gives it, behind a door where it may do what its role in infra/ allows and nothing else. The state machines are the real ones. One
 * target, `small`, with a repository, and a workshop.
 */
export const guardedWorld = async (emulator: MiniStack) => {
  const options = emulatorClient(emulator);
  const [lambda, sfn, s3, dynamo] = [new LambdaClient(options), new SFNClient(options), new S3Client(options), new DynamoDBClient(options)];
  const folder = mkdtempSync(join(tmpdir(), 'pawl-guarded-'));
  const repository = serviceRepository(folder, TARGET);
  const source = await startCodeCommit({ repositories: { [TARGET]: repository.location } });

  await dynamo.send(new CreateTableCommand({
    TableName: NAMES.loop, BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }, { AttributeName: 'sk', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }, { AttributeName: 'sk', KeyType: 'RANGE' }],
  }));
  for (const Bucket of [BUCKET, ASSET.bucket]) await s3.send(new CreateBucketCommand({ Bucket }));
  const packages = zipSync({ 'nodejs/node_modules/unused/index.d.ts': [new TextEncoder().encode('export {};\n'), { mtime: MTIME }] });
  await s3.send(new PutObjectCommand({ Bucket: ASSET.bucket, Key: ASSET.key, Body: packages }));
  await new EventBridgeClient(options).send(new CreateEventBusCommand({ Name: NAMES.loop }));
  await new SNSClient(options).send(new CreateTopicCommand({ Name: 'pawl-test-notices' }));
  await lambda.send(new CreateFunctionCommand({ FunctionName: TARGET, Runtime: 'nodejs24.x', Handler: 'index.handler', Role: ROLE, Code: { ZipFile: zipOf('export const handler = async () => 1;\n') } }));

  const roles = grantedRoles([{ functionArn: FUNCTION_ARN, repositoryArn: arnOf('codecommit', TARGET), branch: 'main', workshopArn: WORKSHOP_ARN, alarmArns: [arnOf('cloudwatch', 'alarm:small-errors')], dependenciesArn: `arn:aws:s3:::${ASSET.bucket}/${ASSET.key}` }]);
  const door = openAccountDoor({ emulator: emulator.endpoint, source: source.endpoint, statementsOf: (caller) => roles.get(caller as FunctionName)?.statements ?? [] });

  const workers = new Map<string, Promise<PhaseWorker>>();
  const start = async (name: string): Promise<PhaseWorker> => {
    const path = { PATH: process.env['PATH'] ?? '' };
    if (name === 'workshop') return startPhase({ entry: WORKSHOP.entry, name: NAMES.workshop(TARGET), timeoutSeconds: WORKSHOP.timeoutSeconds, environment: { ...path, AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '3008' } });
    const { entry, timeoutSeconds } = functionNamed(name as FunctionName);
    return startPhase({
      entry, timeoutSeconds, name: NAMES.function(name),
      environment: {
        ...emulator.env, AWS_ENDPOINT_URL_S3: await door.endpointOf(name), AWS_ENDPOINT_URL: await door.endpointOf(name), ...path, PAWL_STAGE: 'test', POWERTOOLS_SERVICE_NAME: 'pawl-test', POWERTOOLS_TRACE_ENABLED: 'false',
        PAWL_SETTINGS: JSON.stringify({ settings: { cycleIntervalHours: 1 } }),
        PAWL_SPOOL_DELIVERY_SECONDS: '0.2', PAWL_SPOOL_VISIBILITY_SECONDS: '1.5',
        ...roles.get(name as FunctionName)?.environment,
      },
    });
  };
  const workerOf = (name: string): Promise<PhaseWorker> => {
    const worker = workers.get(name) ?? start(name);
    workers.set(name, worker);
    return worker;
  };
  const answerOf = async (name: string, event: unknown): Promise<Answer> => (await workerOf(name)).call(event);

  const server = createServer((request, response) => {
    void bodyOf(request).then(async (text) => answerOf((request.url ?? '/').slice(1), JSON.parse(text))).then(
      (answer) => response.end(JSON.stringify(answer)),
      (error: unknown) => response.end(JSON.stringify({ failed: { errorType: 'Stub', errorMessage: String(error) } })),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  const stub = async (name: string, functionName: string): Promise<void> => {
    await lambda.send(new CreateFunctionCommand({
      FunctionName: functionName, Runtime: 'nodejs24.x', Handler: 'index.handler', Role: ROLE, Timeout: 120, Code: { ZipFile: zipOf(STUB) },
      Environment: { Variables: { ANSWERS: `http://127.0.0.1:${port}/${name}` } },
    }));
    await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 20, minDelay: 1 }, { FunctionName: functionName });
  };
  await Promise.all([...FUNCTION_NAMES.map((name) => stub(name, NAMES.function(name))), stub('workshop', NAMES.workshop(TARGET))]);
  for (const machine of ['improvement', 'cycle'] as const) {
    await sfn.send(new CreateStateMachineCommand({ name: `pawl-test-${machine}`, definition: machineDefinition(machine, NAMES), roleArn: ROLE }));
  }

  const store = dynamoItemStore({ client: dynamo, table: NAMES.loop, clock: systemClock });
  const stored = { improvements: new Improvements(store), releases: new Releases(store), slots: new Slots(store), cycles: new Cycles(store), registered: new RegisteredTargets(store) };
  const executionArn = (machine: 'cycle' | 'improvement', name: string): string => arnOf('states', `execution:pawl-test-${machine}:${name}`);

  return {
    ...stored, door, lambda, store, repository,
    blobs: s3BlobStore({ client: s3, bucket: BUCKET }),
    deployer: lambdaDeployer({ client: lambda, clock: systemClock }),

    /** Invokes a function as a rule or a person does. Throws `PhaseFailed`. */
    async call(name: FunctionName, event: unknown): Promise<unknown> {
      const answer = await answerOf(name, event);
      if ('failed' in answer) throw new PhaseFailed(answer.failed);
      return answer.result;
    },

    /** The errors that functions have logged since the last time this was asked. */
    async errorsLogged(): Promise<(LogLine & { readonly by: string })[]> {
      const all = await Promise.all([...workers].map(async ([by, worker]) => (await worker).logged().map((line) => ({ ...line, by }))));
      return all.flat().filter(({ level }) => level === 'ERROR');
    },

    startExecution: async (machine: 'cycle' | 'improvement', name: string, input: object): Promise<void> => {
      await sfn.send(new StartExecutionCommand({ stateMachineArn: arnOf('states', `stateMachine:pawl-test-${machine}`), name, input: JSON.stringify(input) }));
    },

    /** Resolves with how an execution ended, once it has. */
    ended: (machine: 'cycle' | 'improvement', name: string): Promise<string> =>
      inTheEnd(`the end of ${name}`, async () => {
        const { status = 'RUNNING' } = await sfn.send(new DescribeExecutionCommand({ executionArn: executionArn(machine, name) }));
        return status === 'RUNNING' ? undefined : status;
      }),

    /** The owner's stack puts other code into `$LATEST`. */
    ownerDeploys: async (code: string): Promise<void> => {
      await lambda.send(new UpdateFunctionCodeCommand({ FunctionName: TARGET, ZipFile: zipOf(code) }));
    },

    /** Whatever was done last on a release was done long ago, and nobody has been there since. */
    longAgo: async (id: string): Promise<void> => {
      const { state } = await stored.improvements.get(id);
      await stored.releases.amend(id, [state], (release) => ({ ...release, beatAt: 0 }));
      await stored.improvements.amend(id, [state], (improvement) => ({ ...improvement, stateSince: 0 }));
    },

    /** What is not as it must be when nothing is being released. */
    async notWhole(): Promise<string[]> {
      const deployer = lambdaDeployer({ client: lambda, clock: systemClock });
      const { alias, latest } = await deployer.describe(TARGET, 'live');
      const serving = (await deployer.versions(TARGET)).find(({ version }) => version === alias.version);
      const holder = await stored.releases.holder(TARGET);
      const slots = await stored.slots.holders('system');
      const branches = git(repository.location, 'branch', '--list', '--format=%(refname:short)').split('\n').filter((name) => name !== 'main');
      return [
        ...(alias.additional ? [`the alias gives version ${alias.additional.version} a share`] : []),
        ...(serving?.codeDigest === latest.codeDigest ? [] : ['$LATEST is not what serves']),
        ...(holder === undefined ? [] : [`${holder} has the lease`]),
        ...(slots.length === 0 ? [] : [`slots are held by ${slots.join(', ')}`]),
        ...(branches.length === 0 ? [] : [`branches are left: ${branches.join(', ')}`]),
      ];
    },

    async close(): Promise<void> {
      for (const worker of workers.values()) await (await worker).end();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await door[Symbol.asyncDispose]();
      await source.stop();
      for (const client of [lambda, sfn, s3, dynamo]) client.destroy();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

export type GuardedWorld = Awaited<ReturnType<typeof guardedWorld>>;

/** Asks until there is an answer. */
export const inTheEnd = async <Value>(what: string, question: () => Promise<Value | undefined>): Promise<Value> => {
  const deadline = Date.now() + IN_THE_END_MS;
  while (Date.now() < deadline) {
    const answer = await question();
    if (answer !== undefined) return answer;
    await systemClock.sleep(50);
  }
  throw new Error(`In vain waited for ${what}.`);
};

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += String(chunk);
  return text;
};
