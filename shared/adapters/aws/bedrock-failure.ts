import { ModelError } from '../../ports/model.ts';
import { BodyTooLong } from '../bounded-body.ts';
import { isTooLong, usageOfFailure } from '../model-failure.ts';
import { retryAfterMs } from '../model-retry-after.ts';
import { shownWords } from '../model-words.ts';
import { AwsError, asAwsError, type AwsErrorCode } from './aws-error.ts';

const ACTION = 'bedrock:InvokeModel';

const CODES: Record<AwsErrorCode, ModelError['code']> = {
  'PAWL-AWS-DENIED': 'denied',
  'PAWL-AWS-MODEL-ACCESS': 'denied',
  'PAWL-AWS-NOT-FOUND': 'denied',
  'PAWL-AWS-THROTTLED': 'throttled',
  'PAWL-AWS-CONFLICT': 'unavailable',
  'PAWL-AWS-UNREACHABLE': 'unavailable',
  'PAWL-AWS-FAILED': 'unavailable',
  'PAWL-AWS-INVALID': 'refused',
};

/** What the SDK tells of a failed call, as far as it is there. */
type SdkFacts = { readonly name?: unknown; readonly code?: unknown; readonly message?: unknown; readonly $metadata?: { readonly httpStatusCode?: unknown }; readonly $response?: { readonly headers?: Readonly<Record<string, string>> } };

/** What Converse threw, as a `ModelError` whose cause, an `AwsError`, says what to do about role and access. */
export const bedrockFailure = (error: unknown, modelId: string): ModelError => {
  const facts: SdkFacts = typeof error === 'object' && error !== null ? error : {};
  const status = facts.$metadata?.httpStatusCode;
  if (error instanceof BodyTooLong) return new ModelError('unavailable', `${ACTION} on ${modelId} gave an answer ${error.message}.`, { cause: error });
  if (typeof status === 'number' && status >= 300 && status < 400) return new ModelError('denied', `${ACTION} on ${modelId} was answered with a redirect (${status}), which is not followed. Check the endpoint that is set.`, { cause: error });
  if (isUnreadable(error) && (status === undefined || status === 200)) return new ModelError('unavailable', `${ACTION} on ${modelId} gave something that is no answer.`, { cause: error });

  const told = awsErrorOf(error, facts, modelId);
  const options = { cause: told, retryAfterMs: retryAfterMs((header) => facts.$response?.headers?.[header]), ...(typeof status === 'number' ? usageOfFailure(status) : {}) };
  if (status === 413 || (told.code === 'PAWL-AWS-INVALID' && isTooLong(told.message))) return new ModelError('too-long', told.message, options);
  if (facts.name === 'ServiceQuotaExceededException') return new ModelError('throttled', told.message, options);
  if (facts.name === 'ModelTimeoutException' || status === 408) return new ModelError('timed-out', told.message, options);
  return new ModelError(CODES[told.code], told.message, options);
};

/** What the SDK throws when a body is not what the protocol says. */
const isUnreadable = (error: unknown): boolean => error instanceof SyntaxError || error instanceof TypeError;

/** Bedrock says "access denied" both when the role lacks the permission, which its message names, and when the account was never given the model; a model withdrawn from the account is "not found". */
const awsErrorOf = (error: unknown, facts: SdkFacts, modelId: string): AwsError => {
  const shown = withShownWords(error, facts);
  const told = asAwsError(shown, ACTION, modelId);
  const isAccount = facts.name === 'AccessDeniedException' && !/is not authorized to perform: bedrock:/.test(told.message);
  if (isAccount || told.code === 'PAWL-AWS-NOT-FOUND') {
    return new AwsError('PAWL-AWS-MODEL-ACCESS', `${ACTION} on ${modelId} failed: ${shown.message} Ask for access to the model in the Bedrock console of this region, or set another model.`, { cause: error });
  }
  return told;
};

/** The error with words fit to be shown: for a failure that it cannot read, the SDK quotes the body and names its own insides. */
const withShownWords = (error: unknown, { name, code, $metadata, message }: SdkFacts): Error => {
  const words = isUnreadable(error) ? `status ${String($metadata?.httpStatusCode)} without words that can be read` : shownWords(typeof message === 'string' ? message : String(error), []);
  return Object.assign(new Error(/[!?…]$/.test(words) ? words : `${words}.`, { cause: error }), { ...(typeof name === 'string' ? { name } : {}), ...(code === undefined ? {} : { code }), ...($metadata === undefined ? {} : { $metadata }) });
};
