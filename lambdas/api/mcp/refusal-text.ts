import type { Refusal } from '../../../shared/commands/dependencies.ts';
import type { CommandRow } from '../../../shared/commands/table/command-row.ts';
import { snakeCase } from './snake-case.ts';
import { toolName } from './tool-face.ts';

type Kind = NonNullable<Refusal['kind']>;

/** What an agent does best after each kind of refusal. */
const NEXT: Readonly<Record<Kind, string>> = {
  invalid: 'Nothing was done. Correct the arguments and call again.',
  'not-found': 'Take ids from the lists: list_targets, list_opportunities, list_improvements, list_cycles. What belongs to others is answered like this too.',
  forbidden: 'Do not try another way: tell your user who has to do it, a person at the page, the API or the command line.',
  refused: 'Nothing was done, and the same call will be refused again while things stand so. status and show_improvement tell how they stand.',
  off: 'It is off now, or nothing runs. Do not try again; tell your user, who can put it on.',
};

/** Commands of a terminal that refusals name, as tools. */
const TERMINAL: readonly (readonly [RegExp, string])[] = [
  [/`pawl cycle[^`]*`/g, 'trigger_improvement_cycle'],
  [/`pawl report[^`]*`/g, 'read_report'],
  [/`pawl (status|explain|lessons|resume|pause|propose)[^`]*`/g, '$1'],
];

/** What an agent is told when something was not done: why, what to do next, and of what kind it is. */
export const refusalText = ({ reason, kind = 'refused' }: Refusal, rows: Iterable<CommandRow>, next: string = NEXT[kind]): string => `${spokenToAgents(reason, rows)}\nNext: ${next}\nKind: ${kind}`;

/** The sentence with tools for the commands that it names. */
export const spokenToAgents = (sentence: string, rows: Iterable<CommandRow>): string => {
  const terminal = TERMINAL.reduce((text, [command, tool]) => text.replaceAll(command, tool), sentence);
  const spelled = terminal.replaceAll(/\b(?:target|improvement|cycle|tenant)Ids?\b/g, snakeCase);
  return [...rows].filter(({ name }) => name.includes('-')).reduce((text, row) => text.replaceAll(new RegExp(`(?<![\\w-])${row.name}(?![\\w-])`, 'g'), toolName(row)), spelled);
};
