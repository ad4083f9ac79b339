import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { FUNCTION_NAMES, functionNamed } from '../../infra/functions.ts';
import { pawlNames } from '../../infra/names.ts';
import { MODELS, resourcesOf, type Resource, STAGE, synthesized } from './synthesized.ts';
import { textOf } from './permissions-in.ts';

const { loop } = synthesized();
const all = (type: string) => Object.values(resourcesOf(loop, type));

const variablesOf = (found: Resource | undefined): Record<string, unknown> => ((found?.Properties ?? {})['Environment'] as { Variables: Record<string, unknown> }).Variables;

const tracingOf = ({ Properties = {} }: Resource): string => (Properties['TracingConfig'] as { Mode: string }).Mode;

describe('The loop’s stack', () => {
  it('Its table is on demand, encrypted, recoverable to any second, forgets what has expired, and outlives the stack.', () => {
    loop.hasResource('AWS::DynamoDB::Table', {
      DeletionPolicy: 'Retain',
      Properties: {
        TableName: `pawl-${STAGE}`,
        BillingMode: 'PAY_PER_REQUEST',
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        SSESpecification: { SSEEnabled: true },
        TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
        GlobalSecondaryIndexes: Match.absent(),
      },
    });
  });

  it('A stage that comes and goes takes its data along.', () => {
    const passing = synthesized({ keepData: false }).loop;
    passing.hasResource('AWS::DynamoDB::Table', { DeletionPolicy: 'Delete', Properties: { DeletionProtectionEnabled: false } });
    passing.hasResource('AWS::S3::Bucket', { DeletionPolicy: 'Delete' });
  });

  it('Where concurrency is reserved, it is for who watches, guards, takes back, reads telemetry and answers people.', () => {
    const reservedIn = (template: typeof loop): Record<string, unknown> =>
      Object.fromEntries(Object.values(resourcesOf(template, 'AWS::Lambda::Function')).flatMap(({ Properties }) => (Properties?.['ReservedConcurrentExecutions'] === undefined ? [] : [[String(Properties['FunctionName']).replace(`pawl-${STAGE}-`, ''), Properties['ReservedConcurrentExecutions']]])));
    expect(reservedIn(loop)).toEqual({});
    expect(reservedIn(synthesized({ reserve: true }).loop)).toEqual({ alarm: 5, api: 20, collect: 2, guard: 5, 'receive-logs': 20, rollback: 10, watch: 5 });
  });

  it('Its bucket is encrypted, shut to the public, reached by TLS only, and forgets the spool after two days.', () => {
    loop.hasResourceProperties('AWS::S3::Bucket', {
      BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] },
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
      LifecycleConfiguration: { Rules: Match.arrayWith([Match.objectLike({ Prefix: 'spool/', ExpirationInDays: 2 }), Match.objectLike({ Prefix: 'packages/', ExpirationInDays: 1095 })]) },
    });
    loop.hasResourceProperties('AWS::S3::BucketPolicy', { PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } })]) } });
  });

  it('Its topics and queues are encrypted and refuse plain connections.', () => {
    expect(all('AWS::SNS::Topic').length).toBe(2);
    for (const { Properties } of all('AWS::SNS::Topic')) expect(Properties).toHaveProperty('KmsMasterKeyId');
    expect(all('AWS::SQS::Queue').length).toBe(2);
    for (const { Properties } of all('AWS::SQS::Queue')) expect(Properties).toMatchObject({ SqsManagedSseEnabled: true, MessageRetentionPeriod: 1_209_600 });
    for (const { Properties } of [...all('AWS::SNS::TopicPolicy'), ...all('AWS::SQS::QueuePolicy')]) expect(JSON.stringify(Properties)).toContain('aws:SecureTransport');
    loop.hasResourceProperties('AWS::KMS::Key', { EnableKeyRotation: true });
  });

  it('Every function runs on Node 24 and ARM, and has a log of its own that is kept for a month.', () => {
    const functions = all('AWS::Lambda::Function');
    expect(functions.map(({ Properties }) => String(Properties?.['FunctionName'])).sort()).toEqual(FUNCTION_NAMES.map((name) => `pawl-${STAGE}-${name}`).sort());
    for (const { Properties } of functions) {
      expect(Properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'], Handler: 'index.handler' });
      expect(Properties).not.toHaveProperty('ReservedConcurrentExecutions');
      expect(Properties).toHaveProperty('LoggingConfig.LogGroup');
    }
    const ofFunctions = all('AWS::Logs::LogGroup').filter(({ Properties }) => String(Properties?.['LogGroupName']).startsWith(`/aws/lambda/pawl-${STAGE}-`));
    expect(ofFunctions.length).toBe(FUNCTION_NAMES.length);
    for (const { Properties } of all('AWS::Logs::LogGroup')) expect(Properties).toMatchObject({ RetentionInDays: 30 });
  });

  it('What runs each minute or with each batch of log lines starts no trace; all others do.', () => {
    const passing = all('AWS::Lambda::Function').filter((found) => tracingOf(found) === 'PassThrough').map(({ Properties }) => String(Properties?.['FunctionName']).replace(`pawl-${STAGE}-`, ''));
    expect(passing.sort()).toEqual(['collect', 'deliver-notices', 'guard', 'receive-event', 'receive-logs', 'watch']);
    expect(all('AWS::Lambda::Function').filter((found) => tracingOf(found) === 'Active').length).toBe(FUNCTION_NAMES.length - passing.length);
  });

  it('A function is told only what it has a grant for.', () => {
    const variables = (name: string): Record<string, unknown> =>
      variablesOf(all('AWS::Lambda::Function').find(({ Properties }) => Properties?.['FunctionName'] === `pawl-${STAGE}-${name}`));
    expect(Object.keys(variables('receive-logs')).filter((name) => name.startsWith('PAWL_')).sort()).toEqual(['PAWL_BUCKET', 'PAWL_SETTINGS', 'PAWL_STAGE']);
    expect(variables('generate')).toMatchObject({ PAWL_TABLE: `pawl-${STAGE}`, PAWL_MODELS: JSON.stringify(MODELS), PAWL_FLAGS: 'abc123/def456/ghi789' });
    for (const name of FUNCTION_NAMES) {
      const { may } = functionNamed(name);
      expect('PAWL_TABLE' in variables(name), name).toBe(may.includes('table'));
      expect('PAWL_TOPIC_ARN' in variables(name), name).toBe(may.includes('notify'));
      expect('PAWL_ROLLBACK_FUNCTION' in variables(name), name).toBe(may.includes('invoke-rollback'));
      expect('PAWL_MODELS' in variables(name), name).toBe(may.includes('converse') || may.includes('show-models'));
      expect('PAWL_ADDRESS' in variables(name), name).toBe(may.some((grant) => ['notify', 'know-doors', 'read-channels'].includes(grant)));
      expect(variables(name)['PAWL_HAS_MODEL'], name).toBe(may.includes('know-of-models') ? 'yes' : undefined);
      expect(variables(name)).toMatchObject({ PAWL_STAGE: STAGE, IMPROVEMENT_CYCLE_INTERVAL_HOURS: '6', POWERTOOLS_SERVICE_NAME: `pawl-${STAGE}` });
      expect(JSON.stringify(variables(name)).length).toBeLessThan(4096);
    }
  });

  it('An event that a function fails on is tried again and then kept; a tick is not repeated.', () => {
    const configured = new Map(all('AWS::Lambda::EventInvokeConfig').map(({ Properties }) => [textOf(Properties?.['FunctionName']), Properties]));
    const idOf = (name: string): string => `<${Object.entries(resourcesOf(loop, 'AWS::Lambda::Function')).find(([, { Properties }]) => Properties?.['FunctionName'] === `pawl-${STAGE}-${name}`)?.[0] ?? ''}>`;
    for (const name of FUNCTION_NAMES) {
      const { calledBy } = functionNamed(name);
      const found = configured.get(idOf(name));
      if (calledBy === 'event') expect(found, name).toMatchObject({ MaximumRetryAttempts: 2, DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': [expect.stringContaining('FailedInvocations'), 'Arn'] } } } });
      else if (calledBy === 'tick') expect(found, name).toMatchObject({ MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 });
      else expect(found, name).toBeUndefined();
    }
  });

  it('Both state machines come from the definition files, traced and with their errors logged.', () => {
    const machines = all('AWS::StepFunctions::StateMachine');
    expect(machines.map(({ Properties }) => String(Properties?.['StateMachineName'])).sort()).toEqual([`pawl-${STAGE}-cycle`, `pawl-${STAGE}-improvement`]);
    for (const { Properties } of machines) {
      expect(Properties).toMatchObject({ TracingConfiguration: { Enabled: true }, LoggingConfiguration: { Level: 'ERROR', IncludeExecutionData: false } });
      const { DefinitionString, DefinitionSubstitutions } = Properties as { DefinitionString: string; DefinitionSubstitutions: Record<string, string> };
      expect([...DefinitionString.matchAll(/\$\{(\w+)\}/g)].map(([, name = '']) => name).filter((name) => !(name in DefinitionSubstitutions))).toEqual([]);
    }
  });

  it('Every rule keeps what it could not deliver, and each function knows which rule may call it.', () => {
    const rules = all('AWS::Events::Rule');
    expect(rules.map(({ Properties }) => String(Properties?.['Name']).replace(`pawl-${STAGE}-`, '')).sort()).toEqual(
      ['alarm', 'alarm-seen', 'collect', 'digest', 'execution-ended', 'function-changed', 'guard', 'invocation-result', 'look', 'schedule', 'target-deployed', 'watch'],
    );
    for (const { Properties = {} } of rules) for (const target of Properties['Targets'] as object[]) expect(target).toMatchObject({ DeadLetterConfig: { Arn: expect.anything() }, RetryPolicy: expect.anything() });
    const permissions = all('AWS::Lambda::Permission').filter(({ Properties }) => Properties?.['Principal'] === 'events.amazonaws.com');
    for (const { Properties } of permissions) expect(JSON.stringify(Properties?.['SourceArn'])).toMatch(/Rules/);
    expect(permissions.length).toBe(rules.length);
  });

  it('Telemetry, watch and guard run each minute; cycles by the settings.', () => {
    const schedules = Object.fromEntries(all('AWS::Events::Rule').flatMap(({ Properties }) => (Properties?.['ScheduleExpression'] ? [[String(Properties['Name']).replace(`pawl-${STAGE}-`, ''), Properties['ScheduleExpression']]] : [])));
    expect(schedules).toEqual({ collect: 'rate(1 minute)', watch: 'rate(1 minute)', guard: 'rate(1 minute)', look: 'rate(1 minute)', digest: 'cron(0 7 ? * MON *)', schedule: 'cron(0 2,8,14,20 * * ? *)' });
  });

  it('Events are taken from this account only; those of AWS from its own sources.', () => {
    const patterns = all('AWS::Events::Rule').flatMap(({ Properties }) => (Properties?.['EventPattern'] ? [Properties['EventPattern'] as { account?: string[]; source?: string[] }] : []));
    expect(patterns.length).toBe(6);
    for (const { account, source } of patterns) {
      expect(account).toEqual(['111122223333']);
      expect(source).toHaveLength(1);
    }
  });

  it('The workshops’ network leads nowhere.', () => {
    for (const type of ['AWS::EC2::InternetGateway', 'AWS::EC2::NatGateway', 'AWS::EC2::VPCEndpoint', 'AWS::EC2::EgressOnlyInternetGateway', 'AWS::EC2::Route']) expect(all(type), type).toEqual([]);
    const [group] = all('AWS::EC2::SecurityGroup');
    expect(group?.Properties).not.toHaveProperty('SecurityGroupIngress');
    expect(group?.Properties?.['SecurityGroupEgress']).toEqual([expect.objectContaining({ CidrIp: '255.255.255.255/32', IpProtocol: 'icmp' })]);
    expect(all('AWS::EC2::Subnet').length).toBe(2);
  });

  it('A stage’s name that would not fit is refused.', () => {
    expect(() => pawlNames('Prod')).toThrow(/is no stage/);
  });
});

