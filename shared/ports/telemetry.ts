import type { Instant } from '../domain/instant.ts';
import type { LogLine, TargetEvent } from '../domain/signal.ts';

export type TelemetryPage = {
  readonly lines: readonly LogLine[];
  readonly events: readonly TargetEvent[];
  readonly next: string;
  /** Everything that happened before this moment is in this page or an earlier one. */
  readonly completeUntil: Instant;
  /** `true` when there is nothing more to read now. */
  readonly caughtUp: boolean;
  /** Requests that the page took, where each is billed: listings, and batches that were fetched. */
  readonly requests?: { readonly lists: number; readonly gets: number };
};

/** What a target logged and what happened to it, by cursor: the same cursor gives the same records again. */
export interface Telemetry {
  /** Records after `cursor`, oldest first; without one, from the oldest that is kept. */
  read(functionName: string, cursor: string | undefined, limit: number): Promise<TelemetryPage>;
}
