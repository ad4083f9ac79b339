import { constants } from 'node:fs';
import { chmod, copyFile, lstat, mkdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';

/** Where what is made once for this machine is kept between runs. */
export const workshopCache = (): string => join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'pawl');

let copying: Promise<string> | undefined;

/**
 * This Node as a file that may be run but not read. Linux lets nobody but root look into a process whose program its user may not read:
 * no `/proc/PID/mem`, no environment, no debugger. So tests cannot reach into the process that judges them, though it has their user.
 * Copied once; Node as it stands where there is no place for a copy.
 */
export const unreadableNode = (): Promise<string> => {
  copying ??= copyUnreadable(process.execPath).catch(() => process.execPath);
  return copying;
};

async function copyUnreadable(program: string): Promise<string> {
  const { size, mtimeMs } = await lstat(program);
  const folder = workshopCache();
  const copy = join(folder, `node-${process.version}-${size}-${Math.trunc(mtimeMs)}`);
  const isThere = await lstat(copy).then((stats) => stats.isFile() && stats.size === size && (stats.mode & 0o777) === 0o111 && stats.uid === process.getuid?.(), () => false);
  if (isThere) return copy;
  await mkdir(folder, { recursive: true });
  const unfinished = `${copy}-${randomUUID()}`;
  try {
    await copyFile(program, unfinished, constants.COPYFILE_FICLONE);
    await chmod(unfinished, 0o111);
    await rename(unfinished, copy);
  } finally {
    await rm(unfinished, { force: true });
  }
  return copy;
}
