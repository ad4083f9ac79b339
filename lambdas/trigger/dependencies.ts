import { CloudWatchClient, ListTagsForResourceCommand } from '@aws-sdk/client-cloudwatch';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { awsCall } from '../../shared/adapters/aws/aws-error.ts';
import { CLIENT_OPTIONS } from '../../shared/adapters/aws/client-options.ts';
import { hasConfigurationOf } from '../../shared/adapters/aws/lambda-configuration.ts';
import { START_GRACE_MS } from '../../shared/commands/recover.ts';
import { openBlobs } from '../../shared/platform/open-blobs.ts';
import { openCommands } from '../../shared/platform/open-commands.ts';
import { openDoors } from '../../shared/platform/open-doors.ts';
import { openRunner } from '../../shared/platform/open-runner.ts';
import { openStore } from '../../shared/platform/open-store.ts';
import type { Ground } from '../../shared/platform/phase-handler.ts';
import type { DeploymentDependencies } from './deployment.ts';

export const executionDependencies = (ground: Ground) => {
  const opened = openStore(ground);
  return { ...opened, ...openRunner(ground, opened), graceMs: START_GRACE_MS };
};

export const alarmDependencies = (ground: Ground) => {
  const commands = openCommands(ground);
  const client = new CloudWatchClient(CLIENT_OPTIONS);
  return {
    ...commands,
    tagsOf: async (arn: string): Promise<Readonly<Record<string, string>>> => {
      const { Tags = [] } = await awsCall('cloudwatch:ListTagsForResource', arn, () => client.send(new ListTagsForResourceCommand({ ResourceARN: arn })));
      return Object.fromEntries(Tags.flatMap(({ Key, Value }) => (Key === undefined || Value === undefined ? [] : [[Key, Value]])));
    },
  };
};

export const commandDependencies = openDoors;

export const scheduleDependencies = (ground: Ground) => {
  const opened = openStore(ground);
  return { ...opened, ...openRunner(ground, opened) };
};

export const deploymentDependencies = (ground: Ground): DeploymentDependencies & Ground => {
  const commands = openCommands(ground);
  const client = new LambdaClient(CLIENT_OPTIONS);
  return {
    ...commands,
    blobs: openBlobs(ground),
    latestPackage: async ({ id, functionName }) => commands.deployer.latestPackage(functionName, (await commands.registrationOf(id)).handlerFile),
    hasConfigurationOf: ({ functionName }, version) => hasConfigurationOf(client, functionName, version),
  };
};
