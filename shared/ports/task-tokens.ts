import type { Json } from '../domain/json.ts';

/** Ends the waits of executions that stand still until somebody answers. */
export interface TaskTokens {
  /** Hands `output` to the wait that `token` stands for. `gone` when nothing waits any more: answered before, timed out, or its execution was ended. */
  answer(token: string, output: Json): Promise<'answered' | 'gone'>;
}
