import { ArnFormat, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { readFileSync } from 'node:fs';
import { FUNCTION_NAMES, functionNamed, type FunctionName, type Grant } from './functions.ts';
import { parameterStatements } from './model-statements.ts';
import { type PawlNames } from './names.ts';

/** Where people reach the page. */
export const ADDRESS_VARIABLE = 'PAWL_ADDRESS';

/** What the loop's stack holds, as ARNs and names: enough to write any grant. */
export interface LoopResources {
  readonly names: PawlNames;
  readonly tableArn: string;
  readonly bucketArn: string;
  readonly bucketName: string;
  readonly busArn: string;
  readonly noticesArn: string;
  /** Encrypts the topics. */
  readonly keyArn: string;
  /** What may be asked, and what says so; absent: recipes only. */
  readonly models?: Granted | undefined;
  /** Who comes in through the doors, as a function is told; and where people reach them. */
  readonly doors?: Readonly<Record<string, string>> | undefined;
  readonly address?: string | undefined;
  /** Parameters that hold addresses and secrets of Slack and webhooks. */
  readonly channelParameters?: readonly string[] | undefined;
  /** AppConfig's application, environment and profile, as identifiers. */
  readonly flags?: { readonly path: string; readonly arn: string } | undefined;
}

/** Permissions and the environment variables that go with them: nobody gets one without the other. */
export interface Granted {
  readonly statements: readonly PolicyStatement[];
  readonly environment: Readonly<Record<string, string>>;
}

const allow = (actions: readonly string[], resources: readonly string[], conditions?: Record<string, Record<string, unknown>>): PolicyStatement =>
  new PolicyStatement({ actions: [...actions], resources: [...resources], ...(conditions ? { conditions } : {}) });

/** ARNs made of stable names, so that functions and state machines need not wait for one another. */
export const loopArns = (scope: Construct, names: PawlNames) => {
  const stack = Stack.of(scope);
  const arn = (service: string, resource: string, resourceName: string): string => stack.formatArn({ service, resource, resourceName, arnFormat: ArnFormat.COLON_RESOURCE_NAME });
  return {
    function: (name: FunctionName) => arn('lambda', 'function', names.function(name)),
    cycleMachine: arn('states', 'stateMachine', names.cycleMachine),
    improvementMachine: arn('states', 'stateMachine', names.improvementMachine),
    cycleExecutions: arn('states', 'execution', `${names.cycleMachine}:*`),
    improvementExecutions: arn('states', 'execution', `${names.improvementMachine}:*`),
  };
};

const TABLE_ACTIONS = ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:ConditionCheckItem'];

/**
 * Folders of the bucket. Reading one includes listing it: without that, S3 calls a missing object forbidden. It asks for that right without a
 * prefix (`IfExists`), since only a listing has one.
 */
const readFolder = ({ bucketArn, bucketName }: LoopResources, ...folders: readonly string[]): Granted => ({
  statements: [
    allow(['s3:GetObject'], folders.map((folder) => `${bucketArn}/${folder}/*`)),
    allow(['s3:ListBucket'], [bucketArn], { StringLikeIfExists: { 's3:prefix': folders.map((folder) => `${folder}/*`) } }),
  ],
  environment: { PAWL_BUCKET: bucketName },
});

const writeFolder = ({ bucketArn, bucketName }: LoopResources, folder: string): Granted => ({
  statements: [allow(['s3:PutObject'], [`${bucketArn}/${folder}/*`])],
  environment: { PAWL_BUCKET: bucketName },
});

/** Of the package that is deployed. */
const VERSION = (JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }).version;

/** For links in what people are told. */
const addressOf = ({ address }: LoopResources): Record<string, string> => (address === undefined ? {} : { [ADDRESS_VARIABLE]: address });

const nothing: Granted = { statements: [], environment: {} };

const invoke = (scope: Construct, { names }: LoopResources, name: FunctionName, variable: string): Granted => {
  const arn = loopArns(scope, names).function(name);
  return { statements: [allow(['lambda:InvokeFunction'], [arn])], environment: { [variable]: arn } };
};

