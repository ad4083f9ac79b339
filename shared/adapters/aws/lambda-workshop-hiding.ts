import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const HIDDEN = 'PAWL_HIDDEN';
const WORKS = 7;
const TRIAL_MS = 5000;

/**
 * Starts this process anew, in its place, from a copy of Node that may be run but not read. Linux shows nobody but root the memory,
 * environment or open files of a process whose program its user may not read, and nobody may trace it: so tests, which have the same
 * user on Lambda, cannot reach into the process that judges them and knows the proof. Called before the first invocation is taken.
 * Does nothing outside Lambda, as root (who may read all), and where the copy does not run.
 */
export function hideFromTests(environment: NodeJS.ProcessEnv): void {
  if (environment[HIDDEN] !== undefined) {
    delete environment[HIDDEN];
    return;
  }
  if (environment['AWS_LAMBDA_RUNTIME_API'] === undefined || process.platform !== 'linux' || process.getuid?.() === 0) return;
  // Its folder comes first in the path of tests, so that their runner is hidden from them too.
  const folder = join(tmpdir(), `pawl-runtime-${process.pid}`);
  const copy = join(folder, 'node');
  try {
    mkdirSync(folder, { mode: 0o755 });
    copyFileSync(process.execPath, copy);
    chmodSync(copy, 0o111);
    if (spawnSync(copy, ['--eval', `process.exit(${WORKS})`], { timeout: TRIAL_MS, env: {} }).status !== WORKS) throw new Error('The copy does not run.');
    process.execve?.(copy, [process.argv0, ...process.execArgv, ...process.argv.slice(1)], { ...environment, [HIDDEN]: '1' });
  } catch {
    // As before then: what remains is said in the decision record.
    rmSync(folder, { recursive: true, force: true });
  }
}
