/** How far results may run ahead of the oldest that is still being worked on. */
const MOST_AHEAD = 256;

/** Does `work` on each of the lines, `jobs` at once, and gives the results in the order of the lines. */
export async function* inOrder<Line, Result>(lines: AsyncIterable<Line>, work: (line: Line) => Promise<Result>, jobs: number): AsyncGenerator<Result> {
  const queued: { readonly result: Promise<Result>; done: boolean }[] = [];
  const active = new Set<Promise<unknown>>();
  const ready = (): boolean => queued[0]?.done === true;
  try {
    for await (const line of lines) {
      while (active.size >= jobs || queued.length >= MOST_AHEAD) {
        if (ready()) yield await take(queued);
        else await Promise.race(active);
      }
      const entry = { result: work(line), done: false };
      const settled: Promise<unknown> = Promise.allSettled([entry.result]).finally(() => {
        entry.done = true;
        active.delete(settled);
      });
      active.add(settled);
      queued.push(entry);
      while (ready()) yield await take(queued);
    }
    while (queued.length > 0) yield await take(queued);
  } finally {
    await Promise.allSettled(active);
  }
}

const take = <Result>(queued: { readonly result: Promise<Result> }[]): Promise<Result> => {
  const [first] = queued.splice(0, 1);
  if (first === undefined) throw new Error('nothing is queued');
  return first.result;
};
