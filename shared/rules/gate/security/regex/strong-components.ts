/** Which nodes of a directed graph lie on a common cycle: a number for each node, equal within a component (Tarjan 1972). */
export function strongComponents(size: number, next: (node: number) => readonly number[]): number[] {
  const order = new Int32Array(size).fill(-1);
  const low = new Int32Array(size);
  const component = Array.from({ length: size }, () => -1);
  const open: number[] = [];
  let [visited, found] = [0, 0];
  for (let root = 0; root < size; root += 1) {
    if (order[root] !== -1) continue;
    const path: { readonly node: number; readonly edges: readonly number[]; at: number }[] = [];
    const enter = (node: number): void => {
      order[node] = visited;
      low[node] = visited;
      visited += 1;
      open.push(node);
      path.push({ node, edges: next(node), at: 0 });
    };
    enter(root);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const to = top.edges[top.at];
      top.at += 1;
      if (to !== undefined) {
        if (order[to] === -1) enter(to);
        else if (component[to] === -1) low[top.node] = Math.min(low[top.node] ?? 0, order[to] ?? 0);
        continue;
      }
      path.pop();
      const above = path.at(-1);
      if (above !== undefined) low[above.node] = Math.min(low[above.node] ?? 0, low[top.node] ?? 0);
      if (low[top.node] !== order[top.node]) continue;
      for (let member = open.pop(); member !== undefined; member = open.pop()) {
        component[member] = found;
        if (member === top.node) break;
      }
      found += 1;
    }
  }
  return component;
}
