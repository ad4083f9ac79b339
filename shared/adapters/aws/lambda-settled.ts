import { GetFunctionConfigurationCommand, type FunctionConfiguration, type LambdaClient } from '@aws-sdk/client-lambda';
import { DeployerError } from '../../ports/deployer.ts';
import type { Clock } from '../../ports/clock.ts';
import { lambdaCall } from './lambda-failure.ts';

/** Lambda takes seconds to bring new code up, minutes in the worst case. */
const MAX_WAIT_MS = 120_000;
const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 2000;

const isMoving = ({ State, LastUpdateStatus }: FunctionConfiguration): boolean => State === 'Pending' || LastUpdateStatus === 'InProgress';

/**
 * The configuration of a function, or of one of its versions, once no update is in progress on it.
 * Throws `DeployerError`: `unreachable` when it does not settle within two minutes.
 */
export const settledConfiguration = async (client: LambdaClient, clock: Pick<Clock, 'sleep'>, functionName: string, version?: string): Promise<FunctionConfiguration> => {
  let waitedMs = 0;
  for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)) {
    const configuration = await lambdaCall('lambda:GetFunctionConfiguration', functionName, async () =>
      client.send(new GetFunctionConfigurationCommand({ FunctionName: functionName, ...(version === undefined ? {} : { Qualifier: version }) })),
    );
    if (!isMoving(configuration)) return configuration;
    if (waitedMs >= MAX_WAIT_MS) throw new DeployerError('unreachable', `${functionName} is still being updated after ${MAX_WAIT_MS / 1000} s. It is tried again by itself; look at the function in the console when it stays so.`);
    await clock.sleep(waitMs);
    waitedMs += waitMs;
  }
};
