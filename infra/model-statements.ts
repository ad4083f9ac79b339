import type { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';

/**
 * What it takes to call one Bedrock model. An inference profile (`eu.anthropic.…`) is called under its own ARN and, behind it, under the model's in
 * whichever region it chooses: that only through the profile.
 */
export const modelStatements = (stack: Stack, model: string): PolicyStatement[] => {
  const actions = ['bedrock:InvokeModel'];
  const [, profiled] = /^(?:us|us-gov|eu|apac|jp|au|ca|global)\.(.+)$/.exec(model) ?? [];
  if (profiled === undefined) return [new PolicyStatement({ actions, resources: [`arn:aws:bedrock:${stack.region}::foundation-model/${model}`] })];
  const profile = stack.formatArn({ service: 'bedrock', resource: 'inference-profile', resourceName: model });
  return [
    new PolicyStatement({ actions, resources: [profile] }),
    new PolicyStatement({ actions, resources: [`arn:aws:bedrock:*::foundation-model/${profiled}`], conditions: { StringEquals: { 'bedrock:InferenceProfileArn': profile } } }),
  ];
};