/** What one grant means in this stack. */
export const granted = (scope: Construct, grant: Grant, loop: LoopResources): Granted => {
  const arns = loopArns(scope, loop.names);
  const machines = { PAWL_CYCLE_MACHINE_ARN: arns.cycleMachine, PAWL_IMPROVEMENT_MACHINE_ARN: arns.improvementMachine };
  const table: Record<Grant, () => Granted> = {
    table: () => ({ statements: [allow(TABLE_ACTIONS, [loop.tableArn])], environment: { PAWL_TABLE: loop.names.loop } }),
    'spool-write': () => writeFolder(loop, 'spool'),
    'spool-read': () => readFolder(loop, 'spool'),
    'packages-read': () => readFolder(loop, 'packages'),
    'packages-write': () => writeFolder(loop, 'packages'),
    'dependencies-read': () => readFolder(loop, 'dependencies'),
    'dependencies-write': () => writeFolder(loop, 'dependencies'),
    'reports-read': () => readFolder(loop, 'reports'),
    'reports-write': () => writeFolder(loop, 'reports'),
    notify: () => ({
      statements: [allow(['sns:Publish'], [loop.noticesArn]), allow(['kms:Decrypt', 'kms:GenerateDataKey'], [loop.keyArn], { StringEquals: { 'kms:ViaService': `sns.${Stack.of(scope).region}.amazonaws.com` } })],
      environment: { PAWL_TOPIC_ARN: loop.noticesArn, ...addressOf(loop) },
    }),
    'tell-bus': () => ({ statements: [allow(['events:PutEvents'], [loop.busArn])], environment: { PAWL_BUS: loop.names.loop } }),
    'start-cycle': () => ({ statements: [allow(['states:StartExecution'], [arns.cycleMachine])], environment: machines }),
    'start-improvement': () => ({ statements: [allow(['states:StartExecution'], [arns.improvementMachine])], environment: machines }),
    'look-at-executions': () => ({ statements: [allow(['states:DescribeExecution'], [arns.cycleExecutions, arns.improvementExecutions])], environment: machines }),
    'answer-waits': () => ({ statements: [allow(['states:SendTaskSuccess'], [arns.cycleMachine, arns.improvementMachine])], environment: machines }),
    'read-metrics': () => ({ statements: [allow(['cloudwatch:GetMetricData'], ['*'])], environment: {} }),
    converse: () => loop.models ?? nothing,
    'show-models': () => ({ statements: [], environment: loop.models?.environment ?? {} }),
    'know-doors': () => ({ statements: [], environment: { ...loop.doors, ...addressOf(loop), PAWL_VERSION: VERSION } }),
    'read-channels': () => ({ statements: parameterStatements(Stack.of(scope), loop.channelParameters ?? []), environment: addressOf(loop) }),
    'know-of-models': () => (loop.models ? { statements: [], environment: { PAWL_HAS_MODEL: 'yes' } } : nothing),
    'read-flags': () =>
      loop.flags ? { statements: [allow(['appconfig:StartConfigurationSession', 'appconfig:GetLatestConfiguration'], [loop.flags.arn])], environment: { PAWL_FLAGS: loop.flags.path } } : nothing,
    'invoke-release': () => invoke(scope, loop, 'release', 'PAWL_RELEASE_FUNCTION'),
    'invoke-promote': () => invoke(scope, loop, 'promote', 'PAWL_PROMOTE_FUNCTION'),
    'invoke-rollback': () => invoke(scope, loop, 'rollback', 'PAWL_ROLLBACK_FUNCTION'),
  };
  return table[grant]();
};

/** Everything that a function is granted in the loop's own stack. */
export const grantsOf = (scope: Construct, name: FunctionName, loop: LoopResources): Granted => {
  const all = functionNamed(name).may.map((grant) => granted(scope, grant, loop));
  return { statements: all.flatMap(({ statements }) => statements), environment: Object.assign({}, ...all.map(({ environment }) => environment)) as Record<string, string> };
};

/** Who holds a grant of the loop's stack. */
export const functionsGranted = (grant: Grant): FunctionName[] => FUNCTION_NAMES.filter((name) => functionNamed(name).may.includes(grant));

/**
 * The only actions that are allowed on every resource, because AWS knows no narrower one for them. Asserted by tests/infra; anything else on `*` fails.
 * Service authorization reference: GetMetricData, the X-Ray writes, the delivery of logs and the network interfaces of a function have no resource type
 * (DescribeNetworkInterfaces), or one whose identifiers are not known before (CreateNetworkInterface).
 */
export const ACTIONS_WITHOUT_RESOURCE: Readonly<Record<string, string>> = {
  'cloudwatch:GetMetricData': 'CloudWatch has no resource for metrics; it reads numbers only.',
  'xray:PutTraceSegments': 'X-Ray has no resource for segments; it writes this function’s own trace.',
  'xray:PutTelemetryRecords': 'X-Ray has no resource for telemetry records; it writes this function’s own trace.',
  'xray:GetSamplingRules': 'X-Ray gives sampling rules to every tracer alike.',
  'xray:GetSamplingTargets': 'X-Ray gives sampling targets to every tracer alike.',
  'logs:CreateLogDelivery': 'The delivery of a state machine’s log has no resource type.',
  'logs:GetLogDelivery': 'The delivery of a state machine’s log has no resource type.',
  'logs:UpdateLogDelivery': 'The delivery of a state machine’s log has no resource type.',
  'logs:DeleteLogDelivery': 'The delivery of a state machine’s log has no resource type.',
  'logs:ListLogDeliveries': 'The delivery of a state machine’s log has no resource type.',
  'logs:PutResourcePolicy': 'Resource policies of CloudWatch Logs belong to the account.',
  'logs:DescribeResourcePolicies': 'Resource policies of CloudWatch Logs belong to the account.',
  'logs:DescribeLogGroups': 'Step Functions looks for its log group among all of them.',
  'ec2:CreateNetworkInterface': 'Lambda’s own service attaches the workshop to its subnets; the code inside is denied it (isolated-workshop.ts).',
  'ec2:DescribeNetworkInterfaces': 'Lambda’s own service looks for the workshop’s network interfaces; the code inside is denied it.',
  'ec2:DeleteNetworkInterface': 'Lambda’s own service takes the workshop’s network interfaces away; the code inside is denied it.',
  'ec2:DescribeSubnets': 'Lambda’s own service looks at the workshop’s subnets; the code inside is denied it.',
  'ec2:AssignPrivateIpAddresses': 'Lambda’s own service gives addresses to the workshop’s interfaces; the code inside is denied it.',
  'ec2:UnassignPrivateIpAddresses': 'Lambda’s own service takes addresses from the workshop’s interfaces; the code inside is denied it.',
};
