import * as z from 'zod';
import { refused, type CommandResult } from '../../shared/commands/dependencies.ts';
import type { DoorDependencies } from '../../shared/commands/table/door-dependencies.ts';
import { MOST_PERMISSIONS, type Caller } from '../../shared/domain/caller.ts';

/**
 * What programs ask for, as JSON: `{ "command": "start-cycle", "by": "nightly", "windowHours": 6 }`: the name of a row of the command table, who asks, and
 * the row's input beside them. The same `requestId` of the same asker is the same request: sent twice, it is done once.
 */
export const CommandRequest = z.looseObject({
  command: z.string().min(1).max(100),
  by: z.string().trim().min(1).max(150).optional(),
  requestId: z.string().min(1).max(200).optional(),
});
export type CommandRequest = z.infer<typeof CommandRequest>;

/** Done, with what there is to tell; or why not, in a sentence that says what to do. */
export type CommandAnswer = CommandResult<Readonly<Record<string, unknown>>>;

const BY_PEOPLE = 'A yes or a no is a person’s: say it on the page or through the API, which know who you are.';

/**
 * The door of those who may invoke functions of this account. They say who they are, and nobody can check it: so it is a program, whatever it is called,
 * and its name can stand for no person's. A refusal is an answer; an error is something unexpected.
 */
export const command = async ({ command: name, by, requestId, ...input }: CommandRequest, dependencies: DoorDependencies): Promise<CommandAnswer> => {
  // Loaded with the first command: all that can be asked is a third of the code, and an event that cannot be read needs none of it.
  const [{ answer }, { COMMANDS_BY_NAME }] = await Promise.all([import('../../shared/commands/answer.ts'), import('../../shared/commands/table/command-table.ts')]);
  const row = COMMANDS_BY_NAME.get(name);
  if (row?.kind === 'act' && by === undefined) return refused('Say who asks, as "by".', 'invalid');
  const caller: Caller = { name: `function:${by ?? 'unnamed'}`, kind: 'program', door: 'function', may: [...MOST_PERMISSIONS.program], tenants: 'all', groups: [] };
  const answered = await answer(COMMANDS_BY_NAME, { command: name, input, caller, requestId }, dependencies);
  if (answered.ok) return { ok: true, ...(answered.value as Readonly<Record<string, unknown>>) };
  return answered.kind === 'forbidden' && row?.permission === 'decide' ? refused(BY_PEOPLE, 'forbidden') : answered;
};
