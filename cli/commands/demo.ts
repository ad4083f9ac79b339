import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { runDemo } from '../../local/story/demo.ts';
import { MODEL_VARIABLE, modelsFromFlag } from '../../shared/config/models-from-flag.ts';
import { problemText } from '../../shared/config/problem.ts';
import { EXIT } from '../exit-codes.ts';
import { MODEL_HELP } from '../model-help.ts';
import { positiveNumber } from '../number-option.ts';
import { globalOptions, hostFor } from '../global-options.ts';

const DEFAULT_FOLDER = fileURLToPath(new URL('../../.pawl/demo', import.meta.url));

export const demoCommand = (): Command =>
  new Command('demo')
    .description('the main job on an example service: found, fixed, proven, kept; then a bad patch, and a crash')
    .option('--folder <path>', 'where service, state and report are built; made anew each time', DEFAULT_FOLDER)
    .option('--rate <number>', 'requests per second', positiveNumber)
    .option('--model <model>', MODEL_HELP)
    .option('--serve', 'stay up at the end', false)
    .action(async (flags: { folder: string; serve: boolean; rate?: number; model?: string }, command: Command) => {
      const host = hostFor(globalOptions(command));
      const model = flags.model ?? process.env[MODEL_VARIABLE];
      const named = model === undefined ? undefined : modelsFromFlag(model);
      if (named?.ok === false) {
        host.notify({ code: 'PAWL-CONFIG-010', level: 'error', text: problemText(named.problem) });
        process.exit(EXIT.usage);
      }
      const stop = new AbortController();
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
        process.on(signal, () => {
          if (!stop.signal.aborted) host.notify({ code: 'PAWL-STORY-070', level: 'warning', text: 'Ending: every candidate is taken back first.' });
          stop.abort();
        });
      }
      // A terminal that was closed, or a reader that is gone: nobody looks any more, so it ends as on Ctrl-C and leaves the service whole.
      process.stdout.on('error', () => stop.abort());
      const happened = await runDemo({ folder: flags.folder, serve: flags.serve, host, signal: stop.signal, ...(model === undefined ? {} : { model }), ...(flags.rate === undefined ? {} : { ratePerSecond: flags.rate }) });
      host.close?.();
      process.exit(happened ? EXIT.done : stop.signal.aborted ? EXIT.interrupted : EXIT.failed);
    });
