import { startCycle, type StartCycleDependencies } from '../../shared/commands/start-cycle.ts';
import type { Opportunity } from '../../shared/domain/opportunity.ts';
import { canRemedy } from '../../shared/rules/scoring/remediable.ts';

/**
 * Starts a cycle on a target when telemetry found something critical that a remedy can be written for; what nothing can remedy is listed by
 * the next cycle, and starting one for it would only make noise. The cycle's id derives from the target and the stretch of the cool-down
 * that now falls into, so that a target starts at most one cycle a stretch, whoever sees it.
 */
export const startWhenCritical = async (commands: StartCycleDependencies, targetId: string, critical: readonly Opportunity[]): Promise<{ cycleId: string; title: string } | undefined> => {
  const worst = critical.find(({ kind }) => canRemedy(kind));
  if (!worst) return undefined;
  const cooldownMs = commands.settingsFor(await commands.targets.get(targetId)).criticalCooldownSeconds * 1000;
  const now = commands.clock.now();
  const stretch = cooldownMs > 0 ? Math.floor(now / cooldownMs) * cooldownMs : now;
  const started = await startCycle(commands, { trigger: 'telemetry', cause: `something critical on ${targetId} since ${new Date(stretch).toISOString()}`, targetIds: [targetId] });
  return started.ok && started.started ? { cycleId: started.cycleId, title: worst.title } : undefined;
};
