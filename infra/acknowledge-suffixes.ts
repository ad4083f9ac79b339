import { Stack } from 'aws-cdk-lib';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';

/** What a `*` in an ARN may stand for. Any other is a finding, of cdk-nag and of tests/infra. */
export const SUFFIXES: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [/^arn:aws:s3:::[^*]+\/\*$/, 'Objects of one folder of one bucket: their keys are not known before.'],
  [/\/(spool|packages|dependencies|reports)\/\*$/, 'Objects of one folder of one bucket: their keys are not known before.'],
  [/:execution:[^*]+:\*$/, 'Executions of one state machine: their names are not known before.'],
  [/:function:[^*]+:\*$/, 'Versions and aliases of one function: their numbers are not known before.'],
  [/^arn:aws:bedrock:\*::foundation-model\/[^*]+$/, 'One model, through one inference profile that a condition names: the profile chooses the region.'],
  [/^[^*]+:\*$/, 'Versions and aliases of one function, or streams of one log group: their names are not known before.'],
];

/** Acknowledges each narrow wildcard of a role's statements with what it stands for; any other wildcard stays a finding. */
export const acknowledgeSuffixes = (role: Construct, statements: readonly PolicyStatement[]): void => {
  const resources = new Set(statements.flatMap(({ resources }) => resources).map((resource) => shown(role, resource)));
  for (const resource of resources) {
    const suffix = SUFFIXES.find(([pattern]) => pattern.test(resource));
    if (resource.includes('*') && suffix) acknowledge(role, `AwsSolutions-IAM5[Resource::${resource}]`, suffix[1]);
  }
};

/** An ARN as cdk-nag writes it into a finding: `<LogicalId.Arn>/reports/*`. */
const shown = (scope: Construct, resource: string): string => flat(Stack.of(scope).resolve(resource));

const flat = (value: unknown): string => {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(flat).join('');
  if (typeof value !== 'object' || value === null) return String(value);
  const [[intrinsic, argument] = ['', '']] = Object.entries(value) as [string, unknown][];
  if (intrinsic === 'Ref') return `<${String(argument)}>`;
  if (intrinsic === 'Fn::GetAtt') return `<${(argument as string[]).join('.')}>`;
  if (intrinsic === 'Fn::Join') {
    const [separator, parts] = argument as [string, unknown[]];
    return parts.map(flat).join(separator);
  }
  return JSON.stringify(value);
};
