import { readdirSync, readFileSync } from 'node:fs';

/**
 * Ends environments of an earlier host on the same state folder that was killed while they were too busy to notice.
 * Only processes that run exactly this runtime file; where there is no /proc, none are found.
 */
export function endLeftEnvironments(runtimePath: string): void {
  for (const entry of readDirectory('/proc')) {
    const pid = Number(entry);
    if (!Number.isInteger(pid) || pid === process.pid) continue;
    if (!commandOf(pid).includes(runtimePath)) continue;
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended by itself meanwhile.
    }
  }
}

function readDirectory(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

/** A process's command line as its arguments; empty when it is gone. */
function commandOf(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    return [];
  }
}
