import { collect, type Collected, type CollectDependencies } from './collect.ts';

export type CollectedTarget = { readonly targetId: string } & ({ readonly ok: true; readonly collected: Collected } | { readonly ok: false; readonly error: unknown });

/** One look at each target, one after the other. What goes wrong with one is told with its name, and hurts none of the others. */
export async function collectAll({ targetIds }: { targetIds: readonly string[] }, dependencies: CollectDependencies): Promise<CollectedTarget[]> {
  const results: CollectedTarget[] = [];
  for (const targetId of targetIds) {
    try {
      results.push({ targetId, ok: true, collected: await collect({ targetId }, dependencies) });
    } catch (error) {
      results.push({ targetId, ok: false, error });
    }
  }
  return results;
}
