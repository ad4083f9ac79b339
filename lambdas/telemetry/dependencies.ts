import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CLIENT_OPTIONS } from '../../shared/adapters/aws/client-options.ts';
import { cloudwatchMinutes } from '../../shared/adapters/aws/cloudwatch-minutes.ts';
import { openBlobs } from '../../shared/platform/open-blobs.ts';
import { openDeployer } from '../../shared/platform/open-deployer.ts';
import { openRunner } from '../../shared/platform/open-runner.ts';
import { openSources } from '../../shared/platform/open-sources.ts';
import { openStore } from '../../shared/platform/open-store.ts';
import { openIntake, openTelemetry } from '../../shared/platform/open-telemetry.ts';
import type { Ground } from '../../shared/platform/phase-handler.ts';

export const collectDependencies = (ground: Ground) => {
  const opened = openStore(ground);
  return {
    ...ground,
    ...opened,
    ...openRunner(ground, opened),
    hasModel: ground.environment['PAWL_HAS_MODEL'] === 'yes',
    telemetry: openTelemetry(ground),
    spool: openIntake(ground),
    minutes: cloudwatchMinutes({ client: new CloudWatchClient(CLIENT_OPTIONS) }),
    blobs: openBlobs(ground),
    deployer: openDeployer(),
    sources: openSources(),
  };
};
