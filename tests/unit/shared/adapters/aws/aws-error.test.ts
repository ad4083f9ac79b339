import { describe, expect, it } from 'vitest';
import { codeOfAwsError } from '../../../../../shared/adapters/aws/aws-error.ts';

describe('what went wrong at AWS', () => {
  // A promotion whose merge is made is reverted for what is final, and tried again for what passes.
  it.each(['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH'])('a connection that broke with %s is unreachable, not a failure for good', (code) => {
    expect(codeOfAwsError(Object.assign(new Error('broken'), { code }))).toBe('PAWL-AWS-UNREACHABLE');
  });

  it.each([[403, 'PAWL-AWS-DENIED'], [404, 'PAWL-AWS-NOT-FOUND'], [429, 'PAWL-AWS-THROTTLED'], [503, 'PAWL-AWS-UNREACHABLE'], [418, 'PAWL-AWS-FAILED']])('an unknown name with status %s is %s', (httpStatusCode, code) => {
    expect(codeOfAwsError(Object.assign(new Error('?'), { name: 'Unheard', $metadata: { httpStatusCode } }))).toBe(code);
  });
});
