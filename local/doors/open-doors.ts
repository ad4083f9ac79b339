import { consoleNotifier } from '../../shared/adapters/local/console-notifier.ts';
import type { CommandRow } from '../../shared/commands/table/command-row.ts';
import { COMMANDS_BY_NAME } from '../../shared/commands/table/command-table.ts';
import type { DoorDependencies } from '../../shared/commands/table/door-dependencies.ts';
import type { Config } from '../../shared/config/config-file.ts';
import type { Host } from '../../shared/ports/host.ts';
import { commandsOn } from '../machine/commands-on.ts';
import { openMachine, type Machine } from '../machine/machine.ts';
import { takenUpByTheTick } from '../machine/open-commands.ts';
import type { StateFolder } from '../machine/state-folder.ts';
import { VERSION } from '../version.ts';
import { followingHost } from './following-host.ts';
import { ringOnThisMachine } from './ring-on-this-machine.ts';
import { rowsOnThisMachine } from './rows-on-this-machine.ts';

/** Two looks at what takes looking through everything lie so far apart at least. */
const MOMENT_MS = 2000;
/** Pages and agents ask for the same things all the time; parsed, they take many times as much memory. */
const REMEMBERED_CHARACTERS = 6_000_000;
/** Who looks for everything lets those who look for little go first. */
const TURN_MS = 8;

export type OpenDoors = {
  /** The table as it is here: acts are refused with a sentence while nothing runs. */
  readonly rows: ReadonlyMap<string, CommandRow>;
  readonly dependencies: DoorDependencies;
  readonly machine: Machine;
  readonly close: () => void;
};

/** Opens a state folder for a door in a process of its own, whether or not anything runs there; it may begin and end meanwhile. */
export const openDoors = (config: Config & { readonly file: string }, folder: StateFolder, host: Host): OpenDoors => {
  const machine = openMachine(config, folder, followingHost(folder.host), consoleNotifier(host), (message) => host.notify(message), { rememberCharacters: REMEMBERED_CHARACTERS, turnMs: TURN_MS });
  const { settings, models, preset } = config;
  const commands = commandsOn(machine, takenUpByTheTick);
  return {
    rows: rowsOnThisMachine(COMMANDS_BY_NAME, { folder, configFile: config.file }),
    dependencies: { ...commands, ...machine, settings, models, momentMs: MOMENT_MS, version: VERSION, configured: { preset }, ringAlarm: ringOnThisMachine(machine, commands) },
    machine,
    close: machine.close,
  };
};
