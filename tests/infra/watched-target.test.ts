import { App, Stack } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { WatchedTarget, type WatchedTargetProps } from '../../infra/constructs/watched-target.ts';
import { pawlNames } from '../../infra/names.ts';
import { RegisteredTarget } from '../../shared/store/registered-targets.ts';
import { COMMIT, resourcesOf, STAGE, synthesized } from './synthesized.ts';
import { textOf } from './permissions-in.ts';

const { orders } = synthesized();
const [registration] = Object.values(resourcesOf(orders, 'Custom::PawlTarget'));

/** A target with one thing changed. */
const watched = (changes: Partial<WatchedTargetProps>): WatchedTarget => {
  const stack = new Stack(new App(), 'Owner', { env: { account: '111122223333', region: 'eu-north-1' } });
  const workshopDirectory = mkdtempSync(join(tmpdir(), 'pawl-workshop-'));
  writeFileSync(join(workshopDirectory, 'index.mjs'), '');
  return new WatchedTarget(stack, 'Shop', {
    pawl: { names: pawlNames(STAGE), workshopDirectory },
    function: new LambdaFunction(stack, 'Function', { code: Code.fromInline('x'), handler: 'index.handler', runtime: Runtime.NODEJS_24_X }),
    commit: COMMIT,
    repository: 'shop',
    entry: 'src/handler.ts',
    monitoring: { errors: { perMinute: 1 }, duration: { p95Ms: 100 }, throttles: { perMinute: 1 } },
    ...changes,
  });
};

describe('WatchedTarget', () => {
  it('Registers the target as the store reads it, with the commit that it was built from.', () => {
    const said = JSON.parse(textOf(registration?.Properties?.['Registration'])) as unknown;
    const parsed = RegisteredTarget.parse(said);
    expect(parsed).toMatchObject({ commit: COMMIT, handlerFile: 'index.mjs', target: { id: 'orders', alias: 'live', entry: 'src/handler.ts', repository: { location: 'orders', branch: 'main' }, autonomy: { recipe: 'approve' } } });
    expect(parsed.target.alarms).toEqual({ [`pawl-${STAGE}-target-orders-errors`]: 'critical', [`pawl-${STAGE}-target-orders-duration`]: 'high', [`pawl-${STAGE}-target-orders-throttles`]: 'high', [`pawl-${STAGE}-target-orders-telemetry-silent`]: 'medium' });
    expect(registration?.Properties?.['DependenciesAsset']).toMatchObject({ key: expect.stringMatching(/\.zip$/) });
    expect(textOf(registration?.Properties?.['ServiceToken'])).toBe(`arn:aws:lambda:eu-north-1:111122223333:function:pawl-${STAGE}-adopt-target`);
  });

  it('Is registered after its rights are there, and gives up in time.', () => {
    const policies = Object.keys(resourcesOf(orders, 'AWS::IAM::ManagedPolicy'));
    expect(policies.length).toBeGreaterThan(6);
    for (const policy of policies) expect(registration?.DependsOn).toContain(policy);
    expect(Number(registration?.Properties?.['ServiceTimeout'])).toBeLessThanOrEqual(900);
  });

  it('Makes no version and no alias itself: those are Pawl’s, and are never overwritten by a deployment.', () => {
    orders.resourceCountIs('AWS::Lambda::Alias', 0);
    orders.resourceCountIs('AWS::Lambda::Version', 0);
  });

  it('Sends its log lines, and lets only its own log group call the receiver.', () => {
    const filters = resourcesOf(orders, 'AWS::Logs::SubscriptionFilter');
    expect(Object.values(filters)).toHaveLength(1);
    orders.hasResourceProperties('AWS::Lambda::Permission', {
      Principal: 'logs.amazonaws.com',
      FunctionName: `arn:aws:lambda:eu-north-1:111122223333:function:pawl-${STAGE}-receive-logs`,
      SourceAccount: '111122223333',
      SourceArn: Match.anyValue(),
    });
  });

  it('Its workshop has an environment for each run, no network but the isolated one, and no log.', () => {
    orders.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: `pawl-${STAGE}-workshop-orders`,
      TenancyConfig: { TenantIsolationMode: 'PER_TENANT' },
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      VpcConfig: { SubnetIds: [Match.anyValue(), Match.anyValue()], SecurityGroupIds: [Match.anyValue()] },
      Environment: { Variables: { PAWL_DEPENDENCIES: '/opt/nodejs/node_modules' } },
      Layers: [Match.anyValue()],
      TracingConfig: Match.absent(),
    });
    expect(Object.values(resourcesOf(orders, 'AWS::Logs::LogGroup')).some(({ Properties }) => JSON.stringify(Properties).includes('workshop'))).toBe(false);
  });

  it('The API calls the alias, not the function.', () => {
    const integrations = Object.values(resourcesOf(orders, 'AWS::ApiGatewayV2::Integration'));
    expect(integrations.length).toBe(1);
    expect(textOf(integrations[0]?.Properties?.['IntegrationUri'])).toMatch(/\.Arn>:live$/);
  });

  it('Says another deployment when only the configuration changed, so that it becomes a release too.', () => {
    const deployment = (environment: Record<string, string>): unknown => {
      const target = watched({});
      const owner = Stack.of(target);
      const lambda = owner.node.findChild('Function') as LambdaFunction;
      for (const [name, value] of Object.entries(environment)) lambda.addEnvironment(name, value);
      return (owner.resolve((target.registration.node.defaultChild as unknown as { _toCloudFormation(): object })._toCloudFormation()) as { Resources: Record<string, { Properties: { Deployment: string } }> }).Resources;
    };
    const [first, again, other] = [deployment({}), deployment({}), deployment({ COLOUR: 'blue' })].map((resources) => Object.values(resources as Record<string, { Properties: { Deployment: string } }>)[0]?.Properties.Deployment);
    expect(first).toMatch(/^[0-9a-f]{16}$/);
    expect(again).toBe(first);
    expect(other).not.toBe(first);
  });

  it.each([
    ['a short commit', { commit: 'abc' }, /is no commit/],
    ['an entry outside of the repository', { entry: '../handler.ts' }, /cannot be registered/],
    ['a number for an alias', { alias: '7' }, /alias/],
    ['packages that are not installed', { packages: '/nowhere/node_modules' }, /install the target/],
  ] satisfies [string, Partial<WatchedTargetProps>, RegExp][])('Refuses %s at synthesis.', (_, changes, message) => {
    expect(() => watched(changes)).toThrow(message);
  });
});
