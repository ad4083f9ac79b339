import { DescribeExecutionCommand, StartExecutionCommand, StopExecutionCommand, type ExecutionStatus, type SFNClient } from '@aws-sdk/client-sfn';
import * as z from 'zod';
import { awsCall } from './aws-error.ts';
import { isAnswer } from './expected-error.ts';

/** `cycleToken` is what its input said, empty where none; `reason` is what ended it, in words. */
export type Described = { readonly status: ExecutionStatus; readonly cycleToken: string; readonly reason: string };

const Input = z.object({ cycleToken: z.string().catch('') }).catch({ cycleToken: '' });

const HOW = { FAILED: 'failed', TIMED_OUT: 'ran out of time', ABORTED: 'was stopped', RUNNING: 'runs', SUCCEEDED: 'ended', PENDING_REDRIVE: 'is about to be redriven' } as const satisfies Record<ExecutionStatus, string>;

/** One execution of a state machine, by machine ARN and name. */
export const stepFunctionsExecution = (client: SFNClient) => ({
  /** `undefined` when there is none of this name. Eventually consistent: one that ended a moment ago may still be said to run, never the reverse. */
  describe: (machineArn: string, name: string): Promise<Described | undefined> =>
    awsCall('states:DescribeExecution', `execution ${name}`, async () => {
      try {
        const { status = 'RUNNING', input = '{}', error, cause } = await client.send(new DescribeExecutionCommand({ executionArn: executionArn(machineArn, name) }));
        const said = [error, cause].filter((part) => part !== undefined && part !== '').join(': ');
        return { status, cycleToken: Input.parse(parsedOrNothing(input)).cycleToken, reason: `Its execution ${name} ${HOW[status]}${said === '' ? '' : `: ${said}`}.` };
      } catch (error) {
        if (isAnswer(error, ['ExecutionDoesNotExist'])) return undefined;
        throw error;
      }
    }),

  /** `started: false` when there is one of this name already, running or over. */
  start: (machineArn: string, name: string, input: object): Promise<{ started: boolean }> =>
    awsCall('states:StartExecution', `execution ${name}`, async () => {
      try {
        await client.send(new StartExecutionCommand({ stateMachineArn: machineArn, name, input: JSON.stringify(input) }));
        return { started: true };
      } catch (error) {
        if (isAnswer(error, ['ExecutionAlreadyExists'])) return { started: false };
        throw error;
      }
    }),

  stop: async (machineArn: string, name: string): Promise<void> => {
    await awsCall('states:StopExecution', `execution ${name}`, () => client.send(new StopExecutionCommand({ executionArn: executionArn(machineArn, name), error: 'Stopped', cause: 'Pawl was asked to stop it' })));
  },
});

/** `arn:…:stateMachine:NAME` → `arn:…:execution:NAME:EXECUTION`. */
const executionArn = (machineArn: string, name: string): string => `${machineArn.replace(':stateMachine:', ':execution:')}:${name}`;

const parsedOrNothing = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
};
