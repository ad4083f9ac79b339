/** Characters as sorted, disjoint ranges of code points, both ends included. */
export type CharSet = readonly (readonly [number, number])[];

export const LAST = 0x10_FFFF;

export const charSet = (ranges: readonly (readonly [number, number])[]): CharSet => {
  const sorted = [...ranges].sort((a, b) => a[0] - b[0]);
  const merged: [number, number][] = [];
  for (const [from, to] of sorted) {
    const last = merged.at(-1);
    if (last !== undefined && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
};

export const complement = (set: CharSet): CharSet => {
  const result: [number, number][] = [];
  let from = 0;
  for (const [low, high] of set) {
    if (low > from) result.push([from, low - 1]);
    from = high + 1;
  }
  if (from <= LAST) result.push([from, LAST]);
  return result;
};

export const overlap = (left: CharSet, right: CharSet): boolean => {
  for (let i = 0, j = 0; i < left.length && j < right.length;) {
    const [a, b] = [left[i], right[j]];
    if (a === undefined || b === undefined) return false;
    if (a[0] <= b[1] && b[0] <= a[1]) return true;
    if (a[1] < b[1]) i += 1;
    else j += 1;
  }
  return false;
};

const digits: CharSet = [[48, 57]];
const word: CharSet = charSet([[48, 57], [65, 90], [95, 95], [97, 122]]);
const space: CharSet = charSet([[9, 13], [32, 32], [160, 160], [0xFEFF, 0xFEFF], [0x2028, 0x2029], [0x2000, 0x200A]]);
const lineBreaks: CharSet = charSet([[10, 10], [13, 13], [0x2028, 0x2029]]);

/** `\d`, `\W` and their like, and `.`. */
export const CLASSES: Readonly<Record<string, CharSet>> = { d: digits, D: complement(digits), w: word, W: complement(word), s: space, S: complement(space), '.': complement(lineBreaks), any: [[0, LAST]] };
