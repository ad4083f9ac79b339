import { awsCall } from './aws-request.ts';
import { callKey } from './call-key.ts';
import { callShape } from './call-shape.ts';
import type { CallEnd, Invocation } from './invocation.ts';
import { framesHere, MOST_LAYERS, type AppRoot } from './stack-frames.ts';

/** One outgoing request, as far as it can be seen. `above` is the outermost function of the probe in the stack. */
export type SeenRequest = {
  readonly method: string;
  readonly url: { readonly href: string; readonly host: string; readonly pathname: string; readonly search: string };
  readonly headers: readonly (readonly [string, string])[];
  /** `undefined`: there is none; anything that is no text or bytes: it cannot be read. */
  readonly body: unknown;
  readonly root: AppRoot;
  readonly above: (...args: never[]) => unknown;
  readonly frames?: number;
};

/** Counts a request as begun; what is given back ends it. */
export function beginRequest(invocation: Invocation, { method, url, headers, body, root, above, frames }: SeenRequest): ((end: CallEnd) => void) | undefined {
  const aws = awsCall(url, (name) => headers.find(([header]) => header.toLowerCase() === name)?.[1]);
  const shape = aws?.operation === undefined ? callShape(method, url) : `${aws.service}.${aws.operation}`;
  const key = callKey(method, url.href, headers, body);
  const locate = () => framesHere(root, above, aws ? MOST_LAYERS : frames);
  const call = invocation.beginCall({ shape, method, key, kind: aws?.kind ?? 'http', reads: aws?.reads ?? false, locate });
  return call && ((end) => invocation.endCall(call, end));
}

export const failedStatus = (status: number): boolean => status >= 500 || status === 429;

const TIMEOUT_NAME = /Timeout|AbortError/;
const TIMEOUT_CODE = /TIMEOUT|TIMEDOUT/;

/** Whether a call was given up for its time: by a signal, or by a limit of the client's own (which comes as the cause). */
export function isTimeout(error: unknown): boolean {
  for (let current: unknown = error, depth = 0; current instanceof Error && depth < 3; current = current.cause, depth += 1) {
    if (TIMEOUT_NAME.test(current.name)) return true;
    if ('code' in current && typeof current.code === 'string' && TIMEOUT_CODE.test(current.code)) return true;
  }
  return false;
}
