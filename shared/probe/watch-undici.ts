import { subscribe } from 'node:diagnostics_channel';
import type { CallEnd } from './invocation.ts';
import { watchedInvocation } from './scope.ts';
import { MORE_FRAMES, sitesHere, type AppRoot } from './stack-frames.ts';
import { statusOf } from './watch-http.ts';
import { beginRequest, failedStatus, isTimeout } from './watch-request.ts';

type UndiciRequest = { readonly origin: string | URL; readonly path: string; readonly method: string; readonly headers: unknown; readonly body: unknown; readonly constructor: object };

/**
 * Watches the package `undici` through its diagnostics channels. Node's own copy, which is behind the global `fetch`, speaks on the same
 * channels; its requests are passed over, since `fetch` itself is watched.
 */
export function watchUndici(root: AppRoot): void {
  const open = new WeakMap<object, (end: CallEnd) => void>();
  const copies = new WeakMap<object, 'builtin' | 'package'>();

  const onCreate = (message: unknown): void => {
    const invocation = watchedInvocation();
    const request = requestOf(message);
    if (!invocation || !request) return;
    try {
      let copy = copies.get(request.constructor);
      if (copy === undefined) {
        copy = sitesHere(onCreate, 3).some((site) => site.getFileName()?.startsWith('node:internal/deps/') === true) ? 'builtin' : 'package';
        copies.set(request.constructor, copy);
      }
      if (copy === 'builtin') return;
      const { method } = request;
      const url = new URL(request.path, request.origin);
      const finish = beginRequest(invocation, { method, url, headers: headerPairs(request.headers), body: request.body ?? undefined, root, above: onCreate, frames: MORE_FRAMES });
      if (finish) open.set(request, finish);
    } catch {
      // As with `fetch`: it is for the client to say what is wrong.
    }
  };

  const finish = (message: unknown, end: () => CallEnd): void => {
    const request = requestOf(message);
    const ended = request && open.get(request);
    if (!ended) return;
    open.delete(request);
    ended(end());
  };

  subscribe('undici:request:create', onCreate);
  subscribe('undici:request:headers', (message) => finish(message, () => ({ failed: failedStatus(statusOf(message)), timedOut: false })));
  subscribe('undici:request:error', (message) =>
    finish(message, () => {
      const error: unknown = typeof message === 'object' && message !== null && 'error' in message ? message.error : undefined;
      return { failed: true, timedOut: isTimeout(error) };
    }),
  );
}

const requestOf = (message: unknown): UndiciRequest | undefined =>
  typeof message === 'object' && message !== null && 'request' in message ? (message.request as UndiciRequest) : undefined;

/** Names and values by turns, or (in older versions) the lines as they are sent. */
function headerPairs(headers: unknown): (readonly [string, string])[] {
  if (typeof headers === 'string') {
    return headers.split('\r\n').filter((line) => line !== '').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()] as const);
  }
  if (!Array.isArray(headers)) return [];
  return Array.from({ length: headers.length >> 1 }, (_, index) => [String(headers[index * 2]), String(headers[index * 2 + 1])] as const);
}
