import { Command } from 'commander';
import { openExplanations } from '../../local/machine/open-explanations.ts';
import { lessonsLines, listLessons } from '../../shared/commands/list-lessons.ts';
import { EXIT } from '../exit-codes.ts';
import { globalOptions, hostFor, readConfig, stateFor } from '../global-options.ts';

/** Reads the store only: it works whether or not Pawl runs. */
export const lessonsCommand = (): Command =>
  new Command('lessons')
    .description('what earlier remedies taught: hints, rules, and those that were withdrawn, each with its record')
    .option('--target <id>', 'of one target only')
    .action(async ({ target }: { target?: string }, command: Command) => {
      const options = globalOptions(command);
      const host = hostFor(options);
      const config = readConfig(options, host);
      if (!config) process.exit(EXIT.usage);
      const opened = openExplanations(config, stateFor(options, config.file));
      const refuse = (code: 'PAWL-COMMAND-010' | 'PAWL-COMMAND-090', text: string): void => {
        host.notify({ code, level: 'error', text, data: { ok: false } });
        process.exitCode = EXIT.failed;
      };
      try {
        if (opened === undefined) refuse('PAWL-COMMAND-010', 'Nothing has been kept there yet: `pawl run` or `pawl demo` begins, `--state FOLDER` names another place.');
        else {
          const listed = await listLessons(opened.dependencies, { targetId: target });
          if (listed.ok) host.notify({ code: 'PAWL-LESSONS-001', level: 'result', text: lessonsLines(listed.targets).join('\n'), data: { ok: true, targets: listed.targets } });
          else refuse('PAWL-COMMAND-010', listed.reason);
        }
      } catch (error) {
        refuse('PAWL-COMMAND-090', error instanceof Error ? error.message : String(error));
      } finally {
        opened?.close();
        host.close?.();
      }
    });
