import type { ErrorPayload } from './runtime/frames.ts';

export type InvokeAnswer =
  | { readonly kind: 'result'; readonly result: unknown }
  | { readonly kind: 'error'; readonly cause: 'handled' | 'unhandled' | 'timeout'; readonly error: ErrorPayload };

/** How an invocation ended, for whoever answers the caller. */
export type InvokeOutcome = InvokeAnswer & { readonly requestId: string; readonly executedVersion: string };
