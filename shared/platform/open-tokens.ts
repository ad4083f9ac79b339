import { SFNClient } from '@aws-sdk/client-sfn';
import { CLIENT_OPTIONS } from '../adapters/aws/client-options.ts';
import { stepFunctionsTaskTokens } from '../adapters/aws/step-functions-task-tokens.ts';

export const openTokens = () => stepFunctionsTaskTokens({ client: new SFNClient(CLIENT_OPTIONS) });
