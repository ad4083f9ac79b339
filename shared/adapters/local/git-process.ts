import { execFile } from 'node:child_process';

/** Git could not do what was asked. The message names the repository and says what to do. */
export class GitFailure extends Error {
  override name = 'GitFailure';
  readonly code = 'PAWL-SOURCE-001';
}

export type GitResult = { readonly exitCode: number; readonly stdout: Buffer; readonly stderr: string };

export type GitOptions = {
  readonly input?: string | Uint8Array;
  readonly environment?: Readonly<Record<string, string>>;
  /** Exit codes that are answers rather than failures; 0 always is one. */
  readonly answers?: readonly number[];
};

const MAX_OUTPUT_BYTES = 512 * 1024 * 1024;

/** Whatever a person has configured for their own work (hooks, signing, filters, aliases) has no part in what Pawl writes. */
const SETTINGS = ['core.hooksPath=/dev/null', 'core.fsmonitor=false', 'core.quotePath=false', 'commit.gpgSign=false', 'gc.auto=0', 'safe.directory=*', 'advice.detachedHead=false'];

const environmentOfGit = (): Record<string, string> => ({
  PATH: process.env['PATH'] ?? '/usr/bin:/bin',
  HOME: '/nonexistent',
  LC_ALL: 'C',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_TERMINAL_PROMPT: '0',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_NO_REPLACE_OBJECTS: '1',
});

/** Runs one git command in `location`, without a shell and without the surroundings' configuration. Throws `GitFailure` for an exit code that is no answer. */
export function runGit(location: string, args: readonly string[], { input, environment, answers = [] }: GitOptions = {}): Promise<GitResult> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      'git',
      [...SETTINGS.flatMap((setting) => ['-c', setting]), '-C', location, ...args],
      { env: { ...environmentOfGit(), ...environment }, encoding: 'buffer', maxBuffer: MAX_OUTPUT_BYTES },
      (error, stdout, stderr) => {
        const exitCode = error === null ? 0 : error.code;
        const complaint = stderr.toString('utf8').trim();
        if (typeof exitCode === 'number' && (exitCode === 0 || answers.includes(exitCode))) resolve({ exitCode, stdout, stderr: complaint });
        else reject(failure(location, args, complaint, error));
      },
    );
    // A git that ends before it has read everything (a full disk, a bad argument) reports that by its exit code.
    child.stdin?.on('error', () => {});
    child.stdin?.end(input);
  });
}

function failure(location: string, args: readonly string[], complaint: string, cause: unknown): GitFailure {
  if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') {
    return new GitFailure('git was not found. Install git 2.38 or newer and put it on the PATH.', { cause });
  }
  if (/not a git repository/.test(complaint)) {
    return new GitFailure(`${location} is not a git repository. Set repository.location to a git working copy, or run "git init" there.`, { cause });
  }
  if (/cannot change to/.test(complaint)) {
    return new GitFailure(`${location} does not exist or cannot be read. Set repository.location to a git working copy.`, { cause });
  }
  if (/No space left on device/.test(complaint)) {
    return new GitFailure(`The disk that holds ${location} is full. Free some space; nothing was changed.`, { cause });
  }
  return new GitFailure(`git ${args[0] ?? ''} failed in ${location}: ${complaint === '' ? String(cause) : complaint}`, { cause });
}
