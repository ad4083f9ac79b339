import type { Cycle } from '../domain/cycle.ts';
import type { Improvement } from '../domain/improvement.ts';
import type { Ids } from '../ports/ids.ts';
import type { CommandDependencies } from './dependencies.ts';

/** The cycle that an improvement gets of its own when it belongs to none. */
export const cycleIdOf = (ids: Ids, improvementId: string): string => ids.derived('cycle', improvementId);

/** Puts an improvement into its cycle, so that it stands in a report; the cycle is made where there is none. */
export const joinCycle = async ({ cycles, clock }: CommandDependencies, improvement: Improvement, trigger: Cycle['trigger']): Promise<void> => {
  const { cycleId } = improvement;
  if (cycleId === undefined) return;
  const made = await cycles.create({
    id: cycleId, targetIds: [improvement.targetId], ...(improvement.tenantId === undefined ? {} : { tenantId: improvement.tenantId }),
    trigger, cause: improvement.title, emergency: false, windowHours: 1, maxImprovements: 1, dryRun: false, state: 'running', startedAt: clock.now(),
    telemetryAnalyzed: { metrics: 0, logs: 0, events: 0 }, opportunityIds: [], improvementIds: [improvement.id], phaseMs: {},
  });
  if (!made) await cycles.update(cycleId, (cycle) => ({ ...cycle, improvementIds: [...new Set([...cycle.improvementIds, improvement.id])] }));
};
