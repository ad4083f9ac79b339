import type { WorkshopServer } from '../../../shared/adapters/aws/lambda-workshop-server.ts';
import { serveWorkshop } from '../../../shared/adapters/aws/lambda-workshop-server.ts';
import { hideFromTests } from '../../../shared/adapters/aws/lambda-workshop-hiding.ts';
import { testInOwnFolder } from '../../../shared/adapters/local/workshop-own-folder.ts';
import { packService } from '../../../shared/adapters/local/workshop-pack.ts';

/** Kept for the process that judges: a run that takes more is ended by it, so that there is somebody left to say so. */
const RESERVED_MB = 256;
const SMALLEST_RUN_MB = 256;

/** What the workshop function works with: the packages of its target's layer, and the limits of the function that it is. */
export const workshopServer = (environment: NodeJS.ProcessEnv): WorkshopServer => ({
  test: testInOwnFolder,
  pack: packService,
  dependencies: environment['PAWL_DEPENDENCIES'],
  memoryMb: Math.max(SMALLEST_RUN_MB, Number(environment['AWS_LAMBDA_FUNCTION_MEMORY_SIZE'] ?? '2048') - RESERVED_MB),
});

export { hideFromTests, serveWorkshop };
