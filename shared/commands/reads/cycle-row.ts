import type { Cycle } from '../../domain/cycle.ts';
import type { Target } from '../../domain/target.ts';
import type { CycleRow } from '../../domain/views/cycle-row.ts';
import type { Sight } from '../../rules/access/sight.ts';
import type { DoorDependencies } from '../table/door-dependencies.ts';

/** Whether a cycle is the caller's to see: all that it looked at is. */
export const isCycleSeen = ({ targetIds, tenantId }: Pick<Cycle, 'targetIds' | 'tenantId'>, sight: Sight, targets: ReadonlyMap<string, Target>): boolean =>
  sight.all || targetIds.every((targetId) => sight.belonging({ targetId, tenantId }, targets.get(targetId)));

/** A cycle as lists show it, with what became of its improvements. */
export const cycleRow = async (cycle: Cycle, { improvements }: Pick<DoorDependencies, 'improvements'>): Promise<CycleRow> => {
  const { id, targetIds, tenantId, trigger, cause, emergency, dryRun, state, startedAt, endedAt, failure } = cycle;
  const worked = await Promise.all(cycle.improvementIds.map((one) => improvements.glance(one)));
  return {
    id, targetIds, tenantId, trigger, cause, emergency, dryRun, state, startedAt, endedAt, failure,
    opportunities: cycle.opportunityIds.length,
    improvements: worked.filter((one) => one !== undefined),
    hasReport: cycle.reportKey !== undefined,
  };
};
