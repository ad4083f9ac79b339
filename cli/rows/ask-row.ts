import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { InvalidArgumentError, type Command } from 'commander';
import type { Answer } from '../../shared/commands/answer.ts';
import type { DoorDependencies } from '../../shared/commands/table/door-dependencies.ts';
import type { CommandRow } from '../../shared/commands/table/command-row.ts';
import { MOST_PERMISSIONS, type Caller } from '../../shared/domain/caller.ts';
import type { Host, Message } from '../../shared/ports/host.ts';
import { EXIT } from '../exit-codes.ts';
import { globalOptions, hostFor, readRunningConfig, stateFor } from '../global-options.ts';
import { plainText } from '../../local/terminal/answers/plain-text.ts';
import type { RowFace } from './row-face.ts';

export type RowRequest = {
  readonly flags: Readonly<Record<string, unknown>>;
  /** What is asked; may have to read a file or ask a person first. */
  readonly input: (dependencies: DoorDependencies) => Promise<Record<string, unknown>>;
  readonly shows?: RowFace['shows'];
};

/** Who sits at this terminal: whoever owns the state folder may do everything there, but for a yes, which needs a credential (`prove-person.ts`). */
export const terminalCaller = (): Caller => ({ name: userInfo().username, kind: 'person', door: 'terminal', may: MOST_PERMISSIONS.person.filter((permission) => permission !== 'decide'), tenants: 'all', groups: [] });

/** Asks for a row as every door does, tells the answer or the refusal, and ends the process with the exit code that fits. */
export const askRow = async (command: Command, row: CommandRow, { flags, input, shows }: RowRequest): Promise<void> => {
  const options = globalOptions(command);
  const host = hostFor(options);
  const config = readRunningConfig(options, host);
  if (!config) process.exit(EXIT.usage);
  try {
    const folder = stateFor(options, config.file);
    if (row.kind === 'read' && !existsSync(folder.store)) throw new NothingKeptError('Nothing has been kept there yet: `pawl run` or `pawl demo` begins, `--state FOLDER` names another place.');
    // Only now: help and completion need none of it.
    const [{ openDoors }, { provePerson, TOKEN_VARIABLE }, { answer }] = await Promise.all([import('../../local/doors/open-doors.ts'), import('../../local/machine/prove-person.ts'), import('../../shared/commands/answer.ts')]);
    const doors = openDoors(config, folder, host);
    const proven = isForProvenPeople(row) ? await provePerson(doors.dependencies) : saysWhoMay(row) ? await provePerson(doors.dependencies, { environment: { [TOKEN_VARIABLE]: process.env[TOKEN_VARIABLE] }, ask: async () => undefined }) : undefined;
    const caller = proven !== undefined && (proven.ok || isForProvenPeople(row)) ? proven : ({ ok: true, caller: terminalCaller() } as const);
    const asked = caller.ok ? await input(doors.dependencies) : {};
    const answered = caller.ok ? await answer(doors.rows, { command: row.name, input: asked, caller: caller.caller }, doors.dependencies) : caller;
    doors.close();
    tellAnswer(host, row, answered, (value) => shows?.(value, flags, asked) ?? plainText(value));
    process.exitCode = exitCodeOf(answered);
  } catch (error) {
    const isUsage = error instanceof InvalidArgumentError;
    host.notify({ code: isUsage ? 'PAWL-COMMAND-020' : error instanceof NothingKeptError ? 'PAWL-COMMAND-010' : 'PAWL-COMMAND-090', level: 'error', text: error instanceof Error ? error.message : String(error), data: { ok: false } });
    process.exitCode = isUsage ? EXIT.usage : EXIT.failed;
  }
  host.close?.();
  process.exit();
};

class NothingKeptError extends Error {
  override name = 'NothingKeptError';
}

/** A yes, a no, and whoever may give one: a coding agent has this terminal too, so a shell alone does not do. */
const isForProvenPeople = ({ name, permission }: CommandRow): boolean => permission === 'decide' || name === 'create-credential';

/** What tells whether the one who asks may say yes: of who shows a token, it tells of them. */
const saysWhoMay = ({ name }: CommandRow): boolean => name === 'list-approvals' || name === 'show-improvement';

const tellAnswer = (host: Host, { name }: CommandRow, answered: Answer, shown: (value: unknown) => string | readonly Message[]): void => {
  if (!answered.ok) return host.notify({ code: 'PAWL-COMMAND-010', level: 'error', text: answered.reason, data: { ok: false, kind: answered.kind ?? 'refused' } });
  const said = shown(answered.value);
  for (const message of typeof said === 'string' ? [] : said) host.notify(message);
  if (typeof said === 'string') host.notify({ code: 'PAWL-COMMAND-001', level: 'result', text: said, data: { ok: true, command: name, ...(JSON.parse(JSON.stringify(answered.value)) as NonNullable<Message['data']>) } });
};

/** Wrong words end like wrong flags; everything else that was not done is 1. */
export const exitCodeOf = (answered: Answer): number => {
  if (answered.ok) return EXIT.done;
  return answered.kind === 'invalid' ? EXIT.usage : EXIT.failed;
};
