import { DeployerError } from '../../ports/deployer.ts';
import { asAwsError, awsCall, type AwsError, type AwsErrorCode } from './aws-error.ts';

/** AWS codes in the words of the port. What somebody else was just changing is to be asked again, like what is throttled. */
const CODE_OF = {
  'PAWL-AWS-NOT-FOUND': 'not-found',
  'PAWL-AWS-THROTTLED': 'throttled',
  'PAWL-AWS-CONFLICT': 'throttled',
  'PAWL-AWS-UNREACHABLE': 'unreachable',
  'PAWL-AWS-DENIED': 'refused',
  'PAWL-AWS-INVALID': 'refused',
  'PAWL-AWS-MODEL-ACCESS': 'refused',
  'PAWL-AWS-FAILED': 'refused',
} as const satisfies Record<AwsErrorCode, DeployerError['code']>;

const deployerError = (error: AwsError): DeployerError => new DeployerError(CODE_OF[error.code], error.message, { cause: error });

/** Runs a call to Lambda; what it throws is a `DeployerError` with the `AwsError` as its cause. */
export const lambdaCall = async <Answer>(action: string, functionName: string, call: () => Promise<Answer>): Promise<Answer> => {
  try {
    return await awsCall(action, `function ${functionName}`, call);
  } catch (error) {
    throw deployerError(asAwsError(error, action, `function ${functionName}`));
  }
};

/**
 * Like `lambdaCall`, where "somebody else was first" is an answer: `undefined` when the revision was stale,
 * another update is in progress, or `isRaced` says that this error means the same.
 */
export const contestedCall = async <Answer>(action: string, functionName: string, call: () => Promise<Answer>, isRaced?: (error: Error) => boolean): Promise<Answer | undefined> =>
  lambdaCall(action, functionName, async () => {
    try {
      return await call();
    } catch (error) {
      if (error instanceof Error && (/^(PreconditionFailed|ResourceConflict)Exception$/.test(error.name) || isRaced?.(error))) return undefined;
      throw error;
    }
  });
