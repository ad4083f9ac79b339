import { LambdaClient } from '@aws-sdk/client-lambda';
import { CLIENT_OPTIONS } from '../adapters/aws/client-options.ts';
import { lambdaDeployer } from '../adapters/aws/lambda-deployer.ts';
import { systemClock } from '../adapters/local/system-clock.ts';

export const openDeployer = () => lambdaDeployer({ client: new LambdaClient(CLIENT_OPTIONS), clock: systemClock });
