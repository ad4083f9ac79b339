import { execFile } from 'node:child_process';

/** How a program ended: its exit code (`undefined` when it could not be started or was ended), and what it printed. */
export type Tried = { readonly found: boolean; readonly exitCode: number | undefined; readonly stdout: string; readonly stderr: string };

/** Runs a program to its end, at most `timeoutMs`. Never throws: that it does not work is an answer. */
export const tryProgram = (program: string, args: readonly string[], { timeoutMs = 10_000, cwd }: { timeoutMs?: number; cwd?: string } = {}): Promise<Tried> =>
  new Promise((resolve) => {
    execFile(program, args, { timeout: timeoutMs, encoding: 'utf8', ...(cwd === undefined ? {} : { cwd }) }, (error, stdout, stderr) => {
      const code = error === null ? 0 : error.code;
      resolve({ found: !(error !== null && 'code' in error && String(error.code) === 'ENOENT'), exitCode: typeof code === 'number' ? code : undefined, stdout, stderr });
    });
  });
