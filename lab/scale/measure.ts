/** What a piece of work took: processor time of this thread, and time on the wall, which others on the machine have a share in. */
export type Taken<Result> = { readonly result: Result; readonly cpuSeconds: number; readonly wallSeconds: number; readonly mostHeapMb: number };

const MB = 1024 * 1024;
const LOOK_EVERY_MS = 50;

export const measured = async <Result>(work: () => Promise<Result>): Promise<Taken<Result>> => {
  globalThis.gc?.();
  let mostHeap = process.memoryUsage().heapUsed;
  const look = setInterval(() => (mostHeap = Math.max(mostHeap, process.memoryUsage().heapUsed)), LOOK_EVERY_MS);
  const wall = performance.now();
  const cpu = process.threadCpuUsage();
  try {
    const result = await work();
    const { user, system } = process.threadCpuUsage(cpu);
    return { result, cpuSeconds: (user + system) / 1e6, wallSeconds: (performance.now() - wall) / 1000, mostHeapMb: mostHeap / MB };
  } finally {
    clearInterval(look);
  }
};
