import type { Json } from '../domain/json.ts';

export type BusEvent = { readonly type: string; readonly at: number; readonly detail: { readonly [key: string]: Json | undefined } };

/** Publishes what happened, for live progress and for other programs. */
export interface Bus {
  publish(event: BusEvent): Promise<void>;
  /** Calls `listener` with each event from now on; the returned function ends it. */
  subscribe(listener: (event: BusEvent) => void): () => void;
}
