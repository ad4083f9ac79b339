/** The known name that was most likely meant, or none when nothing is near: at most a third of the letters may differ. Letter case does not count. */
export function closestName(name: string, known: readonly string[]): string | undefined {
  const near = known
    .map((candidate) => ({ candidate, distance: editDistance(plain(name), plain(candidate)) }))
    .filter(({ candidate, distance }) => distance <= Math.max(1, Math.floor(Math.min(name.length, candidate.length) / 3)))
    .sort((a, b) => a.distance - b.distance);
  return near[0]?.candidate ?? known.find((candidate) => name.length >= 4 && containsOther(plain(name), plain(candidate)));
}

/** `timeout` for `timeoutSeconds`: somebody left out the unit, or wrote one too many. */
const containsOther = (a: string, b: string): boolean => b.includes(a) || (b.length >= 4 && a.includes(b));

const plain = (name: string): string => name.toLowerCase().replaceAll(/[-_ ]/g, '');

/** Levenshtein, with a swap of two neighbours as one step (Damerau's optimal string alignment). Names are short; long ones are cut at 64. */
function editDistance(left: string, right: string): number {
  const a = left.slice(0, 64);
  const b = right.slice(0, 64);
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1];
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      current[column] = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
        swapped ? (beforeLast[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    beforeLast = last;
    last = current;
  }
  return last[b.length] ?? 0;
}
