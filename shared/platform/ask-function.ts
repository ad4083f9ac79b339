import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import * as z from 'zod';
import { awsCall } from '../adapters/aws/aws-error.ts';
import { CLIENT_OPTIONS } from '../adapters/aws/client-options.ts';
import { RollbackAnswer, type AskRollback } from '../release/action-request.ts';
import { CodedError } from './coded-error.ts';
import { required } from './environment.ts';
import type { Ground } from './phase-handler.ts';

/** As long as the function that is asked may take. It is asked once: what it does is fenced, but a second one beside the first only costs. */
const LONGEST_ANSWER_MS = 900_000;

const Failure = z.object({ errorType: z.string().optional(), errorMessage: z.string().optional() });

const client = (): LambdaClient => new LambdaClient({ ...CLIENT_OPTIONS, requestHandler: { ...CLIENT_OPTIONS.requestHandler, requestTimeout: LONGEST_ANSWER_MS } });

/** Invokes another function of the loop and waits for its answer. What it throws is thrown here, with its code. */
const ask = async (lambda: LambdaClient, functionArn: string, request: object): Promise<unknown> => {
  const { FunctionError, Payload } = await awsCall('lambda:InvokeFunction', functionArn, () => lambda.send(new InvokeCommand({ FunctionName: functionArn, Payload: JSON.stringify(request) })));
  const answer: unknown = Payload === undefined || Payload.length === 0 ? undefined : JSON.parse(new TextDecoder().decode(Payload));
  if (FunctionError === undefined) return answer;
  const { errorMessage = 'It did not say why.' } = Failure.safeParse(answer).data ?? {};
  const code = /^(PAWL-[A-Z-]+): /.exec(errorMessage)?.[1] ?? 'PAWL-FUNCTION-FAILED';
  throw new CodedError(code, `${functionArn.split(':').at(-1) ?? functionArn} failed: ${errorMessage}`);
};

/** Those who may not touch an alias ask the one that may. */
export const openRollback = ({ environment }: Ground): AskRollback => {
  const { PAWL_ROLLBACK_FUNCTION } = required(environment, 'PAWL_ROLLBACK_FUNCTION');
  const lambda = client();
  return async (request) => RollbackAnswer.parse(await ask(lambda, PAWL_ROLLBACK_FUNCTION, request));
};

/** What the tick asks for: it judges, others move the traffic. */
export const openMovers = ({ environment }: Ground) => {
  const { PAWL_RELEASE_FUNCTION, PAWL_PROMOTE_FUNCTION } = required(environment, 'PAWL_RELEASE_FUNCTION', 'PAWL_PROMOTE_FUNCTION');
  const lambda = client();
  return {
    ramp: (improvementId: string, weight: number, by: string) => ask(lambda, PAWL_RELEASE_FUNCTION, { improvementId, weight, by }),
    promote: (improvementId: string, terms: { unproven: boolean }, by: string) => ask(lambda, PAWL_PROMOTE_FUNCTION, { improvementId, terms, by }),
  };
};
