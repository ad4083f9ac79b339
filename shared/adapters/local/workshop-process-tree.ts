import { readdirSync, readFileSync } from 'node:fs';

const PAGE_BYTES = 4096;
const MEGABYTE = 1024 * 1024;

/** What a process and all its descendants hold now. Shared pages (the program text) are not counted. Zeros where there is no `/proc`. */
export function measureProcessTree(root: number): { readonly memoryMb: number; readonly processes: number } {
  let memoryMb = 0;
  let processes = 0;
  const open = [root];
  const seen = new Set<number>();
  for (let pid = open.pop(); pid !== undefined; pid = open.pop()) {
    if (seen.has(pid)) continue;
    seen.add(pid);
    try {
      const [, resident = 0, shared = 0] = readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ').map(Number);
      memoryMb += ((resident - shared) * PAGE_BYTES) / MEGABYTE;
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
