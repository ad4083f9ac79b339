import type { Json } from '../domain/json.ts';

export type BusEvent = { readonly type: string; readonly at: number; readonly detail: { readonly [key: string]: Json | undefined } };

/** Publishes what happened, for live progress and for other programs. Never throws: what is told about goes on when nobody can be told. */
export interface Bus {
  publish(event: BusEvent): Promise<void>;
}

/** A bus that can be listened to in the same process. On AWS, whoever wants to hear has a rule of their own on the event bus. */
export interface LiveBus extends Bus {
  /** Calls `listener` with each event from now on; the returned function ends it. */
  subscribe(listener: (event: BusEvent) => void): () => void;
}
