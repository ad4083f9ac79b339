type Source<Item> = { readonly rest: AsyncIterator<Item>; head: Item };

/** Merges several sequences, each in order of time, into one; of equal moments the earlier sequence goes first. */
export async function* inOrder<Item extends { readonly at: number }>(sequences: readonly AsyncIterable<Item>[]): AsyncGenerator<Item> {
  const sources: Source<Item>[] = [];
  for (const sequence of sequences) {
    const rest = sequence[Symbol.asyncIterator]();
    const first = await rest.next();
    if (first.done !== true) sources.push({ rest, head: first.value });
  }
  while (sources.length > 0) {
    const earliest = sources.reduce((best, source) => (source.head.at < best.head.at ? source : best));
    yield earliest.head;
    const next = await earliest.rest.next();
    if (next.done === true) sources.splice(sources.indexOf(earliest), 1);
    else earliest.head = next.value;
  }
}
