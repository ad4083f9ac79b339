import type { Collected } from './collect.ts';

export type CollectedTarget = { readonly targetId: string } & ({ readonly ok: true; readonly collected: Collected } | { readonly ok: false; readonly error: unknown });

/** A look mostly waits for the spool and the store, and holds a page in memory. */
const AT_ONCE = 4;

/**
 * One look at each target, a few at a time, in their order. What goes wrong with one is told with its name, and hurts none of the others.
 * None is begun any more once `isLate`, but for the first few, which matter most: the others are not in the answer.
 */
export async function collectAll(targetIds: readonly string[], look: (targetId: string) => Promise<Collected>, isLate: () => boolean = () => false): Promise<CollectedTarget[]> {
  const results: CollectedTarget[] = [];
  const queue = targetIds.entries();
  const work = async (): Promise<void> => {
    for (const [index, targetId] of queue) {
      if (index >= AT_ONCE && isLate()) return;
      try {
        results[index] = { targetId, ok: true, collected: await look(targetId) };
      } catch (error) {
        results[index] = { targetId, ok: false, error };
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return results.filter((result) => result !== undefined);
}
