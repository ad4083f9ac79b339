import type { Command } from 'commander';
import { userInfo } from 'node:os';
import { openCommands } from '../../local/machine/open-commands.ts';
import type { Machine } from '../../local/machine/machine.ts';
import type { CommandDependencies, CommandResult } from '../../shared/commands/dependencies.ts';
import type { Host } from '../../shared/ports/host.ts';
import { EXIT } from '../exit-codes.ts';
import { globalOptions, hostFor, readRunningConfig, stateFor } from '../global-options.ts';

export type Asked = { readonly machine: Machine; readonly commands: CommandDependencies; readonly host: Host; readonly by: string; readonly json: boolean; readonly configFile: string };

/** Who asks, unless `--by` says otherwise. */
const asker = (by: string | undefined): string => by ?? userInfo().username;

/** Opens what a command needs, carries it out, tells the refusal if there is one, and ends the process with the exit code that fits. */
export const askPawl = async (command: Command, by: string | undefined, act: (asked: Asked) => Promise<CommandResult<{ text?: string; data?: Record<string, unknown> }>>): Promise<never> => {
  const options = globalOptions(command);
  const host = hostFor(options);
  const config = readRunningConfig(options, host);
  if (!config) process.exit(EXIT.usage);
  try {
    const { machine, commands } = await openCommands(config, stateFor(options, config.file), host);
    const result = await act({ machine, commands, host, by: asker(by), json: options.json, configFile: config.file });
    if (!result.ok) host.notify({ code: 'PAWL-COMMAND-010', level: 'error', text: result.reason, data: { ok: false } });
    else if (result.text !== undefined) host.notify({ code: 'PAWL-COMMAND-001', level: 'result', text: result.text, data: { ok: true, ...(JSON.parse(JSON.stringify(result.data ?? {})) as object) } });
    machine.close();
    host.close?.();
    process.exit(result.ok ? EXIT.done : EXIT.failed);
  } catch (error) {
    host.notify({ code: 'PAWL-COMMAND-090', level: 'error', text: error instanceof Error ? error.message : String(error) });
    host.close?.();
    process.exit(EXIT.failed);
  }
};
