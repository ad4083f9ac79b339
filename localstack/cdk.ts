import { spawn } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EMULATOR_ACCOUNT, EMULATOR_REGION } from './ministack.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const CLI = join(ROOT, 'node_modules', 'aws-cdk', 'bin', 'cdk');

/** The stock CDK command line said no. The message ends with what it printed last. */
export class CdkError extends Error {
  override name = 'CdkError';
}

export type CdkPlace = {
  /** Variables of an emulator (`MiniStack.env`), and what the app itself reads. */
  readonly env: Readonly<Record<string, string>>;
  /** Where it runs: the project's root, with its app, when not said. */
  readonly directory?: string;
  /** Gets each line that it prints. */
  readonly onLine?: (line: string) => void;
  /** Aborted: it is asked to end. */
  readonly signal?: AbortSignal;
};

/** Runs the project's own CDK command line against an emulator and nothing else. Resolves with all it printed; throws `CdkError` when it fails. */
export const cdk = (parameters: readonly string[], { env, directory = ROOT, onLine, signal }: CdkPlace): Promise<string> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [CLI, ...parameters], {
      cwd: directory,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(signal && { signal }),
      env: { ...withoutAws(process.env), PATH: [dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter), CDK_DISABLE_CLI_TELEMETRY: 'true', CI: 'true', ...env },
    });
    let printed = '';
    let rest = '';
    const take = (text: string): void => {
      printed += text;
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) onLine?.(line);
    };
    child.stdout.setEncoding('utf8').on('data', take);
    child.stderr.setEncoding('utf8').on('data', take);
    child.once('error', (error) => reject(new CdkError(`cdk ${parameters[0] ?? ''} could not be run: ${error.message}`, { cause: error })));
    child.once('close', (code) => {
      if (code === 0) resolve(printed);
      else reject(new CdkError(`cdk ${parameters[0] ?? ''} ended with ${String(code)}:\n${printed.trim().split('\n').slice(-40).join('\n')}`));
    });
  });

/** Makes the emulator's account ready for stacks. Run away from `cdk.json`: the app need not be synthesized for it. */
export const bootstrap = (place: CdkPlace): Promise<string> => cdk(['bootstrap', `aws://${EMULATOR_ACCOUNT}/${EMULATOR_REGION}`], { ...place, directory: dirname(CLI) });

/** Whatever account the caller is signed in to: nothing of it may reach the command line. */
const withoutAws = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv => Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith('AWS_')));
