import type { VersionSlice } from '../../../domain/version-slice.ts';
import { addVersion, quietVersionSlice } from '../add-version.ts';

const plus = (a: VersionSlice, b: VersionSlice): VersionSlice => {
  const sum = quietVersionSlice();
  addVersion(sum, a);
  addVersion(sum, b);
  return sum;
};

/** For each slice, the sum of all the others. In three additions a slice: what is before it plus what is after it. */
export const withoutEach = (slices: readonly VersionSlice[]): VersionSlice[] => {
  const after: VersionSlice[] = [quietVersionSlice()];
  for (const slice of slices.toReversed()) after.push(plus(slice, after.at(-1) ?? quietVersionSlice()));
  let before = quietVersionSlice();
  return slices.map((slice, index) => {
    const rest = plus(before, after[slices.length - index - 1] ?? quietVersionSlice());
    before = plus(before, slice);
    return rest;
  });
};
