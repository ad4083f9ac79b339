import type { Serving } from '../../shared/domain/emergency.ts';
import type { Target } from '../../shared/domain/target.ts';
import type { TargetState } from '../../shared/domain/target-state.ts';
import type { Spool } from '../../shared/ports/spool.ts';

export type TellServingDependencies = {
  readonly servings: { find(targetId: string): Promise<Serving | undefined> };
  readonly states: { get(targetId: string): Promise<{ readonly state: TargetState } | undefined> };
  readonly spool: Spool;
};

/**
 * Lets the fold know which version an alias names, where no CloudTrail tells it: what was seen last (once a minute) becomes a deployment
 * event while the folded state names another version. Told again before the first was read, it is the same batch and read once.
 */
export async function tellServing(targets: readonly Pick<Target, 'id' | 'functionName' | 'alias'>[], { servings, states, spool }: TellServingDependencies): Promise<{ told: readonly string[] }> {
  const told: string[] = [];
  for (const { id, functionName, alias } of targets) {
    const serving = await servings.find(id);
    if (serving === undefined) continue;
    const folded = (await states.get(id))?.state.servingVersion;
    if (folded === serving.version) continue;
    const { version, since } = serving;
    await spool.put({ functionName, lines: [], events: [{ kind: 'deployment', id: `serving ${alias} ${version} ${since}`, at: since, alias, version }] });
    told.push(id);
  }
  return { told };
}
