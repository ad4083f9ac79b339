import { randomUUID } from 'node:crypto';
import { Command } from 'commander';
import { openDoors } from '../../local/doors/open-doors.ts';
import { watchTerminal } from '../../local/terminal/watch-terminal.ts';
import { liveEvents } from '../../shared/commands/live/live-events.ts';
import { SETTLED } from '../../shared/domain/improvement.ts';
import type { LiveEvent } from '../../shared/domain/views/live-event.ts';
import type { Host, Message } from '../../shared/ports/host.ts';
import { EXIT } from '../exit-codes.ts';
import { globalOptions, hostFor, readRunningConfig, stateFor } from '../global-options.ts';
import { positiveNumber } from '../number-option.ts';
import { terminalCaller } from '../rows/ask-row.ts';

const REDRAW_MS = 1000;

/** Reads the store only: it works beside a running Pawl, and also when nothing runs. */
export const watchCommand = (): Command =>
  new Command('watch')
    .description('what is under way, live in the terminal; Ctrl-C ends it')
    .option('--until-settled <improvement>', 'end when this improvement has settled: 0 when it was kept, 1 otherwise')
    .option('--for <seconds>', 'end after so many seconds', positiveNumber)
    .action(async ({ untilSettled, for: seconds }: { untilSettled?: string; for?: number }, command: Command) => {
      const options = globalOptions(command);
      const host = hostFor(options);
      const config = readRunningConfig(options, host);
      if (!config) process.exit(EXIT.usage);
      const doors = openDoors(config, stateFor(options, config.file), host);
      const live = liveEvents(doors.dependencies, randomUUID(), { onFailure: (error) => tellFailure(host, error) });
      const stop = new AbortController();
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort());
      process.stdout.on('error', () => stop.abort());
      if (seconds !== undefined) setTimeout(() => stop.abort(), seconds * 1000).unref();
      const settled = async (): Promise<boolean | undefined> => {
        const found = untilSettled === undefined ? undefined : await doors.dependencies.improvements.find(untilSettled);
        return found !== undefined && SETTLED.includes(found.state) ? found.state === 'promoted' : undefined;
      };
      const face = options.json ? jsonFace(host) : terminalFace();
      const redrawing = setInterval(face.redraw, REDRAW_MS);
      let kept: boolean | undefined;
      try {
        if (untilSettled !== undefined && (await doors.dependencies.improvements.find(untilSettled)) === undefined) throw new Error(`There is no improvement "${untilSettled}". \`pawl list-improvements\` names them.`);
        for await (const event of live.listen(terminalCaller(), { signal: stop.signal })) {
          face.tell(event);
          kept = await settled();
          if (kept !== undefined) break;
        }
        process.exitCode = untilSettled === undefined || kept === true ? EXIT.done : kept === false ? EXIT.failed : EXIT.interrupted;
      } catch (error) {
        face.close();
        host.notify({ code: 'PAWL-COMMAND-090', level: 'error', text: error instanceof Error ? error.message : String(error) });
        process.exitCode = EXIT.failed;
      }
      clearInterval(redrawing);
      face.close();
      live.close();
      doors.close();
      host.close?.();
      process.exit();
    });

const tellFailure = (host: Host, error: unknown): void => host.notify({ code: 'PAWL-WATCHING-090', level: 'warning', text: `A look at the store failed and is repeated: ${error instanceof Error ? error.message : String(error)}` });

const jsonFace = (host: Host) => ({
  tell: (event: LiveEvent): void => host.notify({ code: `PAWL-WATCHING-${event.type}`, level: 'info', text: event.text, data: JSON.parse(JSON.stringify(event)) as NonNullable<Message['data']> }),
  redraw: (): void => {},
  close: (): void => {},
});

const terminalFace = () => {
  const { stdout } = process;
  const isTerminal = stdout.isTTY && process.env['TERM'] !== 'dumb';
  return watchTerminal({ stream: stdout, inPlace: isTerminal && !process.env['CI'], colour: isTerminal && !process.env['NO_COLOR'], now: Date.now });
};
