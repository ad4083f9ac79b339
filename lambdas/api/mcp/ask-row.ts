import type * as z from 'zod';
import { answer } from '../../../shared/commands/answer.ts';
import { refused, type CommandResult } from '../../../shared/commands/dependencies.ts';
import type { CommandRow } from '../../../shared/commands/table/command-row.ts';
import type { DoorDependencies } from '../../../shared/commands/table/door-dependencies.ts';
import { isPermitted, type Caller } from '../../../shared/domain/caller.ts';
import { inRowsNames } from './arguments.ts';
import { fitted, sizeOf, visibly, type Fitted } from './fit-answer.ts';
import type { RowTool } from './tool.ts';
import { argumentName } from './tool-face.ts';

/** Who asks through this door, and what answers. */
export type McpAsking = {
  readonly rows: ReadonlyMap<string, CommandRow>;
  readonly dependencies: DoorDependencies;
  readonly caller: Caller;
  readonly requestId?: string | undefined;
};

export class AnswerMismatchError extends Error {
  override name = 'AnswerMismatchError';
}

/** What a row answers to an agent's arguments, in the shape that its output promises, visible and whole. */
export const askRow = async ({ row, ownInput }: RowTool, said: unknown, { rows, dependencies, caller, requestId }: McpAsking): Promise<CommandResult<{ readonly value: unknown }>> => {
  const input = inRowsNames(ownInput, said ?? {}, (name) => argumentName(row, name));
  if (isPermitted(caller, row.permission)) {
    const parsed = row.input.safeParse(input);
    if (!parsed.success) return refused(problemsIn(parsed.error.issues, row), 'invalid');
  }
  const answered = await answer(rows, { command: row.name, input, caller, requestId }, dependencies);
  if (!answered.ok) return answered;
  const output = row.output.safeParse(JSON.parse(JSON.stringify(answered.value ?? null)));
  if (!output.success) throw new AnswerMismatchError(`${row.name} answered what its output does not allow.`, { cause: output.error });
  return { ok: true, value: visibly(output.data) };
};

const problemsIn = (issues: readonly z.core.$ZodIssue[], row: CommandRow): string =>
  issues.slice(0, 10).map(({ path, message }) => {
    const place = path.map((part) => (typeof part === 'string' ? argumentName(row, part) : `[${String(part)}]`)).join('.');
    return `${place === '' ? '' : `${place}: `}${message.slice(0, 300)}.`;
  }).join('\n');

const MOST_TRIES = 3;

/**
 * The same within `mostBytes`. A page of a list is asked for again with fewer items, so that its cursor leads on from the last one shown; everything else
 * is cut. `undefined` when nothing of it fits.
 */
export const askRowWithin = async (tool: RowTool, said: Readonly<Record<string, unknown>>, asking: McpAsking, mostBytes: number): Promise<CommandResult<{ readonly answer: Fitted | undefined }>> => {
  let asked = await askRow(tool, said, asking);
  for (let tried = 0; asked.ok && tried < MOST_TRIES && isPaged(tool) && sizeOf(asked.value) > mostBytes; tried += 1) {
    const items = itemsOf(asked.value);
    const limit = Math.floor((items * mostBytes * 0.9) / sizeOf(asked.value));
    if (limit < 1 || limit >= items) break;
    asked = await askRow(tool, { ...said, limit }, asking);
  }
  return asked.ok ? { ok: true, answer: fitted(asked.value, mostBytes) } : asked;
};

const isPaged = ({ row, ownInput }: RowTool): boolean => row.kind === 'read' && ownInput.properties?.['limit'] !== undefined && ownInput.properties['after'] !== undefined;

const itemsOf = (value: unknown): number => (typeof value === 'object' && value !== null && 'items' in value && Array.isArray(value.items) ? value.items.length : 0);
