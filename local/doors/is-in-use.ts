import { readHostFile } from '../host/host-file.ts';
import { isHostProcess } from '../host/host-process.ts';
import { isPawlRunning } from '../machine/run-lock.ts';
import type { StateFolder } from '../machine/state-folder.ts';

/** Whether Pawl or its function host runs on a folder. */
export const isInUse = (folder: Pick<StateFolder, 'root' | 'host'>): boolean => {
  const host = readHostFile(folder.host);
  return isPawlRunning(folder) || (host !== undefined && isHostProcess(host.pid, folder.host));
};
