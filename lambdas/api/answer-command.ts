import { answer } from '../../shared/commands/answer.ts';
import type { CommandRow } from '../../shared/commands/table/command-row.ts';
import type { Caller } from '../../shared/domain/caller.ts';
import type { ApiOptions } from './api-options.ts';
import { ProblemError } from './problem.ts';

export type Asking = { readonly row: CommandRow; readonly input: unknown; readonly caller: Caller; readonly requestId?: string | undefined };

/** Asks the one command layer; what it refuses is thrown as the problem that it is here. */
export const answerCommand = async ({ rows, dependencies }: ApiOptions, { row, input, caller, requestId }: Asking): Promise<unknown> => {
  const reached = typeof dependencies === 'function' ? await dependencies() : dependencies;
  const answered = await answer(rows, { command: row.name, input, caller, requestId }, reached);
  if (answered.ok) return answered.value;
  throw new ProblemError(answered.kind ?? 'refused', answered.reason);
};
