import { callKey } from './call-key.ts';
import { callShape } from './call-shape.ts';
import type { CallEnd, Invocation } from './invocation.ts';
import { framesHere, type AppRoot } from './stack-frames.ts';

/** Puts a watching `fetch` in place of the global one. It hands through arguments, promise and errors as they are. */
export function watchFetch(root: AppRoot, current: () => Invocation | undefined): void {
  const original = globalThis.fetch;
  if (typeof original !== 'function') return;
  const watched = function fetch(this: unknown, ...args: Parameters<typeof globalThis.fetch>): Promise<Response> {
    const finish = begin(args);
    const answer: Promise<Response> = Reflect.apply(original, this, args);
    if (finish) {
      answer.then(
        ({ status }) => finish({ failed: status >= 500 || status === 429, timedOut: false }),
        (error: unknown) => finish({ failed: true, timedOut: isTimeout(error) }),
      );
    }
    return answer;
  };

  const begin = ([input, init]: Parameters<typeof globalThis.fetch>): ((end: CallEnd) => void) | undefined => {
    const invocation = current();
    if (!invocation) return undefined;
    try {
      const request = input instanceof Request ? input : undefined;
      const method = (init?.method ?? request?.method ?? 'GET').toUpperCase();
      const url = input instanceof Request ? new URL(input.url) : new URL(input);
      const headers = init?.headers ?? request?.headers;
      const body = init?.body ?? (request?.body ? request : undefined);
      const key = callKey(method, url.href, headerPairs(headers), body);
      const call = invocation.beginCall({ shape: callShape(method, url), method, key, site: framesHere(root, watched) });
      return call && ((end) => invocation.endCall(call, end));
    } catch {
      // Whatever is strange about this call is for `fetch` itself to say.
      return undefined;
    }
  };
  globalThis.fetch = watched;
}

/** A plain object, the usual case, is read as it is: making `Headers` of it takes longer than all the rest here. */
function headerPairs(headers: RequestInit['headers']): Iterable<readonly [string, string]> {
  if (headers === undefined) return [];
  const isPlain = Object.getPrototypeOf(headers) === Object.prototype;
  return isPlain ? Object.entries(headers).map(([name, value]) => [name, String(value)] as const) : new Headers(headers);
}

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
