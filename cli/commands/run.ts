import { Command } from 'commander';
import { runPawl } from '../../local/machine/run-pawl.ts';
import { MODEL_VARIABLE } from '../../shared/config/models-from-flag.ts';
import { EXIT } from '../exit-codes.ts';
import { MODEL_HELP } from '../model-help.ts';
import { portNumber } from '../number-option.ts';
import { globalOptions, hostFor, readConfig, stateFor } from '../global-options.ts';

type RunFlags = { readonly port: number; readonly keep: boolean; readonly selfStart: boolean; readonly model?: string };

export const runCommand = (): Command =>
  new Command('run')
    .description('run the services of the configuration on this machine, under load, and improve them')
    .option('--port <number>', 'port of the front door; 0 takes any', portNumber, 0)
    .option('--keep', 'leave services and load running at the end', false)
    .option('--model <model>', MODEL_HELP)
    .option('--no-self-start', 'start no cycle by schedule or telemetry, only when told to (`pawl cycle`)')
    .action(async (flags: RunFlags, command: Command) => {
      const options = globalOptions(command);
      const host = hostFor(options);
      const config = readConfig(options, host, { model: flags.model });
      if (!config) process.exit(EXIT.usage);
      // Phases run in processes of their own, which read the configuration anew.
      if (flags.model !== undefined) process.env[MODEL_VARIABLE] = flags.model;
      const stop = new AbortController();
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort());
      // A terminal that was closed, or a reader that is gone: nobody looks any more, so it ends as on Ctrl-C and leaves the service whole.
      process.stdout.on('error', () => stop.abort());
      try {
        await runPawl({ config, configFile: config.file, folder: stateFor(options, config.file), host, port: flags.port, keep: flags.keep, selfStarting: flags.selfStart, signal: stop.signal });
        host.close?.();
        process.exit(EXIT.done);
      } catch (error) {
        host.notify({ code: 'PAWL-RUN-090', level: 'error', text: error instanceof Error ? error.message : String(error) });
        host.close?.();
        process.exit(EXIT.failed);
      }
    });
