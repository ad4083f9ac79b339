import type { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { DeploymentModels } from './deployment-models.ts';

/**
 * What it takes to call the models of a deployment, each named by itself: those of Bedrock, and the keys of other endpoints. A key's parameter is
 * encrypted with the account's own key for SSM, whose policy lets in whoever may read the parameter.
 */
export const modelStatements = (stack: Stack, { bedrock, keyParameters }: DeploymentModels): PolicyStatement[] => [
  ...bedrock.flatMap(({ id, region = stack.region }) => bedrockStatements(stack, id, region)),
  ...parameterStatements(stack, keyParameters),
];

/** Reads parameters, each by its name; none when there are none. */
export const parameterStatements = (stack: Stack, names: readonly string[]): PolicyStatement[] =>
  names.length === 0 ? [] : [new PolicyStatement({ actions: ['ssm:GetParameter'], resources: names.map((name) => stack.formatArn({ service: 'ssm', resource: 'parameter', resourceName: name.replace(/^\//, '') })) })];

/**
 * An inference profile (`eu.anthropic.…`) is called under its own ARN and, behind it, under the model's in whichever region it chooses: that only through
 * the profile.
 */
const bedrockStatements = (stack: Stack, model: string, region: string): PolicyStatement[] => {
  const actions = ['bedrock:InvokeModel'];
  const [, profiled] = /^(?:us|us-gov|eu|apac|jp|au|ca|global)\.(.+)$/.exec(model) ?? [];
  if (profiled === undefined) return [new PolicyStatement({ actions, resources: [`arn:aws:bedrock:${region}::foundation-model/${model}`] })];
  const profile = stack.formatArn({ service: 'bedrock', resource: 'inference-profile', resourceName: model, region });
  return [
    new PolicyStatement({ actions, resources: [profile] }),
    new PolicyStatement({ actions, resources: [`arn:aws:bedrock:*::foundation-model/${profiled}`], conditions: { StringEquals: { 'bedrock:InferenceProfileArn': profile } } }),
  ];
};
