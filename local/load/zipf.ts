/**
 * Draws ranks 0 … n − 1 with probability proportional to 1 / (rank + 1)^s: few keys are asked for often, most seldom.
 * `s` = 0 is uniform. One table of n numbers, a binary search a draw; `random` answers uniform numbers in [0, 1).
 */
export function zipf({ n, s }: { n: number; s: number }, random: () => number): () => number {
  const cumulative = new Float64Array(n);
  let sum = 0;
  for (let rank = 0; rank < n; rank += 1) {
    sum += (rank + 1) ** -s;
    cumulative[rank] = sum;
  }
  return () => {
    const wanted = random() * sum;
    let low = 0;
    let high = n - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((cumulative[middle] ?? sum) > wanted) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}
