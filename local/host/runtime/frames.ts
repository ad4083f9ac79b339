/**
 * What host and environment say to each other: one JSON text a line.
 * The environment writes with synchronous writes to one pipe, so that lines and results arrive in order even when it is killed right after.
 */
export type ToEnvironment = {
  readonly requestId: string;
  readonly event: unknown;
  readonly functionArn: string;
  /** When the invocation times out, in milliseconds since the epoch. */
  readonly deadlineMs: number;
};

/** An error as Lambda reports it. */
export type ErrorPayload = { readonly errorType: string; readonly errorMessage: string; readonly trace?: readonly string[] };

export type FromEnvironment =
  | { readonly kind: 'log'; readonly message: string }
  | { readonly kind: 'ready' }
  | { readonly kind: 'init-error'; readonly error: ErrorPayload }
  | { readonly kind: 'done'; readonly requestId: string; readonly result: unknown; readonly maxMemoryMb: number }
  | { readonly kind: 'failed'; readonly requestId: string; readonly error: ErrorPayload; readonly maxMemoryMb: number };

/** File descriptors in the environment: what it writes to the host, what it reads. */
export const TO_HOST_FD = 3;
export const FROM_HOST_FD = 4;
