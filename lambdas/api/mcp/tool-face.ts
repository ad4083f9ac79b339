import type { CommandRow } from '../../../shared/commands/table/command-row.ts';
import { snakeCase } from './snake-case.ts';

/** What is followed after an act, while its progress is asked for. */
export type Followed = 'cycle' | 'improvement';

/** How a row looks as a tool, where the rule (its name and its inputs in snake case) is not all there is to say. */
type Face = {
  readonly tool?: string;
  /** Names of arguments by the row's names of inputs. */
  readonly inputs?: Readonly<Record<string, string>>;
  readonly follows?: Followed;
  /** It may take something away from users or from work in progress: a client asks its person first. */
  readonly destructive?: boolean;
  /** Done twice, it is done once. */
  readonly idempotent?: boolean;
  /** What an agent has to know besides the summary. */
  readonly advice?: string;
};

const FACES: Readonly<Record<string, Face>> = {
  'start-cycle': {
    tool: 'trigger_improvement_cycle',
    inputs: { windowHours: 'analysis_window_hours' },
    follows: 'cycle',
    advice: 'Nothing goes further than the policy of the target allows: what needs a person waits for one. With a progress token it reports progress until the cycle settles, first waits for a person, or wait_seconds are over; without one it returns at once.',
  },
  'roll-back': { follows: 'improvement', destructive: true, idempotent: true, advice: 'Traffic goes back first. With a progress token it reports progress until everything is back.' },
  'stop-everything': { destructive: true, idempotent: true, advice: 'Only a person can make it go on: use it when something does harm and you do not know what.' },
  propose: { advice: 'A failed check says what to mend: look with show_improvement.' },
  'ask-approval': { idempotent: true, advice: 'It only asks: the yes is given by a person, elsewhere. There is no tool that approves.' },
  pause: { idempotent: true },
  resume: { idempotent: true },
};

const faceOf = ({ name }: Pick<CommandRow, 'name'>): Face => FACES[name] ?? {};

/** `start-cycle` → `trigger_improvement_cycle`, `list-targets` → `list_targets`. */
export const toolName = (row: Pick<CommandRow, 'name'>): string => faceOf(row).tool ?? row.name.replaceAll('-', '_');

/** `targetId` → `target_id`. */
export const argumentName = (row: Pick<CommandRow, 'name'>, input: string): string => faceOf(row).inputs?.[input] ?? snakeCase(input);

export const followedBy = (row: Pick<CommandRow, 'name'>): Followed | undefined => faceOf(row).follows;

export const adviceOf = (row: Pick<CommandRow, 'name'>): string | undefined => faceOf(row).advice;

/** What clients decide by whether they ask their person first. Everything concerns what Pawl looks after and nothing else in the world. */
export const annotationsOf = (row: Pick<CommandRow, 'name' | 'kind' | 'title'>) => {
  const { destructive = false, idempotent = false } = faceOf(row);
  return row.kind === 'read'
    ? { title: row.title, readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false }
    : { title: row.title, readOnlyHint: false, destructiveHint: destructive, idempotentHint: idempotent, openWorldHint: false };
};
