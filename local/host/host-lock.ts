import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isHostProcess } from './host-process.ts';

/**
 * Makes this process the only host on a state folder: two would answer for the same aliases and each end the other's environments.
 * The number of the process that holds it is returned when that is another one, alive; the lock of a dead one is taken over.
 */
export function takeHostLock(stateDir: string): { readonly ok: true } | { readonly ok: false; readonly pid: number } {
  const path = join(stateDir, 'host.lock');
  const own = `${path}.${process.pid}`;
  writeFileSync(own, String(process.pid));
  try {
    for (;;) {
      try {
        // A link appears with its content at once: nobody reads a lock that is not written yet.
        linkSync(own, path);
        return { ok: true };
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
      }
      const pid = Number(readFileSync(path, 'utf8'));
      if (pid !== process.pid && isHostProcess(pid, stateDir)) return { ok: false, pid };
      rmSync(path, { force: true });
    }
  } finally {
    rmSync(own, { force: true });
  }
}
