import { SendTaskSuccessCommand, type SFNClient } from '@aws-sdk/client-sfn';
import type { TaskTokens } from '../../ports/task-tokens.ts';
import { awsCall } from './aws-error.ts';
import { isAnswer } from './expected-error.ts';

/** What Step Functions says of a token whose wait was answered before, has timed out, or whose execution was ended. */
const GONE = ['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken'];

/** `TaskTokens` of Step Functions: `SendTaskSuccess`, after which the execution goes on with the output as the state's result. */
export const stepFunctionsTaskTokens = ({ client }: { client: SFNClient }): TaskTokens => ({
  answer: (token, output) =>
    awsCall('states:SendTaskSuccess', 'a waiting execution', async () => {
      try {
        await client.send(new SendTaskSuccessCommand({ taskToken: token, output: JSON.stringify(output) }));
        return 'answered';
      } catch (error) {
        if (isAnswer(error, GONE)) return 'gone';
        throw error;
      }
    }),
});
