import { GetFunctionConfigurationCommand, type FunctionConfiguration, type LambdaClient } from '@aws-sdk/client-lambda';
import { isDeepStrictEqual } from 'node:util';
import { awsCall } from './aws-error.ts';

/** What an owner configures, and a version carries with it. */
const CONFIGURED = ['Runtime', 'Handler', 'Role', 'MemorySize', 'Timeout', 'Architectures', 'EphemeralStorage', 'PackageType', 'KMSKeyArn'] as const satisfies readonly (keyof FunctionConfiguration)[];

const configured = (found: FunctionConfiguration): object => ({
  ...Object.fromEntries(CONFIGURED.map((name) => [name, found[name]])),
  environment: found.Environment?.Variables ?? {},
  layers: (found.Layers ?? []).map(({ Arn }) => Arn),
  network: [[...(found.VpcConfig?.SubnetIds ?? [])].sort(), [...(found.VpcConfig?.SecurityGroupIds ?? [])].sort()],
  tracing: found.TracingConfig?.Mode ?? 'PassThrough',
  snapStart: found.SnapStart?.ApplyOn ?? 'None',
  files: (found.FileSystemConfigs ?? []).map(({ Arn, LocalMountPath }) => [Arn, LocalMountPath]),
  deadLetters: found.DeadLetterConfig?.TargetArn ?? '',
  logging: found.LoggingConfig?.LogFormat ?? 'Text',
});

/** Whether `$LATEST` is configured as a published version is: memory, environment, layers and the like, not the code. Throws `AwsError`. */
export const hasConfigurationOf = async (client: LambdaClient, functionName: string, version: string): Promise<boolean> => {
  const read = (qualifier?: string): Promise<FunctionConfiguration> =>
    awsCall('lambda:GetFunctionConfiguration', `function ${functionName}${qualifier === undefined ? '' : `:${qualifier}`}`, () => client.send(new GetFunctionConfigurationCommand({ FunctionName: functionName, ...(qualifier === undefined ? {} : { Qualifier: qualifier }) })));
  const [latest, published] = await Promise.all([read(), read(version)]);
  // Variables under a key that Pawl may not use cannot be compared: a release too many does no harm.
  if (latest.Environment?.Error !== undefined || published.Environment?.Error !== undefined) return false;
  return isDeepStrictEqual(configured(latest), configured(published));
};
