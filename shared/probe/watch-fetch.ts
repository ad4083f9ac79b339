import type { CallEnd } from './invocation.ts';
import { watchedInvocation } from './scope.ts';
import type { AppRoot } from './stack-frames.ts';
import { beginRequest, failedStatus, isTimeout } from './watch-request.ts';

/** Puts a watching `fetch` in place of the global one. It hands through arguments, promise and errors as they are. */
export function watchFetch(root: AppRoot): void {
  const original = globalThis.fetch;
  if (typeof original !== 'function') return;
  const watched = function fetch(this: unknown, ...args: Parameters<typeof globalThis.fetch>): Promise<Response> {
    const finish = begin(args);
    const answer: Promise<Response> = Reflect.apply(original, this, args);
    if (finish) {
      answer.then(
        ({ status }) => finish({ failed: failedStatus(status), timedOut: false }),
        (error: unknown) => finish({ failed: true, timedOut: isTimeout(error) }),
      );
    }
    return answer;
  };

  const begin = ([input, init]: Parameters<typeof globalThis.fetch>): ((end: CallEnd) => void) | undefined => {
    const invocation = watchedInvocation();
    if (!invocation) return undefined;
    try {
      const request = input instanceof Request ? input : undefined;
      const method = (init?.method ?? request?.method ?? 'GET').toUpperCase();
      const url = input instanceof Request ? new URL(input.url) : new URL(input);
      const headers = headerPairs(init?.headers ?? request?.headers);
      const body = init?.body ?? (request?.body ? request : undefined);
      return beginRequest(invocation, { method, url, headers, body, root, above: watched });
    } catch {
      // Whatever is strange about this call is for `fetch` itself to say.
      return undefined;
    }
  };
  globalThis.fetch = watched;
}

/** A plain object, the usual case, is read as it is: making `Headers` of it takes longer than all the rest here. */
function headerPairs(headers: RequestInit['headers']): (readonly [string, string])[] {
  if (headers === undefined) return [];
  const isPlain = Object.getPrototypeOf(headers) === Object.prototype;
  return isPlain ? Object.entries(headers).map(([name, value]) => [name, String(value)] as const) : [...new Headers(headers)];
}
