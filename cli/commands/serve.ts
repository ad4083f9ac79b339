import { Command } from 'commander';
import { serveDoors } from '../../local/doors/serve-doors.ts';
import { EXIT } from '../exit-codes.ts';
import { globalOptions, hostFor, readRunningConfig, stateFor } from '../global-options.ts';
import { portNumber } from '../number-option.ts';

export const serveCommand = (): Command =>
  new Command('serve')
    .description('open the page, the API and the agents\' door on this machine; also while nothing runs, to look at what was')
    .option('--port <number>', 'port on 127.0.0.1; the last one, or a free one from 4380 on, when left out', portNumber)
    .action(async (flags: { readonly port?: number }, command: Command) => {
      const options = globalOptions(command);
      const host = hostFor(options);
      const config = readRunningConfig(options, host);
      if (!config) process.exit(EXIT.usage);
      const stop = new AbortController();
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort());
      try {
        await serveDoors({ config, folder: stateFor(options, config.file), host, port: flags.port, signal: stop.signal });
        host.close?.();
        process.exit(EXIT.done);
      } catch (error) {
        host.notify({ code: 'PAWL-DOORS-090', level: 'error', text: error instanceof Error ? error.message : String(error) });
        host.close?.();
        process.exit(EXIT.failed);
      }
    });
