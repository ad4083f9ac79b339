import type { Change } from '../ports/item-store.ts';

const MOST_CHANGES = 100;

/** Throws a `RangeError` when the changes are more than a store writes at once, or two are of one key. */
export const assertWritable = (changes: readonly Change[]): void => {
  const keys = new Set(changes.map(({ key }) => JSON.stringify([key.pk, key.sk])));
  if (changes.length > MOST_CHANGES || keys.size !== changes.length) {
    throw new RangeError(`A write takes at most ${MOST_CHANGES} changes of distinct keys, not ${changes.length} of ${keys.size}.`);
  }
};
