/** What went wrong at AWS, as a person can act on it. Stable: alarms, runbook and tests name these. */
export type AwsErrorCode =
  | 'PAWL-AWS-DENIED'
  | 'PAWL-AWS-THROTTLED'
  | 'PAWL-AWS-NOT-FOUND'
  | 'PAWL-AWS-CONFLICT'
  | 'PAWL-AWS-INVALID'
  | 'PAWL-AWS-MODEL-ACCESS'
  | 'PAWL-AWS-UNREACHABLE'
  | 'PAWL-AWS-FAILED';

/** An AWS call that failed for good: the SDK's own retries are behind it. `message` says what was tried on what, and what to do. */
export class AwsError extends Error {
  override name = 'AwsError';
  readonly code: AwsErrorCode;

  constructor(code: AwsErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** SDK error names → code. The first list that has the name wins. */
const NAMES: readonly (readonly [AwsErrorCode, RegExp])[] = [
  ['PAWL-AWS-DENIED', /^(AccessDenied(Exception)?|\w*AccessDeniedException|UnauthorizedException|UnauthorizedOperation|AuthorizationError(Exception)?|UnrecognizedClientException|InvalidClientTokenId|ExpiredToken(Exception)?|CredentialsProviderError)$/],
  ['PAWL-AWS-THROTTLED', /(Throttl|TooManyRequests|RequestLimitExceeded|ProvisionedThroughputExceeded|LimitExceeded|SlowDown|TooManyUpdates)/],
  ['PAWL-AWS-NOT-FOUND', /(NotFound|NoSuchKey|NoSuchBucket|DoesNotExist)/],
  ['PAWL-AWS-CONFLICT', /(Conflict|PreconditionFailed|ConditionalCheckFailed|ResourceInUse|AlreadyExists|Outdated)/],
  ['PAWL-AWS-UNREACHABLE', /(TimeoutError|NetworkingError|ECONNREFUSED|ECONNRESET|ECONNABORTED|ENOTFOUND|EAI_AGAIN|EPIPE|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|UND_ERR_SOCKET|ServiceUnavailable|InternalServerError|InternalError|ServiceException)/],
  ['PAWL-AWS-INVALID', /(Validation|InvalidParameter|InvalidRequest|Malformed|InvalidName|InvalidToken)/],
];

const ADVICE: Record<AwsErrorCode, string> = {
  'PAWL-AWS-DENIED': 'Grant the function’s role this action on this resource (docs/permissions.md lists what each needs), then deploy again.',
  'PAWL-AWS-THROTTLED': 'AWS limits how often this may be called. It is tried again by itself; when it stays so, ask for a higher quota.',
  'PAWL-AWS-NOT-FOUND': 'It does not exist (any more) in this account and region. Deploy the stack that makes it, or correct the name.',
  'PAWL-AWS-CONFLICT': 'Somebody else changed it at the same moment. It is read again and tried again by itself.',
  'PAWL-AWS-INVALID': 'AWS refuses the request as it stands.',
  'PAWL-AWS-MODEL-ACCESS': 'Ask for access to the model in the Bedrock console of this region, or set another model.',
  'PAWL-AWS-UNREACHABLE': 'AWS did not answer. It is tried again by itself; look at the region’s health page when it stays so.',
  'PAWL-AWS-FAILED': 'Look at the cause.',
};

/** The code for an SDK error, by its name, its Node error code or its HTTP status. */
export const codeOfAwsError = (error: unknown): AwsErrorCode => {
  if (error instanceof AwsError) return error.code;
  if (typeof error !== 'object' || error === null) return 'PAWL-AWS-FAILED';
  const { name, code, $metadata } = error as { name?: unknown; code?: unknown; $metadata?: { httpStatusCode?: unknown } };
  for (const said of [name, code]) {
    const known = typeof said === 'string' ? NAMES.find(([, pattern]) => pattern.test(said)) : undefined;
    if (known) return known[0];
  }
  const status = $metadata?.httpStatusCode;
  if (status === 403) return 'PAWL-AWS-DENIED';
  if (status === 404) return 'PAWL-AWS-NOT-FOUND';
  if (status === 429) return 'PAWL-AWS-THROTTLED';
  if (typeof status === 'number' && status >= 500) return 'PAWL-AWS-UNREACHABLE';
  return 'PAWL-AWS-FAILED';
};

/** Wraps an SDK error with what was tried: `action` as IAM writes it (`lambda:UpdateAlias`), `resource` as a person knows it. */
export const asAwsError = (error: unknown, action: string, resource: string): AwsError => {
  if (error instanceof AwsError) return error;
  const code = codeOfAwsError(error);
  const said = error instanceof Error ? error.message : String(error);
  return new AwsError(code, `${action} on ${resource} failed: ${said} ${ADVICE[code]}`, { cause: error });
};

/** Runs an AWS call; what it throws is an `AwsError` that names action and resource. */
export const awsCall = async <Answer>(action: string, resource: string, call: () => Promise<Answer>): Promise<Answer> => {
  try {
    return await call();
  } catch (error) {
    throw asAwsError(error, action, resource);
  }
};
