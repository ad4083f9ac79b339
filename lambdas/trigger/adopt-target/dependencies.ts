import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { CLIENT_OPTIONS } from '../../../shared/adapters/aws/client-options.ts';
import { answerStack } from '../../../shared/adapters/aws/cloudformation-answer.ts';
import { putEvents } from '../../../shared/adapters/aws/eventbridge-put-events.ts';
import { lambdaAdoption } from '../../../shared/adapters/aws/lambda-adoption.ts';
import { lambdaDeployer } from '../../../shared/adapters/aws/lambda-deployer.ts';
import { s3DependenciesCopy } from '../../../shared/adapters/aws/s3-dependencies-copy.ts';
import { systemClock } from '../../../shared/adapters/local/system-clock.ts';
import { openRollback } from '../../../shared/platform/ask-function.ts';
import { required } from '../../../shared/platform/environment.ts';
import { openBlobs, s3Client } from '../../../shared/platform/open-blobs.ts';
import { openStore } from '../../../shared/platform/open-store.ts';
import type { Ground } from '../../../shared/platform/phase-handler.ts';
import type { AdoptDependencies } from '../adopt-target.ts';
import { letGo } from './let-go.ts';

/** The `source` of what owners' stacks do, apart from what Pawl does itself; the rule for `deployment` asks for it. */
const TARGETS_SOURCE = 'pawl.targets';

/** Opened inside the request: what is missing or wrong in the environment is then told to the stack, too. */
export const adoptDependencies = (ground: Ground) => ({
  host: ground.host,
  answer: answerStack(systemClock),
  open: (): Omit<AdoptDependencies, 'host'> => {
    const { PAWL_BUS, PAWL_BUCKET } = required(ground.environment, 'PAWL_BUS', 'PAWL_BUCKET');
    const client = new LambdaClient(CLIENT_OPTIONS);
    const bus = { client: new EventBridgeClient(CLIENT_OPTIONS), busName: PAWL_BUS, clock: systemClock };
    const { registered, releases } = openStore(ground);
    return {
      registered,
      deployer: lambdaDeployer({ client, clock: systemClock }),
      adoption: lambdaAdoption({ client, clock: systemClock }),
      blobs: openBlobs(ground),
      copyDependencies: s3DependenciesCopy({ client: s3Client(ground.environment), bucket: PAWL_BUCKET }),
      announce: async (detail) => putEvents(bus, [{ source: TARGETS_SOURCE, detailType: 'Target Deployed', detail }]),
      letGo: async (targetId, by) => letGo(targetId, by, { releases, rollback: openRollback(ground) }),
      clock: systemClock,
    };
  },
});
