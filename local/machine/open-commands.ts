import type { CommandDependencies } from '../../shared/commands/dependencies.ts';
import type { Config } from '../../shared/config/config-file.ts';
import type { CycleRunner } from '../../shared/ports/cycle-runner.ts';
import type { Host } from '../../shared/ports/host.ts';
import { consoleNotifier } from '../../shared/adapters/local/console-notifier.ts';
import { connectHost } from '../host/connect-host.ts';
import { openMachine, type Machine } from './machine.ts';
import { commandsOn } from './commands-on.ts';
import type { StateFolder } from './state-folder.ts';

/** Beside a running Pawl nothing is started here: what stands in the store is taken up by its next tick. */
export const takenUpByTheTick: CycleRunner = {
  startCycle: async () => ({ started: false }),
  startImprovement: async () => ({ started: false }),
  resume: async () => {},
  stop: async () => {},
};

export class NotRunningError extends Error {
  override name = 'NotRunningError';
}

/** Opens the store and the running function host for a command from another process. Throws `NotRunningError` when nothing runs. */
export const openCommands = async (config: Config, folder: StateFolder, host: Host): Promise<{ machine: Machine; commands: CommandDependencies }> => {
  const running = await connectHost(folder.host);
  if (!running) throw new NotRunningError(`Nothing runs on ${folder.root}. Start it with \`pawl run\`.`);
  const machine = openMachine(config, folder, running.client, consoleNotifier(host));
  return { machine, commands: commandsOn(machine, takenUpByTheTick) };
};
