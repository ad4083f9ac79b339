import type { Instant } from '../domain/instant.ts';

export interface Clock {
  now(): Instant;
  /** Resolves after `ms`, or early (without error) when the signal is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}
