import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Command } from 'commander';
import { replayMinutes } from '../../lab/judge/replay-minutes.ts';
import { EXIT } from '../exit-codes.ts';
import { globalOptions, hostFor } from '../global-options.ts';

export const judgeCommand = (): Command =>
  new Command('judge')
    .description('judge recorded minutes: what would have been decided, when, on which evidence')
    .requiredOption('--minutes <file>', 'JSON lines: a header {run, margin, claim, phi} for each run, then {run, minute, weight, canary, stable}; - reads standard input')
    .action(async ({ minutes }: { minutes: string }, command: Command) => {
      const options = globalOptions(command);
      const host = hostFor(options);
      const input = minutes === '-' ? process.stdin : createReadStream(minutes, 'utf8');
      let failure: string | undefined;
      input.on('error', (error: Error) => {
        failure = `${minutes} cannot be read: ${error.message}`;
      });
      let bad = 0;
      try {
        for await (const told of replayMinutes(createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY }))) {
          const data = JSON.parse(JSON.stringify(told)) as Record<string, never>;
          if (told.kind === 'decision') {
            host.notify({ code: 'PAWL-JUDGE-001', level: 'result', text: `${told.run}: ${told.decision}${told.minute === null ? '' : ` at minute ${told.minute}`}. ${told.verdict?.sentence ?? ''}`, data });
          } else {
            bad = told.badLines;
            host.notify({ code: 'PAWL-JUDGE-020', level: bad > 0 ? 'warning' : 'info', text: `${told.runs} runs, ${told.minutes} minutes${bad > 0 ? `; ${bad} lines could not be read: ${told.bad.map(({ line, reason }) => `line ${line}: ${reason}`).join('; ')}` : ''}.`, data });
          }
        }
      } catch (error) {
        failure ??= error instanceof Error ? error.message : String(error);
      }
      if (failure !== undefined) host.notify({ code: 'PAWL-JUDGE-090', level: 'error', text: failure });
      host.close?.();
      process.exit(failure !== undefined ? EXIT.usage : bad > 0 ? EXIT.failed : EXIT.done);
    });
