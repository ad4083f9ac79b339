import { UpdateFunctionCodeCommand, type FunctionConfiguration, type LambdaClient } from '@aws-sdk/client-lambda';
import { DeployerError } from '../../ports/deployer.ts';
import type { Clock } from '../../ports/clock.ts';
import { contestedCall } from './lambda-failure.ts';
import { digestOfCode } from './lambda-package.ts';
import { settledConfiguration } from './lambda-settled.ts';

/** How often the code is written again when somebody changed the function since its revision was read. */
const WRITE_ATTEMPTS = 8;

/** Lambda takes this much in a request. */
const MAX_ZIP_BYTES = 50 * 1024 * 1024;

/**
 * Sees to it that `$LATEST` holds the code with this digest, and answers its settled configuration. No effect when it is there already.
 * `zip` is asked for only when it has to be written. With `instead`, only code of that digest is written over; anything else is left and answered.
 * Throws `DeployerError`.
 */
export const putLatest = async (client: LambdaClient, clock: Pick<Clock, 'sleep'>, functionName: string, digest: string, zip: () => Promise<Uint8Array>, instead?: string): Promise<FunctionConfiguration> => {
  for (let attempt = 0; attempt < WRITE_ATTEMPTS; attempt += 1) {
    const present = await settledConfiguration(client, clock, functionName);
    if (digestOfCode(present.CodeSha256) === digest) {
      if (present.LastUpdateStatus === 'Failed') throw new DeployerError('refused', `Lambda cannot bring up the code of ${functionName}: ${present.LastUpdateStatusReason ?? 'no reason given'}.`);
      return present;
    }
    // The write below carries this revision, so that nobody comes between this look and it.
    if (instead !== undefined && digestOfCode(present.CodeSha256) !== instead) return present;
    const bytes = await zip();
    if (bytes.length > MAX_ZIP_BYTES) throw new DeployerError('refused', `The package for ${functionName} has ${bytes.length} bytes; Lambda takes ${MAX_ZIP_BYTES} in one request.`);
    // The architecture is said again because Lambda's default is not the function's.
    const { Architectures, RevisionId } = present;
    await contestedCall('lambda:UpdateFunctionCode', functionName, async () =>
      client.send(new UpdateFunctionCodeCommand({ FunctionName: functionName, ZipFile: bytes, RevisionId, ...(Architectures === undefined ? {} : { Architectures }) })),
    );
  }
  throw new DeployerError('throttled', `Somebody keeps changing ${functionName}: ${WRITE_ATTEMPTS} attempts to write its code found another revision. It is tried again by itself.`);
};
