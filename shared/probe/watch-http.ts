import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import type { CallEnd } from './invocation.ts';
import { watchedInvocation } from './scope.ts';
import { MORE_FRAMES, type AppRoot } from './stack-frames.ts';
import { beginRequest, failedStatus, isTimeout } from './watch-request.ts';

/**
 * Watches clients of `node:http` and `node:https` through Node's own diagnostics channels, so that nothing of theirs is replaced.
 * A body is written after the request was made and not seen: a call with one is its own key, but for the AWS SDK, which signs its hash.
 */
export function watchHttp(root: AppRoot): void {
  const open = new WeakMap<ClientRequest, (end: CallEnd) => void>();

  const onCreated = (message: unknown): void => {
    const invocation = watchedInvocation();
    const request = requestOf(message);
    if (!invocation || !request || open.has(request)) return;
    try {
      const { method, protocol, path } = request;
      const host = request.getHeader('host');
      const url = new URL(`${protocol}//${host === undefined ? request.host : String(host)}${path}`);
      const headers = Object.entries(request.getHeaders()).map(([name, value]) => [name, String(value)] as const);
      const body = method === 'GET' || method === 'HEAD' ? undefined : UNSEEN;
      const finish = beginRequest(invocation, { method, url, headers, body, root, above: onCreated, frames: MORE_FRAMES });
      if (finish) open.set(request, finish);
    } catch {
      // A request that cannot be described is left alone.
    }
  };

  const finish = (message: unknown, end: () => CallEnd): void => {
    const request = requestOf(message);
    const ended = request && open.get(request);
    if (!ended) return;
    open.delete(request);
    ended(end());
  };

  subscribe('http.client.request.created', onCreated);
  // Node before 22.12 tells of a request only when it is sent; where it was made is then no longer to be seen.
  if (!tellsOfCreation(process.versions.node)) subscribe('http.client.request.start', onCreated);
  subscribe('http.client.response.finish', (message) => finish(message, () => ({ failed: failedStatus(statusOf(message)), timedOut: false })));
  subscribe('http.client.request.error', (message) =>
    finish(message, () => {
      const error: unknown = typeof message === 'object' && message !== null && 'error' in message ? message.error : undefined;
      return { failed: true, timedOut: isTimeout(error) };
    }),
  );
}

const UNSEEN = {};

const tellsOfCreation = (version: string): boolean => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 23 || (major === 23 && minor >= 2) || (major === 22 && minor >= 12);
};

const requestOf = (message: unknown): ClientRequest | undefined =>
  typeof message === 'object' && message !== null && 'request' in message ? (message.request as ClientRequest) : undefined;

/** The status of the message's response; 0 where there is none. */
export const statusOf = (message: unknown): number => {
  const response: unknown = typeof message === 'object' && message !== null && 'response' in message ? message.response : undefined;
  const status: unknown = typeof response === 'object' && response !== null && 'statusCode' in response ? response.statusCode : 0;
  return typeof status === 'number' ? status : 0;
};
