import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { replaceFile } from '../host/atomic-file.ts';
import { isAlive } from '../machine/detached-process.ts';
import type { StateFolder } from '../machine/state-folder.ts';

/** Where the doors of a state folder are. No token stands here. `own`: a process that was started for them alone, not a terminal that somebody keeps open. */
const DoorsFile = z.object({ pid: z.number().int().positive(), port: z.number().int().positive(), url: z.string(), own: z.boolean() });
export type DoorsFile = z.infer<typeof DoorsFile>;

type Folder = Pick<StateFolder, 'root'>;

const pathIn = ({ root }: Folder): string => join(root, 'doors.json');

/** As it was last written, whether or not that process is still there; `undefined` when there never was one. */
export const readDoorsFile = (folder: Folder): DoorsFile | undefined => {
  try {
    return DoorsFile.safeParse(JSON.parse(readFileSync(pathIn(folder), 'utf8'))).data;
  } catch {
    return undefined;
  }
};

/** The doors that are open on this folder. */
export const runningDoors = (folder: Folder): DoorsFile | undefined => {
  const file = readDoorsFile(folder);
  return file !== undefined && isAlive(file.pid) && isDoorsProcess(file.pid, folder) ? file : undefined;
};

export const writeDoorsFile = (folder: Folder, file: DoorsFile): void => replaceFile(pathIn(folder), JSON.stringify(file), 0o600);

/** Takes the file away with the folder's last trace of them; the port is found anew then. */
export const forgetDoors = (folder: Folder): void => rmSync(pathIn(folder), { force: true });

/** Numbers of processes are used again: where there is a /proc, the command line must name this folder. */
const isDoorsProcess = (pid: number, { root }: Folder): boolean => {
  try {
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    return words.includes(root) || words.includes('serve');
  } catch {
    return process.platform !== 'linux';
  }
};
