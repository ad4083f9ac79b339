import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { dirname } from 'node:path';

export type DetachedCommand = { readonly command: readonly string[]; readonly directory: string; readonly environment: Readonly<Record<string, string>>; readonly log: string };

/**
 * Starts a program in a session of its own, so that it outlives Pawl, with its output in a log file. `node` is the Node that Pawl carries.
 * Returns its process id. Throws when the program cannot be started.
 */
export const startDetached = async ({ command: [program = '', ...parameters], directory, environment, log }: DetachedCommand): Promise<number> => {
  const output = openSync(log, 'a', 0o600);
  try {
    const child = spawn(program === 'node' ? process.execPath : program, parameters, {
      cwd: directory,
      detached: true,
      stdio: ['ignore', output, output],
      env: { ...process.env, PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`, ...environment },
    });
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', (error) => reject(new Error(`"${[program, ...parameters].join(' ')}" cannot be started in ${directory}: ${error.message}`, { cause: error })));
    });
    child.unref();
    if (child.pid === undefined) throw new Error(`"${program}" has no process id.`);
    return child.pid;
  } finally {
    closeSync(output);
  }
};

export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** Asks a process group to end, then insists. No effect when it is gone. */
export const endDetached = async (pid: number, patienceMs = 3000): Promise<void> => {
  signalGroup(pid, 'SIGTERM');
  const deadline = Date.now() + patienceMs;
  while (isAlive(pid) && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20));
  if (isAlive(pid)) signalGroup(pid, 'SIGKILL');
};

const signalGroup = (pid: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(-pid, signal);
  } catch {
    // Gone already.
  }
};
