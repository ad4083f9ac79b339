import { createJsonHost } from '../../local/terminal/json-host.ts';
import { createTerminalHost } from '../../local/terminal/terminal-host.ts';
import { RecordingProblem } from '../../lab/replay/history-folder.ts';
import type { Host } from '../../shared/ports/host.ts';
import { EXIT } from '../exit-codes.ts';
import type { GlobalOptions } from '../global-options.ts';
import { UsageProblem } from './usage-problem.ts';

/** Speaks on standard error, so that standard output holds nothing but the results. */
export const labHost = ({ json, verbose }: Pick<GlobalOptions, 'json' | 'verbose'>): Host => (json ? createJsonHost(process.stderr) : createTerminalHost({ stream: process.stderr, verbose, interactive: false }));

const isClosedPipe = (error: unknown): boolean => error instanceof Error && 'code' in error && (error.code === 'EPIPE' || error.code === 'ERR_STREAM_PREMATURE_CLOSE');

const FILE_PROBLEMS: Readonly<Record<string, string>> = { ENOENT: 'does not exist', EACCES: 'may not be used by you', EPERM: 'may not be used by you', EISDIR: 'is a folder, not a file', ENOTDIR: 'is a file, not a folder', EBUSY: 'is in use, or a folder', ENOTEMPTY: 'is a folder, not a file' };

/** What is wrong with a file, where that is what is wrong. */
const fileProblem = (error: unknown): string | undefined => {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  const what = FILE_PROBLEMS[String(error.code)];
  return what && `${'path' in error ? String(error.path) : 'What was named'} ${what}.`;
};

/** Runs a command of the lab to its end and exits: `true` from `work` is done, `false` is nothing to show for it. Who reads no further (`| head`) ends it without complaint. */
export const runLab = async (work: () => Promise<boolean>, options: Pick<GlobalOptions, 'json' | 'verbose'>): Promise<void> => {
  process.stdout.on('error', (error) => {
    if (!isClosedPipe(error)) labHost(options).notify({ code: 'PAWL-LAB-090', level: 'error', text: `The results cannot be written: ${error.message}.` });
    process.exit(isClosedPipe(error) ? EXIT.done : EXIT.failed);
  });
  try {
    process.exitCode = (await work()) ? EXIT.done : EXIT.failed;
  } catch (error) {
    if (isClosedPipe(error)) return process.exit(EXIT.done);
    const text = fileProblem(error) ?? (error instanceof Error ? error.message : String(error));
    labHost(options).notify({ code: 'PAWL-LAB-090', level: 'error', text });
    process.exitCode = error instanceof UsageProblem || error instanceof RecordingProblem || fileProblem(error) !== undefined ? EXIT.usage : EXIT.failed;
  }
};
