import type { Json } from '../domain/json.ts';

/** A coded message, so that every face (terminal, plain lines, JSON, a test) can show it its own way. */
export type Message = {
  /** Stable, like `PAWL-WATCH-010`. */
  readonly code: string;
  readonly level: 'debug' | 'info' | 'result' | 'warning' | 'error';
  readonly text: string;
  readonly data?: { readonly [key: string]: Json | undefined };
};

export type Question = { readonly code: string; readonly text: string; readonly default?: string; readonly choices?: readonly string[] };

/** How the program speaks: nothing else ever prints. */
export interface Host {
  notify(message: Message): void;
  /** The default where nobody can be asked. */
  ask(question: Question): Promise<string>;
}
