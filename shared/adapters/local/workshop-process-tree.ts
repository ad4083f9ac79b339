import { readdirSync, readFileSync } from 'node:fs';

const KILOBYTES_A_MEGABYTE = 1024;

/**
 * What a process and all its descendants hold now: memory of their own, and shared memory once for each that holds it. Pages of
 * files (the program text) are not counted. Zeros where there is no `/proc`.
 */
export function measureProcessTree(root: number): { readonly memoryMb: number; readonly processes: number } {
  let memoryMb = 0;
  let processes = 0;
  const open = [root];
  const seen = new Set<number>();
  for (let pid = open.pop(); pid !== undefined; pid = open.pop()) {
    if (seen.has(pid)) continue;
    seen.add(pid);
    try {
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      memoryMb += [...status.matchAll(/^Rss(?:Anon|Shmem):\s*(\d+) kB$/gm)].reduce((sum, [, kilobytes]) => sum + Number(kilobytes), 0) / KILOBYTES_A_MEGABYTE;
      processes += 1;
      for (const thread of readdirSync(`/proc/${pid}/task`)) {
        const children = readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').trim();
        if (children !== '') open.push(...children.split(' ').map(Number));
      }
    } catch {
      // It ended while being looked at.
    }
  }
  return { memoryMb, processes };
}

/** Whether a process still runs; one that has ended but whose end nobody has noted does not. */
export function isRunning(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return !/^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2));
  } catch {
    return false;
  }
}
