import type { LogLine, TargetEvent } from '../domain/signal.ts';

/** What arrived together of one function: a batch of log lines in the order in which they were logged, or events. */
export type SpoolBatch = { readonly functionName: string; readonly lines: readonly LogLine[]; readonly events: readonly TargetEvent[] };

/** Where telemetry that is delivered waits until it is read through the `Telemetry` port. */
export interface Spool {
  /** Keeps a batch. The same batch again, as at-least-once delivery brings it, is read once. */
  put(batch: SpoolBatch): Promise<void>;
}
