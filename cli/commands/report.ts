import { existsSync } from 'node:fs';
import { Command } from 'commander';
import { findReport } from '../../local/machine/find-report.ts';
import type { Message } from '../../shared/ports/host.ts';
import { EXIT } from '../exit-codes.ts';
import { globalOptions, hostFor, readRunningConfig, stateFor } from '../global-options.ts';

/** Reads what is kept: it works whether or not Pawl runs. */
export const reportCommand = (): Command =>
  new Command('report')
    .description('where the report of a cycle is: the newest, or the one named')
    .argument('[cycle]')
    .action(async (cycleId: string | undefined, _flags: object, command: Command) => {
      const options = globalOptions(command);
      const host = hostFor(options);
      const refuse = (text: string): void => {
        host.notify({ code: 'PAWL-COMMAND-010', level: 'error', text, data: { ok: false } });
        process.exitCode = EXIT.failed;
      };
      const config = readRunningConfig(options, host);
      if (!config) process.exit(EXIT.usage);
      const folder = stateFor(options, config.file);
      try {
        if (existsSync(folder.store)) {
          const { openDoors } = await import('../../local/doors/open-doors.ts');
          const { machine, close } = openDoors(config, folder, host);
          const found = await findReport(machine, cycleId);
          if (found) {
            const { read, ...places } = found;
            host.notify({ code: 'PAWL-COMMAND-001', level: 'result', text: found.html, data: { ok: true, ...places, ...(options.json ? { report: (await read()) as NonNullable<Message['data']> } : {}) } });
          } else refuse(cycleId === undefined ? 'There is no report yet: `pawl start-cycle` starts a cycle, which ends in one.' : `There is no report of ${cycleId}. \`pawl list-cycles\` names the cycles.`);
          close();
        } else refuse('Nothing has been kept there yet: `pawl run` or `pawl demo` begins, `--state FOLDER` names another place.');
      } catch (error) {
        refuse(error instanceof Error ? error.message : String(error));
      }
      host.close?.();
      process.exit();
    });
