import { existsSync, readFileSync } from 'node:fs';

/** Whether `pid` is a host on this state folder that has not ended: numbers of processes are used again, so its command line is looked at where there is a /proc. */
export function isHostProcess(pid: number, stateDir: string): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  if (!existsSync('/proc/self/cmdline')) return true;
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(stateDir);
  } catch {
    return false;
  }
}
