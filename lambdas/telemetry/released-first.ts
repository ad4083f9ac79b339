import type { Releases } from '../../shared/store/releases.ts';

/** Targets' ids, those first on which something is being released: when time runs out, nobody is exposed unwatched because of the others. */
export const releasedFirst = async (targetIds: readonly string[], { releases }: { readonly releases: Pick<Releases, 'holder'> }): Promise<string[]> => {
  const holders = await Promise.all(targetIds.map((id) => releases.holder(id)));
  const isReleased = (index: number): boolean => holders[index] !== undefined;
  return [...targetIds.filter((_, index) => isReleased(index)), ...targetIds.filter((_, index) => !isReleased(index))];
};
