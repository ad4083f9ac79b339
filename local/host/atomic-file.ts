import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { HostFailure } from './host-failure.ts';

/**
 * Replaces a file as a whole: who reads it sees the old text or the new one, whenever this process is killed.
 * Throws `HostFailure` with code `storage` (full disk, no permission); the old text is still there then.
 */
export function replaceFile(path: string, content: string | Uint8Array, mode = 0o644): void {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, content, { mode, flush: true });
    renameSync(temporary, path);
  } catch (cause) {
    rmSync(temporary, { force: true });
    throw new HostFailure('storage', `Cannot write ${path}: ${String(cause)}. Free some space or fix the permissions; nothing was changed.`, { cause });
  }
}
