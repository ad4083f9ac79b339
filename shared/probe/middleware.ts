import type { Invocation } from './invocation.ts';
import { endOf, failure, type Observer } from './observe.ts';
import { state } from './scope.ts';

/** As much of middy's request as is read. */
type Request = { readonly event: unknown; readonly context: unknown; readonly response?: unknown; readonly error?: unknown };

/** Observes through middy's three hooks. See `probeMiddleware` in probe.ts. */
export function middlewareHooks(observer: Observer): { before: (request: Request) => void; after: (request: Request) => void; onError: (request: Request) => void } {
  const begun = new WeakMap<object, Invocation>();
  return {
    before: (request) => {
      const invocation = observer.begin(request.event, request.context);
      if (!invocation) return;
      begun.set(request, invocation);
      // There is no function to run the rest in: it lasts from here on, in this request only.
      state.scopes.enterWith({ invocation, quiet: false });
    },
    after: (request) => {
      const invocation = begun.get(request);
      observer.end(invocation, endOf(request.response, invocation?.status));
    },
    onError: (request) => {
      const handled = request.response !== undefined;
      observer.end(begun.get(request), handled ? endOf(request.response) : failure(request.error));
    },
  };
}
