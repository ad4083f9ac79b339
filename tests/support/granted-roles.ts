import { App, Stack } from 'aws-cdk-lib';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { FUNCTION_NAMES, functionNamed, type FunctionName } from '../../infra/functions.ts';
import { grantsOf } from '../../infra/grants.ts';
import { pawlNames } from '../../infra/names.ts';
import { targetStatements, type TargetArns } from '../../infra/target-grants.ts';
import { EMULATOR_ACCOUNT, EMULATOR_REGION } from '../../localstack/ministack.ts';
import { arnOf } from './iam-request.ts';
import type { Statement } from './iam-decision.ts';

export const NAMES = pawlNames('test');
export const BUCKET = NAMES.bucket(EMULATOR_ACCOUNT, EMULATOR_REGION);
export const TOPIC_ARN = arnOf('sns', 'pawl-test-notices');

/** What a function is given by the stacks: its role's statements and its environment, in plain text. */
export type GrantedRole = { readonly statements: readonly Statement[]; readonly environment: Readonly<Record<string, string>> };

/** The roles of all functions as infra/ makes them for the stage `test` and these targets. Nothing is bundled or written for it. */
export const grantedRoles = (targets: readonly TargetArns[]): Map<FunctionName, GrantedRole> => {
  const stack = new Stack(new App(), 'pawl-test', { env: { account: EMULATOR_ACCOUNT, region: EMULATOR_REGION } });
  const loop = {
    names: NAMES, tableArn: arnOf('dynamodb', `table/${NAMES.loop}`), bucketArn: `arn:aws:s3:::${BUCKET}`, bucketName: BUCKET, busArn: arnOf('events', `event-bus/${NAMES.loop}`),
    noticesArn: TOPIC_ARN, keyArn: arnOf('kms', 'key/1'),
  };
  const plain = (statement: PolicyStatement): Statement => withoutTokens(stack.resolve(statement.toStatementJson())) as Statement;
  return new Map(
    FUNCTION_NAMES.map((name) => {
      const { statements, environment } = grantsOf(stack, name, loop);
      const onTargets = targets.flatMap((target) => functionNamed(name).onTargets.flatMap((grant) => targetStatements(grant, target)));
      return [name, { statements: [...statements, ...onTargets].map(plain), environment: withoutTokens(stack.resolve(environment)) as Record<string, string> }];
    }),
  );
};

/** CloudFormation's functions carried out: what is left open at synthesis is the partition. */
const withoutTokens = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutTokens);
  if (typeof value !== 'object' || value === null) return value;
  if ('Ref' in value && value.Ref === 'AWS::Partition') return 'aws';
  if ('Fn::Join' in value) {
    const [separator, parts] = value['Fn::Join'] as [string, unknown[]];
    return parts.map((part) => String(withoutTokens(part))).join(separator);
  }
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withoutTokens(each)]));
};
