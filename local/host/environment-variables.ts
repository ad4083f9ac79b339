import type { VersionedConfiguration } from '../../shared/adapters/local/host-api.ts';

export const REGION = 'us-east-1';
export const ACCOUNT = '000000000000';

export const functionArn = (name: string, qualifier: string): string => `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}:${qualifier}`;

/** What a function finds in `process.env`: Lambda's own variables and the configured ones; of this machine's only what a process needs to live. */
export const environmentVariables = (
  { functionName, version, stream, taskRoot, configuration }: { functionName: string; version: string; stream: string; taskRoot: string; configuration: VersionedConfiguration },
  machine: NodeJS.ProcessEnv,
): NodeJS.ProcessEnv => ({
  ...(machine['PATH'] !== undefined && { PATH: machine['PATH'] }),
  ...(machine['TMPDIR'] !== undefined && { TMPDIR: machine['TMPDIR'] }),
  LANG: 'en_US.UTF-8',
  TZ: ':UTC',
  ...configuration.environment,
  _HANDLER: configuration.handler,
  AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
  AWS_REGION: REGION,
  AWS_DEFAULT_REGION: REGION,
  AWS_LAMBDA_FUNCTION_NAME: functionName,
  AWS_LAMBDA_FUNCTION_VERSION: version,
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(configuration.memoryMb),
  AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
  AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${functionName}`,
  AWS_LAMBDA_LOG_STREAM_NAME: stream,
  LAMBDA_TASK_ROOT: taskRoot,
});
