import type { Clock } from '../../ports/clock.ts';
import { AwsError } from './aws-error.ts';

/** What CloudFormation wants to hear about a custom resource; at most 4 KB in all. */
export type StackAnswer = {
  readonly Status: 'SUCCESS' | 'FAILED';
  readonly Reason: string;
  readonly PhysicalResourceId: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
  readonly Data?: Readonly<Record<string, string>>;
};

const ATTEMPTS = 4;
const FIRST_WAIT_MS = 250;
const TIMEOUT_MS = 10_000;

/** Puts the answer where CloudFormation waits for it (a signed address in S3, which takes no content type). Throws `AwsError` when it cannot: the stack then waits an hour. */
export const answerStack = (clock: Pick<Clock, 'sleep'>) => async (url: string, answer: StackAnswer): Promise<void> => {
  const body = JSON.stringify(answer);
  let problem = '';
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    if (attempt > 0) await clock.sleep(FIRST_WAIT_MS * 2 ** attempt);
    try {
      const response = await fetch(url, { method: 'PUT', body, headers: { 'content-type': '' }, signal: AbortSignal.timeout(TIMEOUT_MS) });
      if (response.ok) return;
      problem = `it answered ${response.status}`;
    } catch (error) {
      problem = error instanceof Error ? error.message : String(error);
    }
  }
  throw new AwsError('PAWL-AWS-UNREACHABLE', `CloudFormation could not be told that ${answer.LogicalResourceId} is ${answer.Status}: ${problem}. Its stack goes on after an hour; cancel the update to go on sooner.`);
};
