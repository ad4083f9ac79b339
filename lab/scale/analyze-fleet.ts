import { analyzeCycle } from '../../lambdas/analysis/analyze-cycle.ts';
import { slotLimits } from '../../lambdas/analysis/slot-limits.ts';
import { systemIds } from '../../shared/adapters/local/system-ids.ts';
import type { Settings } from '../../shared/config/settings.ts';
import { settingsFor } from '../../shared/config/settings-for.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { ItemStore } from '../../shared/ports/item-store.ts';
import { repositoriesIn } from '../../shared/store/repositories.ts';
import type { Fleet } from './fleet.ts';

/** One cycle's analysis of a whole fleet, as the function does it. `number` tells cycles apart. */
export const analyzeFleet = async (store: ItemStore, fleet: Fleet, number: number, { clock, settings }: { clock: Clock; settings: Settings }): Promise<{ opportunities: number; improvements: number; problems: readonly string[] }> => {
  const kept = repositoriesIn(store);
  const id = `cyc-${number}`;
  const problems: string[] = [];
  const targetIds = (await fleet.targets.all()).map(({ id: targetId }) => targetId);
  await kept.cycles.create({
    id, targetIds, trigger: 'schedule', cause: 'bench', emergency: false, windowHours: settings.analysisWindowHours, maxImprovements: settings.maxConcurrentImprovements, dryRun: false, state: 'running', startedAt: clock.now(),
    telemetryAnalyzed: { metrics: 0, logs: 0, events: 0 }, opportunityIds: [], improvementIds: [], phaseMs: {},
  });
  const { improvements } = await analyzeCycle(
    { cycleId: id },
    { ...fleet, ...kept, clock, ids: systemIds, bus: { publish: async () => undefined }, notify: ({ text }) => void problems.push(text), limitsFor: ({ tenantId }) => slotLimits(settings.maxConcurrentImprovements, settingsFor(settings, tenantId)) },
  );
  return { opportunities: (await kept.cycles.get(id)).opportunityIds.length, improvements: improvements.length, problems };
};
