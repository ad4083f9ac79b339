import { Command } from 'commander';
import { openExplanations } from '../../local/machine/open-explanations.ts';
import { explain, listExplainable } from '../../shared/commands/explain.ts';
import { EXIT } from '../exit-codes.ts';
import { globalOptions, hostFor, readRunningConfig, stateFor } from '../global-options.ts';

/** Reads the store only: it works whether or not Pawl runs. */
export const explainCommand = (): Command =>
  new Command('explain')
    .description('why an opportunity is believed: the series with what was expected, the calls, the log, the score; without an id what can be explained')
    .argument('[id]', 'of an opportunity or an improvement, or the beginning of one')
    .option('--ascii', 'draw with plain ASCII', false)
    .action(async (id: string | undefined, { ascii }: { ascii: boolean }, command: Command) => {
      const options = globalOptions(command);
      const host = hostFor(options);
      const config = readRunningConfig(options, host);
      if (!config) process.exit(EXIT.usage);
      const opened = openExplanations(config, stateFor(options, config.file));
      const refuse = (reason: string): void => host.notify({ code: 'PAWL-COMMAND-010', level: 'error', text: reason, data: { ok: false } });
      try {
        if (opened === undefined) refuse('Nothing has been kept there yet: `pawl run` or `pawl demo` begins, `--state FOLDER` names another place.');
        else if (id === undefined) {
          const rows = await listExplainable(opened.dependencies);
          const text = rows.length === 0 ? 'Nothing has been found yet: `pawl cycle` looks.' : `${rows.length} ${rows.length === 1 ? 'opportunity' : 'opportunities'}; \`pawl explain ID\` shows one (the beginning of an id is enough).`;
          host.notify({ code: 'PAWL-EXPLAIN-002', level: 'info', text, data: { rows, ascii } });
        } else {
          const asked = await explain(opened.dependencies, { id });
          if (!asked.ok) refuse(asked.reason);
          else host.notify({ code: 'PAWL-EXPLAIN-001', level: 'result', text: asked.explanation.headline, data: { explanation: asked.explanation, ...(asked.improvement === undefined ? {} : { improvement: asked.improvement }), ascii } });
          if (!asked.ok) process.exitCode = EXIT.failed;
        }
        if (opened === undefined) process.exitCode = EXIT.failed;
      } catch (error) {
        host.notify({ code: 'PAWL-COMMAND-090', level: 'error', text: error instanceof Error ? error.message : String(error) });
        process.exitCode = EXIT.failed;
      } finally {
        opened?.close();
        host.close?.();
      }
    });
