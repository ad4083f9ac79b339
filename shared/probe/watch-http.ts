import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { callKey } from './call-key.ts';
import { callShape } from './call-shape.ts';
import type { Invocation, OpenCall } from './invocation.ts';
import { framesHere, MORE_FRAMES, type AppRoot } from './stack-frames.ts';
import { isTimeout } from './watch-fetch.ts';

/**
 * Watches clients of `node:http` and `node:https` through Node's own diagnostics channel, so that nothing of theirs is replaced.
 * A body is written after the request was made and not seen: a call with one is its own key.
 */
export function watchHttp(root: AppRoot, current: () => Invocation | undefined): void {
  const open = new WeakMap<ClientRequest, { invocation: Invocation; call: OpenCall }>();

  const onCreated = (message: unknown): void => {
    const invocation = current();
    const request = requestOf(message);
    if (!invocation || !request) return;
    try {
      const { method } = request;
      const url = new URL(`${request.protocol}//${request.getHeader('host') === undefined ? request.host : String(request.getHeader('host'))}${request.path}`);
      const headers = Object.entries(request.getHeaders()).map(([name, value]) => [name, String(value)] as const);
      const body = method === 'GET' || method === 'HEAD' ? undefined : {};
      const call = invocation.beginCall({ shape: callShape(method, url), method, key: callKey(method, url.href, headers, body), site: framesHere(root, onCreated, MORE_FRAMES) });
      if (call) open.set(request, { invocation, call });
    } catch {
      // A request that cannot be described is left alone.
    }
  };

  const finish = (message: unknown, end: { failed: boolean; timedOut: boolean }): void => {
    const request = requestOf(message);
    const watched = request && open.get(request);
    if (!watched) return;
    open.delete(request);
    watched.invocation.endCall(watched.call, end);
  };

  subscribe('http.client.request.created', onCreated);
  subscribe('http.client.response.finish', (message) => {
    const status = responseOf(message)?.statusCode ?? 0;
    finish(message, { failed: status >= 500 || status === 429, timedOut: false });
  });
  subscribe('http.client.request.error', (message) => {
    const error: unknown = typeof message === 'object' && message !== null && 'error' in message ? message.error : undefined;
    finish(message, { failed: true, timedOut: isTimeout(error) });
  });
}

const requestOf = (message: unknown): ClientRequest | undefined =>
  typeof message === 'object' && message !== null && 'request' in message ? (message.request as ClientRequest) : undefined;

const responseOf = (message: unknown): IncomingMessage | undefined =>
  typeof message === 'object' && message !== null && 'response' in message ? (message.response as IncomingMessage) : undefined;
