import { startCycle, type StartCycleDependencies } from '../../shared/commands/start-cycle.ts';
import type { Opportunity } from '../../shared/domain/opportunity.ts';
import { targetForTenant } from '../../shared/domain/tenant-target.ts';
import { canBeRemedied } from '../../shared/rules/scoring/can-be-remedied.ts';

/** `hasModel`: whether one is configured, which may write what no recipe is for. */
export type StartWhenCriticalDependencies = StartCycleDependencies & { readonly hasModel: boolean };

/**
 * Starts a cycle on a target when telemetry found something critical that a remedy can be written for; what nothing can remedy is listed by
 * the next cycle, and starting one for it would only make noise. The cycle's id derives from the target and the stretch of the cool-down
 * that now falls into, so that a target starts at most one cycle a stretch, whoever sees it.
 */
export const startWhenCritical = async ({ hasModel, ...commands }: StartWhenCriticalDependencies, targetId: string, critical: readonly Opportunity[]): Promise<{ cycleId: string; title: string } | undefined> => {
  if (critical.length === 0) return undefined;
  const target = await commands.targets.get(targetId);
  const worst = critical.find((opportunity) => canBeRemedied(opportunity, targetForTenant(target, opportunity.tenantId), { hasModel }));
  if (!worst) return undefined;
  const cooldownMs = commands.settingsFor(target).criticalCooldownSeconds * 1000;
  const now = commands.clock.now();
  const stretch = cooldownMs > 0 ? Math.floor(now / cooldownMs) * cooldownMs : now;
  const started = await startCycle(commands, { trigger: 'telemetry', cause: `something critical on ${targetId} since ${new Date(stretch).toISOString()}`, targetIds: [targetId] });
  return started.ok && started.started ? { cycleId: started.cycleId, title: worst.title } : undefined;
};
